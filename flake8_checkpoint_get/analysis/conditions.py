"""Under which condition a statement of a function runs, as text."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.consequences import parents
from flake8_checkpoint_get.analysis.syntax import FunctionNode


def condition_of(function: FunctionNode, nodes: list[ast.AST]) -> str:
    """Return the condition under which the only one of these nodes runs; empty if not one is known.

    A node in a loop, a ``try`` or a ``match`` runs under a condition that has no text.
    """
    match nodes:
        case [node]:
            above = parents(function)
        case _:
            return ""
    tests = list[str]()
    while node in above:
        parent = above[node]
        match parent:
            case ast.If(test, body, orelse) if node is not test:
                tests.insert(0, _text(test, holds=node in body))
                del orelse
            case ast.For() | ast.While() | ast.Try() | ast.Match() | ast.ExceptHandler():
                return ""
            case _:
                pass
        node = parent
    return " and ".join(tests)


def _text(test: ast.expr, *, holds: bool) -> str:
    text = ast.unparse(test)
    if holds:
        return text
    return f"not ({text})" if isinstance(test, ast.BoolOp | ast.Compare) else f"not {text}"
