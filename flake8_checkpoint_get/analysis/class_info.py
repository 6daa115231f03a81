"""A class as its text shows it: bases, methods, and what its attributes are set to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from flake8_checkpoint_get.analysis.syntax import (
    FunctionNode,
    assigned_names,
    attribute_targets,
    decorator_names,
    defined_in,
    dotted,
    statements,
)

COMPUTED = "<computed>"
"""Stands for a base class that is not there by name."""


@dataclass
class ClassInfo:
    """One class: its bases as written, its methods, and the values assigned to its attributes.

    ``definitions`` holds every method, ``methods`` the last one of each name. ``total`` is what a
    ``TypedDict`` says of itself, ``is_dataclass`` is set by a decorator of that name,
    ``has_metaclass`` by a metaclass that may do anything.
    """

    name: str
    bases: tuple[str, ...]
    body: list[ast.stmt]
    total: bool = True
    is_dataclass: bool = False
    has_metaclass: bool = False
    methods: dict[str, FunctionNode] = field(default_factory=dict)
    definitions: list[FunctionNode] = field(default_factory=list)

    @cached_property
    def constants(self) -> dict[str, ast.expr | None]:
        """The expression of each attribute that the class body assigns, or a method to a literal.

        None where an attribute is assigned more than once.
        """
        constants: dict[str, ast.expr | None] = {}
        for statement in statements(self.body):
            for name, expression in assigned_names(statement):
                note_constant(constants, name, expression)
        for name, assigned in self.assignments.items():
            for _, _, expression in assigned:
                literal = _literal(expression) if expression is not None else None
                note_constant(constants, name, literal)
        return constants

    @cached_property
    def assignments(self) -> dict[str, list[tuple[FunctionNode, ast.expr, ast.expr | None]]]:
        """The assignments to each attribute of ``self``, or to an item of it, by their method."""
        found: dict[str, list[tuple[FunctionNode, ast.expr, ast.expr | None]]] = {}
        for method in self.definitions:
            for statement in statements(method.body):
                for target, expression in attribute_targets(statement):
                    name = _attribute_of_self(target)
                    if name is not None:
                        found.setdefault(name, []).append((method, target, expression))
        return found

    @cached_property
    def annotations(self) -> dict[str, ast.expr]:
        """The annotation of each attribute: that of the class body, else the first in a method."""
        found: dict[str, ast.expr] = {}
        for body in (self.body, *(method.body for method in self.definitions)):
            for statement in statements(body):
                match statement:
                    case ast.AnnAssign(ast.Name(name), annotation) if body is self.body:
                        found.setdefault(name, annotation)
                    case ast.AnnAssign(ast.Attribute(ast.Name("self"), name), annotation):
                        found.setdefault(name, annotation)
                    case _:
                        pass
        return found


def note_constant(
    constants: dict[str, ast.expr | None], name: str, expression: ast.expr | None
) -> None:
    """Note what a name is set to; None if it is set more than once."""
    constants[name] = None if name in constants else expression


def classes_in(body: list[ast.stmt], prefix: str) -> Iterator[ClassInfo]:
    """Yield the classes of a scope, and those in them, by their qualified names."""
    for node in defined_in(body):
        if isinstance(node, ast.ClassDef):
            yield _class_info(node, prefix)
            yield from classes_in(node.body, f"{prefix}{node.name}.")
        else:
            yield from classes_in(node.body, f"{prefix}{node.name}.<locals>.")


def _class_info(node: ast.ClassDef, prefix: str) -> ClassInfo:
    bases = tuple(dotted(_unsubscripted(base)) or COMPUTED for base in node.bases)
    is_dataclass = "dataclass" in decorator_names(node)
    metaclasses = [dotted(k.value) for k in node.keywords if k.arg == "metaclass"]
    has_metaclass = any(not name.endswith("ABCMeta") for name in metaclasses)
    info = ClassInfo(
        prefix + node.name, bases, node.body, _is_total(node), is_dataclass, has_metaclass
    )
    info.definitions = [d for d in defined_in(node.body) if isinstance(d, FunctionNode)]
    info.methods = {method.name: method for method in info.definitions}
    return info


def _is_total(node: ast.ClassDef) -> bool:
    """Tell whether a ``TypedDict`` requires its keys: unless it says ``total=False``."""
    said = [k.value for k in node.keywords if k.arg == "total"]
    return not any(isinstance(value, ast.Constant) and value.value is False for value in said)


def _unsubscripted(base: ast.expr) -> ast.expr:
    """Return ``Base`` for ``Base[T]``."""
    return base.value if isinstance(base, ast.Subscript) else base


def _attribute_of_self(target: ast.expr) -> str | None:
    """Return the name of the attribute that ``self.name`` or ``self.name[…]`` assigns."""
    owner = target.value if isinstance(target, ast.Subscript) else target
    match owner:
        case ast.Attribute(ast.Name("self"), name):
            return name
        case _:
            return None


def _literal(expression: ast.expr) -> ast.expr | None:
    """Return the expression if it is made of constants only."""
    match expression:
        case ast.Constant():
            return expression
        case ast.Tuple(parts) | ast.List(parts) | ast.Set(parts):
            return expression if all(map(_literal, parts)) else None
        case _:
            return None
