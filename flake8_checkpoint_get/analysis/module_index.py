"""The names of a module: its classes, functions, imports and constants."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from flake8_checkpoint_get.analysis.syntax import (
    assigned_names,
    attribute_targets,
    dotted,
    imported_names,
    statements,
)

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class ClassInfo:
    """One class: its bases as written, its methods, and the values assigned to its attributes.

    ``definitions`` holds every method, ``methods`` the last one of each name. ``total`` is what a
    ``TypedDict`` says of itself.
    """

    name: str
    bases: tuple[str, ...]
    body: list[ast.stmt]
    total: bool = True
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
        for method in self.definitions:
            _note_instance_constants(constants, method)
        return constants


MOST_IMPLEMENTATIONS = 8


@dataclass
class ModuleIndex:
    """What a module defines, by name; nested classes by their qualified name."""

    tree: ast.Module
    classes: dict[str, ClassInfo] = field(default_factory=dict)
    functions: dict[str, FunctionNode] = field(default_factory=dict)
    definitions: list[FunctionNode] = field(default_factory=list)
    imports: dict[str, str] = field(default_factory=dict)
    constants: dict[str, ast.expr | None] = field(default_factory=dict)

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
            scope = name.rpartition(".")[0]
            pending += [base if base in self.classes else f"{scope}.{base}" for base in info.bases]

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
            if info.name != class_name and self._is_subclass(info.name, class_name)
        ]
        return [own, *overriding][:MOST_IMPLEMENTATIONS] if own is not None else overriding

    def _is_subclass(self, class_name: str, base: str) -> bool:
        return any(info.name == base for info in self.lineage(class_name))

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


def index_module(tree: ast.Module) -> ModuleIndex:
    """Collect the names that a module defines."""
    index = ModuleIndex(tree)
    for statement in statements(tree.body):
        _index_global(index, statement)
    _index_classes(index, tree.body, "")
    return index


def _index_global(index: ModuleIndex, statement: ast.stmt) -> None:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            index.functions[name] = statement
            index.definitions.append(statement)
        case ast.Import() | ast.ImportFrom():
            index.imports |= dict(imported_names(statement))
        case _:
            for name, expression in assigned_names(statement):
                _note_constant(index.constants, name, expression)


def _note_constant(
    constants: dict[str, ast.expr | None], name: str, expression: ast.expr | None
) -> None:
    constants[name] = None if name in constants else expression


def _index_classes(index: ModuleIndex, body: list[ast.stmt], prefix: str) -> None:
    for statement in statements(body):
        if isinstance(statement, ast.ClassDef):
            info = _class_info(statement, prefix)
            index.classes[info.name] = info
            _index_classes(index, statement.body, f"{info.name}.")
        elif isinstance(statement, FunctionNode):
            _index_classes(index, statement.body, f"{prefix}{statement.name}.<locals>.")


def _class_info(node: ast.ClassDef, prefix: str) -> ClassInfo:
    bases = tuple(filter(None, map(dotted, map(_unsubscripted, node.bases))))
    info = ClassInfo(prefix + node.name, bases, node.body, _is_total(node))
    for statement in statements(node.body):
        if isinstance(statement, FunctionNode):
            info.methods[statement.name] = statement
            info.definitions.append(statement)
    return info


def _is_total(node: ast.ClassDef) -> bool:
    """Tell whether a ``TypedDict`` requires its keys: unless it says ``total=False``."""
    said = [k.value for k in node.keywords if k.arg == "total"]
    return not any(isinstance(value, ast.Constant) and value.value is False for value in said)


def _unsubscripted(base: ast.expr) -> ast.expr:
    """Return ``Base`` for ``Base[T]``."""
    return base.value if isinstance(base, ast.Subscript) else base


def _note_instance_constants(constants: dict[str, ast.expr | None], method: FunctionNode) -> None:
    for statement in statements(method.body):
        for target, expression in attribute_targets(statement):
            if isinstance(target, ast.Attribute) and dotted(target.value) == "self":
                literal = _literal(expression) if expression is not None else None
                _note_constant(constants, target.attr, literal)


def _literal(expression: ast.expr) -> ast.expr | None:
    """Return the expression if it is made of constants only."""
    match expression:
        case ast.Constant():
            return expression
        case ast.Tuple(parts) | ast.List(parts) | ast.Set(parts):
            return expression if all(map(_literal, parts)) else None
        case _:
            return None
