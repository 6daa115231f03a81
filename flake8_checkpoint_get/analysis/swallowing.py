"""Does a KeyError end in a handler around it? By the text alone, and in doubt it does."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from flake8_checkpoint_get.analysis.frame import builtin_exception
from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.analysis.syntax import dotted

Kind = type[BaseException] | None
"""A builtin exception, or None for one that is not known."""


def is_caught(node: ast.AST, above: Mapping[ast.AST, ast.AST], but: ast.AST | None = None) -> bool:
    """Tell whether a KeyError raised at a node ends in its function.

    ``above`` has the parent of each node, the handler ``but`` is left out of account.
    """
    raised: set[Kind] = {KeyError}
    for inside, parent in upwards(node, above):
        match parent:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                return False
            case ast.Try(body, handlers) | ast.TryStar(body, handlers) if inside in body:
                for handler in (one for one in handlers if one is not but):
                    if _catches(_kinds(handler.type), raised):
                        if not _raises(handler):
                            return True
                        raised.add(_raised_by(handler))
            case ast.With(items) | ast.AsyncWith(items):
                if any(_suppresses(item.context_expr, raised) for item in items):
                    return True
            case _:
                pass
    return False


def _catches(kinds: Iterable[Kind], raised: Iterable[Kind]) -> bool:
    return any(
        kind is None or one is None or issubclass(one, kind) for kind in kinds for one in raised
    )


def _kinds(node: ast.expr | None) -> list[Kind]:
    """Return the exceptions that a clause names, without those that cannot be a KeyError's base."""
    match node:
        case None:
            return [BaseException]
        case ast.Tuple(parts):
            return [kind for part in parts for kind in _kinds(part)]
        case _:
            known = builtin_exception(node)
            is_own = known is None and dotted(node).endswith(("Error", "Exception"))
            return [] if is_own else [known]


def _raises(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler surely raises."""
    leaving = (ast.Return, ast.Continue, ast.Break)
    leaves = any(isinstance(part, leaving) for part in ast.walk(handler))
    return isinstance(handler.body[-1], ast.Raise) and not leaves


def _raised_by(handler: ast.ExceptHandler) -> Kind:
    last = handler.body[-1]
    if not isinstance(last, ast.Raise) or last.exc is None:
        return KeyError
    return builtin_exception(last.exc)


def _suppresses(context: ast.expr, raised: Iterable[Kind]) -> bool:
    match context:
        case ast.Call(function, arguments) if dotted(function).rpartition(".")[2] == "suppress":
            return _catches([kind for one in arguments for kind in _kinds(one)], raised)
        case _:
            return False
