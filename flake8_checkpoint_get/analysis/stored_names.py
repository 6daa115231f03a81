"""Names of attributes that the code of a module stores: what may not be what its class defines."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from flake8_checkpoint_get.analysis.syntax import dotted

MUTATING = frozenset(
    (
        "__delitem__",
        "__setitem__",
        "add",
        "append",
        "appendleft",
        "clear",
        "discard",
        "extend",
        "extendleft",
        "insert",
        "pop",
        "popleft",
        "remove",
        "reverse",
        "sort",
        "update",
    )
)

HOOKING = re.compile(r"state_dict_(post_)?hook")
"""Calls by which torch is told to change what is saved."""


@dataclass
class StoredNames:
    """What a module stores by attribute, and which of its collections it changes, by their text."""

    nodes: Collection[ast.AST]

    @cached_property
    def _found(self) -> tuple[dict[str, list[ast.AST]], set[str], bool]:
        attributes: dict[str, list[ast.AST]] = {}
        changed, hooking = set[str](), False
        for node in self.nodes:
            match node:
                case ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()):
                    attributes.setdefault(name, []).append(node)
                case ast.Call(ast.Name("setattr" | "delattr"), [_, ast.Constant(str(name)), *_]):
                    attributes.setdefault(name, []).append(node)
                case ast.Call(ast.Attribute(attr=method)) if HOOKING.search(method):
                    hooking = True
                case ast.Call(ast.Attribute(owner, method)) if method in MUTATING:
                    changed.add(_last(owner))
                case ast.Subscript(owner, ctx=ast.Store() | ast.Del()):
                    changed.add(_last(owner))
                case ast.AugAssign(target):
                    changed.add(_last(target))
                case _:
                    pass
        return attributes, changed - {""}, hooking

    @property
    def registers_hooks(self) -> bool:
        """Whether hooks are registered anywhere that change what is saved."""
        return self._found[2]

    def stores_of(self, attribute: str) -> list[ast.AST]:
        """Return where an attribute of this name is stored, of whatever object."""
        return self._found[0].get(attribute, [])

    def changes(self, collection: ast.expr) -> bool:
        """Tell whether a collection by this name, or attribute, is changed anywhere."""
        return _last(collection) in self._found[1]


def _last(node: ast.expr) -> str:
    """Return the last name of ``names`` or ``self.names``."""
    return dotted(node).rpartition(".")[2]
