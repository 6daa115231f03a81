"""The names of a module: its classes, functions, imports and constants."""

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
    imported_names,
    statements,
)


@dataclass
class ClassInfo:
    """One class: its bases as written, its methods, and the values assigned to its attributes.

    ``definitions`` holds every method, ``methods`` the last one of each name. ``total`` is what a
    ``TypedDict`` says of itself, ``is_dataclass`` is set by a decorator of that name.
    """

    name: str
    bases: tuple[str, ...]
    body: list[ast.stmt]
    total: bool = True
    is_dataclass: bool = False
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
                _note_constant(constants, name, expression)
        for name, assigned in self.assignments.items():
            for _, expression in assigned:
                literal = _literal(expression) if expression is not None else None
                _note_constant(constants, name, literal)
        return constants

    @cached_property
    def assignments(self) -> dict[str, list[tuple[ast.expr, ast.expr | None]]]:
        """The assignments to each attribute of ``self``, or to an item of it, in the methods."""
        found: dict[str, list[tuple[ast.expr, ast.expr | None]]] = {}
        for method in self.definitions:
            for statement in statements(method.body):
                for target, expression in attribute_targets(statement):
                    name = _attribute_of_self(target)
                    if name is not None:
                        found.setdefault(name, []).append((target, expression))
        return found


COMPUTED = "<computed>"
"""Stands for a base class that is not there by name."""
PLAIN_BASES = frozenset(("object", "Generic", "ABC", "NamedTuple"))
"""Bases that neither save nor restore anything, nor have fields."""
MOST_IMPLEMENTATIONS = 8


class ModuleIndex:
    """What a module defines, by name; nested classes by their qualified name.

    ``classes`` holds the last class of each name, ``all_classes`` every one.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.all_classes = list(_classes(tree.body, ""))
        self.classes = {info.name: info for info in self.all_classes}

    @cached_property
    def definitions(self) -> list[FunctionNode]:
        """The functions of the module."""
        return [node for node in defined_in(self.tree.body) if isinstance(node, FunctionNode)]

    @cached_property
    def functions(self) -> dict[str, FunctionNode]:
        """The last function of each name."""
        return {node.name: node for node in self.definitions}

    @cached_property
    def imports(self) -> dict[str, str]:
        """The full name of what each imported name stands for."""
        imported: dict[str, str] = {}
        for statement in statements(self.tree.body):
            if isinstance(statement, ast.Import | ast.ImportFrom):
                imported |= dict(imported_names(statement))
        return imported

    @cached_property
    def constants(self) -> dict[str, ast.expr | None]:
        """The expression of each name that the module assigns; None for more than one."""
        constants: dict[str, ast.expr | None] = {}
        for statement in statements(self.tree.body):
            for name, expression in assigned_names(statement):
                _note_constant(constants, name, expression)
        return constants

    def lineage(self, class_name: str) -> Iterator[ClassInfo]:
        """Yield the class and then its bases, as far as they are in this module."""
        pending, seen = [class_name], set[str]()
        while pending:
            name = pending.pop(0)
            info = self.classes.get(name)
            if info is None or name in seen:
                continue
            seen.add(name)
            yield info
            pending += [self._resolved(name, base) for base in info.bases]

    def _resolved(self, class_name: str, base: str) -> str:
        """Return the name of a base of a class, as the module knows it."""
        return base if base in self.classes else f"{class_name.rpartition('.')[0]}.{base}"

    def is_whole(self, class_name: str) -> bool:
        """Tell whether all bases of a class, and theirs, are in this module, or define nothing."""
        return all(
            base.rpartition(".")[2] in PLAIN_BASES
            or (self._resolved(info.name, base) in self.classes and base != info.name)
            for info in self.lineage(class_name)
            for base in info.bases
        )

    def method(self, class_name: str, name: str) -> FunctionNode | None:
        """Return the method that the class has or inherits within this module."""
        found = (info.methods[name] for info in self.lineage(class_name) if name in info.methods)
        return next(found, None)

    def implementations(self, class_name: str, name: str) -> list[FunctionNode]:
        """Return the method of a class and those by which its subclasses here override it."""
        own = self.method(class_name, name)
        overriding = [
            info.methods[name]
            for info in self._with_method.get(name, ())
            if self.is_subclass(info.name, class_name)
        ]
        return [own, *overriding][:MOST_IMPLEMENTATIONS] if own is not None else overriding

    def is_subclass(self, class_name: str, base: str) -> bool:
        """Tell whether a class is derived from another one, which is not itself."""
        return class_name != base and any(info.name == base for info in self.lineage(class_name))

    @cached_property
    def _with_method(self) -> dict[str, list[ClassInfo]]:
        found: dict[str, list[ClassInfo]] = {}
        for info in self.classes.values():
            for name in info.methods:
                found.setdefault(name, []).append(info)
        return found

    @cached_property
    def rebound(self) -> frozenset[str]:
        """The global names that functions assign."""
        found = set[str]()
        pending = [self.tree.body]
        while pending:
            for statement in statements(pending.pop()):
                if isinstance(statement, FunctionNode | ast.ClassDef):
                    pending.append(statement.body)
                elif isinstance(statement, ast.Global):
                    found.update(statement.names)
        return frozenset(found)

    def class_constant(self, class_name: str, name: str) -> ast.expr | None:
        """Return the expression of a class or instance attribute that has only one."""
        for info in self.lineage(class_name):
            if name in info.constants:
                return info.constants[name]
        return None


def _note_constant(
    constants: dict[str, ast.expr | None], name: str, expression: ast.expr | None
) -> None:
    constants[name] = None if name in constants else expression


def _classes(body: list[ast.stmt], prefix: str) -> Iterator[ClassInfo]:
    for node in defined_in(body):
        if isinstance(node, ast.ClassDef):
            yield _class_info(node, prefix)
            yield from _classes(node.body, f"{prefix}{node.name}.")
        else:
            yield from _classes(node.body, f"{prefix}{node.name}.<locals>.")


def _class_info(node: ast.ClassDef, prefix: str) -> ClassInfo:
    bases = tuple(dotted(_unsubscripted(base)) or COMPUTED for base in node.bases)
    is_dataclass = "dataclass" in decorator_names(node)
    info = ClassInfo(prefix + node.name, bases, node.body, _is_total(node), is_dataclass)
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
