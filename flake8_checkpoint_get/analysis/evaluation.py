"""Which parts of an expression or a statement are evaluated, whatever happens."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of an expression that are evaluated whenever it is."""
    yield node
    match node:
        case ast.BoolOp(_, [first, *_]):
            inner: list[ast.AST] = [first]
        case ast.IfExp(test):
            inner = [test]
        case ast.Compare(left, _, [first, *_]):
            inner = [left, first]
        case ast.Lambda():
            inner = []
        case (
            ast.ListComp(generators=[first, *_])
            | ast.SetComp(generators=[first, *_])
            | ast.DictComp(generators=[first, *_])
            | ast.GeneratorExp(generators=[first, *_])
        ):
            inner = [first.iter]
        case _:
            inner = list(ast.iter_child_nodes(node))
    for part in inner:
        yield from evaluated(part)


def expressions_of(statement: ast.stmt) -> Iterator[ast.expr]:
    """Yield the expressions that a statement evaluates whenever it runs."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            pass
        case ast.For(_, iterated) | ast.AsyncFor(_, iterated):
            yield iterated
        case ast.While(test):
            yield test
        case ast.AnnAssign(value=ast.expr() as value):
            yield value
        case ast.Assert() | ast.AnnAssign():
            pass
        case ast.Match(subject):
            yield subject
        case _:
            yield from (n for n in ast.iter_child_nodes(statement) if isinstance(n, ast.expr))
