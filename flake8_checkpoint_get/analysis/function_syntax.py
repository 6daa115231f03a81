"""What the text of a function shows, worked out once for each function."""

from __future__ import annotations

import ast
import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from flake8_checkpoint_get.analysis.library import QUESTIONS
from flake8_checkpoint_get.analysis.syntax import FunctionNode

Jumps = tuple[type[ast.stmt], ...]
"""Kinds of statements that end a path."""


class FunctionSyntax:
    """Parents and names of the functions of a module."""

    def __init__(self) -> None:
        self._parents: dict[FunctionNode, dict[ast.AST, ast.AST]] = {}
        self._handed_on: dict[tuple[FunctionNode, str], bool] = {}
        self._names: dict[FunctionNode, dict[str, list[tuple[int, bool]]]] = {}
        self._first_jumps: dict[tuple[FunctionNode, Jumps], float] = {}

    def parents(self, function: FunctionNode) -> Mapping[ast.AST, ast.AST]:
        """Return the parent of each node in a function."""
        if function not in self._parents:
            self._parents[function] = parents(function)
        return self._parents[function]

    def may_be_skipped(self, function: FunctionNode, node: ast.AST, jumps: Jumps) -> bool:
        """Tell whether one of some statements that end a path stands before a node."""
        asked = (function, jumps)
        if asked not in self._first_jumps:
            found = (part.lineno for part in self.parents(function) if isinstance(part, jumps))
            self._first_jumps[asked] = min(found, default=math.inf)
        return self._first_jumps[asked] < getattr(node, "lineno", 0)

    def is_handed_on(self, function: FunctionNode, parameter: str) -> bool:
        """Tell whether a mapping goes anywhere as a whole, or is gone through."""
        asked = (function, parameter)
        if asked not in self._handed_on:
            self._handed_on[asked] = _is_handed_on(function, self.parents(function), parameter)
        return self._handed_on[asked]

    def is_bound_anew(self, function: FunctionNode, name: str, line: int) -> bool:
        """Tell whether a name is bound again after a line before it is read, or never read."""
        if function not in self._names:
            self._names[function] = _names(function)
        found = self._names[function].get(name, [])
        position = bisect_right(found, (line, True))
        return position == len(found) or found[position][1]


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Return the parent of each node below a node."""
    found, pending = dict[ast.AST, ast.AST](), [tree]
    while pending:
        node = pending.pop()
        for child in ast.iter_child_nodes(node):
            found[child] = node
            pending.append(child)
    return found


def upwards(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield each node with its parent, from the inside out; ``above`` has the parents."""
    while node in above:
        yield node, above[node]
        node = above[node]


def class_around(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> str:
    """Return the qualified name of the class that a node stands in; empty outside of any."""
    names = [p.name for _, p in upwards(node, above) if isinstance(p, ast.ClassDef)]
    return ".".join(reversed(names))


def _names(function: FunctionNode) -> dict[str, list[tuple[int, bool]]]:
    """Return for each name the lines that it stands on, and whether it is bound there."""
    found: dict[str, list[tuple[int, bool]]] = {}
    for part in ast.walk(function):
        if isinstance(part, ast.Name):
            is_bound = isinstance(part.ctx, ast.Store)
            found.setdefault(part.id, []).append((part.lineno, is_bound))
    return {name: sorted(lines) for name, lines in found.items()}


def _is_handed_on(function: FunctionNode, above: Mapping[ast.AST, ast.AST], parameter: str) -> bool:
    """Tell whether a mapping goes anywhere as a whole, or is gone through: others may use it."""
    for part in ast.walk(function):
        if not isinstance(part, ast.Name) or part.id != parameter or part not in above:
            continue
        match above[part]:
            case ast.Subscript() | ast.Compare() | ast.arguments() | ast.UnaryOp(ast.Not()):
                pass
            case ast.Call(ast.Name(name)) if name in QUESTIONS:
                pass
            case ast.Attribute(attr="get" | "pop" | "setdefault" | "keys"):
                pass
            case _:
                return True
    return False
