"""Under which condition a statement of a function runs, as text."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.function_syntax import FunctionSyntax, upwards
from flake8_checkpoint_get.analysis.syntax import FunctionNode


def condition_of(
    syntax: FunctionSyntax, function: FunctionNode, nodes: list[ast.AST], copies: list[ast.AST]
) -> str:
    """Return the condition under which the only one of these nodes runs; empty if not one is known.

    A node in a loop, a ``try`` or a ``match`` runs under a condition that has no text, and so does
    one before which the method may have ended. ``copies`` are the nodes that carry what is stored
    from one mapping to another.
    """
    if len(nodes) != 1 or any(_tests_around(syntax, function, node) != [] for node in copies):
        return ""
    tests = _tests_around(syntax, function, nodes[0]) or []
    return " and ".join(tests if len(tests) == 1 else map(_enclosed, tests))


def _tests_around(
    syntax: FunctionSyntax, function: FunctionNode, inner: ast.AST
) -> list[str] | None:
    """Return the tests under which a node runs, as text; None where that is not all."""
    above = syntax.parents(function)
    if inner not in above:
        return None
    tests = list[str]()
    for node, parent in upwards(inner, above):
        match parent:
            case ast.If(test, body) if node is not test:
                tests.insert(0, _text(test, holds=node in body))
            case ast.FunctionDef() | ast.AsyncFunctionDef() if parent is function:
                pass
            case ast.With(items) | ast.AsyncWith(items) if any(map(_may_suppress, items)):
                return None
            case _ if isinstance(parent, BRANCHING):
                return None
            case _:
                pass
    return None if syntax.may_be_skipped(function, inner, JUMPS) else tests


BRANCHING = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.Try,
    ast.TryStar,
    ast.Match,
    ast.ExceptHandler,
    ast.IfExp,
    ast.BoolOp,
    ast.DictComp,
    ast.ListComp,
    ast.SetComp,
    ast.GeneratorExp,
    ast.Lambda,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
)
"""What runs a part of itself under a condition that has no text, or more than once."""


JUMPS = (ast.Return, ast.Continue, ast.Break)


def _may_suppress(item: ast.withitem) -> bool:
    return "suppress" in ast.unparse(item.context_expr)


LOOSE = (ast.BoolOp, ast.IfExp, ast.NamedExpr, ast.Lambda)
"""Expressions that need parentheses beside ``and``."""
TIGHT = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.UnaryOp)
"""Expressions that need none after ``not``."""


def _text(test: ast.expr, *, holds: bool) -> str:
    text = ast.unparse(test)
    if holds:
        return text
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return ast.unparse(test.operand)
    return f"not {text}" if isinstance(test, TIGHT) else f"not ({text})"


def _enclosed(text: str) -> str:
    """Return a test in parentheses, if it needs them beside ``and``."""
    test = ast.parse(text, mode="eval").body
    is_chain = isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And)
    return f"({text})" if isinstance(test, LOOSE) and not is_chain else text


RAISES = (ast.Raise, ast.Assert)


def conditions_around(
    syntax: FunctionSyntax,
    function: FunctionNode,
    node: ast.AST,
    jumps: tuple[type[ast.stmt], ...] = (*JUMPS, *RAISES),
) -> list[ast.expr] | None:
    """Return the tests under which a node runs; None where a jump before it may skip it."""
    tests = list[ast.expr]()
    for inside, parent in upwards(node, syntax.parents(function)):
        match parent:
            case ast.If(test) | ast.IfExp(test) | ast.While(test) if inside is not test:
                tests.append(test)
            case ast.For() | ast.Try() | ast.Match() | ast.BoolOp():
                return None
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                return None
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() if (
                parent is not function
            ):
                return None
            case _:
                pass
    return None if syntax.may_be_skipped(function, node, jumps) else tests
