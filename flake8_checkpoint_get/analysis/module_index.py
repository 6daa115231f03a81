"""The names of a module: its classes, functions, imports and constants."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class ClassInfo:
    """One class: its bases as written, its methods, and the values assigned to its attributes.

    ``definitions`` holds every method, ``methods`` the last one of each name.
    """

    name: str
    bases: tuple[str, ...]
    body: list[ast.stmt]
    methods: dict[str, FunctionNode] = field(default_factory=dict)
    definitions: list[FunctionNode] = field(default_factory=list)

    @cached_property
    def constants(self) -> dict[str, ast.expr | None]:
        """The expression of each attribute that the class body assigns, or a method to a literal.

        None where an attribute is assigned more than once.
        """
        constants: dict[str, ast.expr | None] = {}
        for statement in statements(self.body):
            for name, expression in _assigned(statement):
                _note_constant(constants, name, expression)
        for method in self.definitions:
            _note_instance_constants(constants, method)
        return constants


@dataclass(slots=True)
class ModuleIndex:
    """What a module defines, by name; nested classes by their qualified name."""

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

    def class_constant(self, class_name: str, name: str) -> ast.expr | None:
        """Return the expression of a class or instance attribute that has only one."""
        for info in self.lineage(class_name):
            if name in info.constants:
                return info.constants[name]
        return None


def index_module(tree: ast.Module) -> ModuleIndex:
    """Collect the names that a module defines."""
    index = ModuleIndex()
    for statement in statements(tree.body):
        _index_global(index, statement)
    _index_classes(index, tree.body, "")
    return index


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of one scope: into ``if``, ``try`` and loops, not into functions."""
    pending = body[::-1]
    while pending:
        statement = pending.pop()
        yield statement
        if isinstance(statement, COMPOUND):
            pending += reversed(list(_inner(statement)))


COMPOUND = (
    *(ast.If, ast.For, ast.AsyncFor, ast.While),
    *(ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match),
)
"""Statements that hold others of the same scope."""


def _inner(statement: ast.stmt) -> Iterator[ast.stmt]:
    for name in ("body", "orelse", "finalbody"):
        yield from getattr(statement, name, ())
    for name in ("handlers", "cases"):
        for part in getattr(statement, name, ()):
            yield from part.body


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for a chain of attributes on a name, else an empty string."""
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(base, attribute):
            prefix = dotted(base)
            return f"{prefix}.{attribute}" if prefix else ""
        case _:
            return ""


def _index_global(index: ModuleIndex, statement: ast.stmt) -> None:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            index.functions[name] = statement
            index.definitions.append(statement)
        case ast.Import() | ast.ImportFrom():
            index.imports |= dict(imported_names(statement))
        case _:
            for name, expression in _assigned(statement):
                _note_constant(index.constants, name, expression)


def imported_names(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Yield each name that an import binds, with the full name of what it stands for."""
    for alias in statement.names:
        if isinstance(statement, ast.ImportFrom):
            yield alias.asname or alias.name, f"{statement.module or ''}.{alias.name}"
        elif alias.asname:
            yield alias.asname, alias.name
        else:
            package = alias.name.partition(".")[0]
            yield package, package


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield each name that a statement assigns, with its expression where there is one."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                for name, certain in _target_names(target):
                    yield name, value if certain else None
        case ast.AnnAssign(target=ast.Name(name), value=ast.expr() as value):
            yield name, value
        case ast.AugAssign(target=ast.Name(name)):
            yield name, None
        case ast.For(target=target) | ast.AsyncFor(target=target):
            for name, _ in _target_names(target):
                yield name, None
        case _:
            pass


def _target_names(target: ast.expr) -> Iterator[tuple[str, bool]]:
    """Yield the names in a target, and whether each gets the whole value."""
    match target:
        case ast.Name(name):
            yield name, True
        case ast.Tuple(parts) | ast.List(parts):
            for part in parts:
                for name, _ in _target_names(part):
                    yield name, False
        case ast.Starred(inner):
            for name, _ in _target_names(inner):
                yield name, False
        case _:
            pass


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
    info = ClassInfo(prefix + node.name, bases, node.body)
    for statement in statements(node.body):
        if isinstance(statement, FunctionNode):
            info.methods[statement.name] = statement
            info.definitions.append(statement)
    return info


def _unsubscripted(base: ast.expr) -> ast.expr:
    """Return ``Base`` for ``Base[T]``."""
    return base.value if isinstance(base, ast.Subscript) else base


def _note_instance_constants(constants: dict[str, ast.expr | None], method: FunctionNode) -> None:
    for statement in statements(method.body):
        for target, expression in _attribute_targets(statement):
            if isinstance(target, ast.Attribute) and dotted(target.value) == "self":
                literal = _literal(expression) if expression is not None else None
                _note_constant(constants, target.attr, literal)


def _attribute_targets(statement: ast.stmt) -> list[tuple[ast.expr, ast.expr | None]]:
    """Return the targets of an assignment, with the expression that each is set to."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            return [(target, value) for target in targets]
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            return [(target, value)]
        case ast.AugAssign(target=target):
            return [(target, None)]
        case _:
            return []


def _literal(expression: ast.expr) -> ast.expr | None:
    """Return the expression if it is made of constants only."""
    match expression:
        case ast.Constant():
            return expression
        case ast.Tuple(parts) | ast.List(parts) | ast.Set(parts):
            return expression if all(map(_literal, parts)) else None
        case _:
            return None
