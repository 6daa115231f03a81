"""Forms of ``try`` that can go, so that a missing key fails."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from flake8_checkpoint_get.analysis.methods import RestoreMethod
from flake8_checkpoint_get.analysis.recorder import Reading
from flake8_checkpoint_get.analysis.syntax import FunctionNode, dotted

FOR_KEYS = frozenset(("KeyError", "LookupError"))


def is_simple_try(
    reading: Reading,
    roots: Mapping[FunctionNode, RestoreMethod],
    above: Mapping[ast.AST, ast.AST],
) -> bool:
    """Tell whether a ``try`` does nothing but to assign what it reads from the checkpoint.

    Its handlers are for missing keys only, and there is no ``else`` or ``finally``.
    """
    function = reading.function
    root = roots.get(function) if function is not None else None
    if function is None or root is None:
        return False
    match above.get(reading.node):
        case ast.Try(body, handlers, [], []):
            is_for_keys = all(_kinds(handler) <= FOR_KEYS for handler in handlers)
            return is_for_keys and all(_is_plain(one, root.parameter) for one in body)
        case _:
            return False


def _kinds(handler: ast.ExceptHandler) -> set[str]:
    """Return the names of what a handler catches; an empty one for what has no name."""
    match handler.type:
        case ast.Tuple(kinds):
            return set(map(dotted, kinds))
        case None:
            return {""}
        case kind:
            return {dotted(kind)}


def _is_plain(statement: ast.stmt, parameter: str) -> bool:
    match statement:
        case ast.Assign([ast.Name()], value):
            return _is_key(value, parameter)
        case ast.Assign([ast.Attribute(ast.Name("self"))], value):
            return _is_key(value, parameter)
        case _:
            return False


def _is_text(key: ast.expr) -> bool:
    return isinstance(key, ast.Constant) and isinstance(key.value, str | bytes)


def _is_key(value: ast.expr, parameter: str) -> bool:
    """Tell whether an expression is a key, or a key of a key, of the checkpoint."""
    # A position in a list can be missing from what is saved today: that is an IndexError.
    while isinstance(value, ast.Subscript) and _is_text(value.slice):
        value = value.value
        if isinstance(value, ast.Name):
            return value.id == parameter
    return False
