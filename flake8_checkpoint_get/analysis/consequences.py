"""What a missing key leads to, where a block of code is skipped or another one runs instead."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.analysis.library import is_logging
from flake8_checkpoint_get.analysis.syntax import assigned_texts, dotted, written


@dataclass(frozen=True, slots=True)
class Consequence:
    """What is left without a key.

    ``default`` is restored in its place, ``kept`` stays as it was; ``stops`` is set where the
    restore method ends there. With none of these, a part of the object is not restored.
    """

    default: ast.expr | None = None
    kept: ast.expr | None = None
    stops: bool = False


def of_test(test: ast.AST, above: Mapping[ast.AST, ast.AST]) -> Consequence:
    """Return what follows where a test for the membership of a key finds it missing."""
    negative = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotIn)
    for child, parent in upwards(test, above):
        match parent:
            case ast.UnaryOp(ast.Not()):
                negative = not negative
            case ast.BoolOp() | ast.NamedExpr():
                pass
            case ast.IfExp(condition, body, orelse) if condition is child:
                return Consequence(body if negative else orelse)
            case ast.If(condition, body, orelse) if condition is child:
                return _of_blocks(orelse, body) if negative else _of_blocks(body, orelse)
            case _:
                break
    return Consequence()


def of_handler(handler: ast.AST, above: Mapping[ast.AST, ast.AST]) -> Consequence:
    """Return what follows where an exception handler swallows a KeyError."""
    for _, parent in upwards(handler, above):
        match parent, handler:
            case ast.Try(body) | ast.TryStar(body), ast.ExceptHandler(body=handling):
                return _of_blocks(body, handling)
            case ast.With(_, body) | ast.AsyncWith(_, body), _:
                return _of_blocks(body, [])
            case _:
                pass
    return Consequence()


def _of_blocks(found: list[ast.stmt], missing: list[ast.stmt]) -> Consequence:
    """Return what follows where the second block runs instead of the first."""
    match [statement for statement in missing if not _only_tells(statement)]:
        case []:
            return Consequence(kept=_sole_attribute(found))
        case [ast.Assign([target], default)] if not found or written(target) in assigned_texts(
            found
        ):
            return Consequence(default)
        case [*_, ast.Return(None | ast.Constant(None))]:
            return Consequence(stops=True)
        case _:
            return Consequence()


def _only_tells(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Continue():
            return True
        case ast.Expr(ast.Call(function)):
            return is_logging(dotted(function))
        case _:
            return False


def _sole_attribute(body: list[ast.stmt]) -> ast.expr | None:
    """Return the attribute that a block assigns, if that is all it does."""
    match body:
        case [ast.Assign([ast.Attribute() as target])]:
            return target
        case _:
            return None
