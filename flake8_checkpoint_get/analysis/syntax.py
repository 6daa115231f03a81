"""Small questions to the syntax tree: statements of a scope, dotted names, what is bound."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of one scope: into ``if``, ``try`` and loops, not into functions."""
    pending = body[::-1]
    while pending:
        statement = pending.pop()
        yield statement
        if type(statement) in COMPOUND:
            for block in reversed(blocks(statement)):
                pending += reversed(block)


def defined_in(body: list[ast.stmt]) -> list[ast.ClassDef | FunctionNode]:
    """Return the classes and functions of one scope; the same as ``statements``, but quicker."""
    found = list[ast.ClassDef | FunctionNode]()
    for statement in body:
        if type(statement) in SIMPLE:
            continue
        if isinstance(statement, ast.ClassDef | FunctionNode):
            found.append(statement)
        else:
            for block in blocks(statement):
                found += defined_in(block)
    return found


SIMPLE = frozenset((ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Raise))
"""The usual statements that hold no others."""

COMPOUND = frozenset(
    (
        *(ast.If, ast.For, ast.AsyncFor, ast.While),
        *(ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match),
    )
)
"""Statements that hold others of the same scope."""


def blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """Return the bodies of a compound statement, in the order of the text."""
    match statement:
        case ast.If(_, body, orelse) | ast.While(_, body, orelse):
            return [body, orelse]
        case ast.For(body=body, orelse=orelse) | ast.AsyncFor(body=body, orelse=orelse):
            return [body, orelse]
        case ast.With(_, body) | ast.AsyncWith(_, body):
            return [body]
        case ast.Try(body, handlers, orelse, last) | ast.TryStar(body, handlers, orelse, last):
            return [body, *(handler.body for handler in handlers), orelse, last]
        case ast.Match(_, cases):
            return [case.body for case in cases]
        case _:
            return []


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


def written(node: ast.AST) -> str:
    """Return the text of code: the same for all that means the same, but for its layout."""
    if any(isinstance(part, ast.Constant) and part.kind for part in ast.walk(node)):
        node = copy.deepcopy(node)
        for part in ast.walk(node):
            if isinstance(part, ast.Constant):
                part.kind = None  # the prefix of u"…"
    return ast.unparse(node)


def assigned_texts(body: list[ast.stmt]) -> set[str]:
    """Return the targets that a block and the blocks in it assign, as text."""
    parts = (part for statement in body for part in ast.walk(statement))
    targets = (one for part in parts if isinstance(part, ast.Assign) for one in part.targets)
    return {written(target) for target in targets}


def decorator_names(node: FunctionNode | ast.ClassDef) -> list[str]:
    """Return the last names of the decorators of a function or class."""
    names = (dotted(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list)
    return [name.rpartition(".")[2] for name in names]


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


def assigned_names(statement: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
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


def attribute_targets(statement: ast.stmt) -> list[tuple[ast.expr, ast.expr | None]]:
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
