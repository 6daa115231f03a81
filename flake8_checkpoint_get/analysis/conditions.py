"""Under which condition a statement of a function runs, as text."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from flake8_checkpoint_get.analysis.syntax import FunctionNode


def condition_of(above: Mapping[ast.AST, ast.AST], nodes: list[ast.AST]) -> str:
    """Return the condition under which the only one of these nodes runs; empty if not one is known.

    ``above`` has the parent of each node.

    A node in a loop, a ``try`` or a ``match`` runs under a condition that has no text.
    """
    if len(nodes) != 1:
        return ""
    node, line = nodes[0], getattr(nodes[0], "lineno", 0)
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
    jumps = ast.Return | ast.Continue | ast.Break
    if any(isinstance(part, jumps) and part.lineno < line for part in ast.walk(node)):
        # What comes before may end the method: that is a part of the condition.
        return ""
    return " and ".join(tests)


def _text(test: ast.expr, *, holds: bool) -> str:
    text = ast.unparse(test)
    if holds:
        return text
    return f"not ({text})" if isinstance(test, ast.BoolOp | ast.Compare) else f"not {text}"


def conditions_around(
    function: FunctionNode, above: Mapping[ast.AST, ast.AST], node: ast.AST
) -> list[ast.expr] | None:
    """Return the tests under which a node runs; None where a jump before it may skip it."""
    tests, line = list[ast.expr](), getattr(node, "lineno", 0)
    while node in above:
        parent = above[node]
        match parent:
            case ast.If(test) | ast.IfExp(test) | ast.While(test) if node is not test:
                tests.append(test)
            case ast.For() | ast.Try() | ast.Match() | ast.BoolOp() | ast.comprehension():
                return None
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() if (
                parent is not function
            ):
                return None
            case _:
                pass
        node = parent
    jumps = ast.Return | ast.Continue | ast.Break | ast.Raise | ast.Assert
    skips = any(isinstance(part, jumps) and part.lineno < line for part in ast.walk(function))
    return None if skips else tests
