"""The calls that read a key softly, as the text shows them: ``get``, ``pop``, ``setdefault``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.recorder import ReadKind


@dataclass(frozen=True, slots=True)
class SoftCall:
    """A call of ``get``, ``pop`` or ``setdefault``: its parts, before anything is known of them."""

    kind: ReadKind
    node: ast.Call
    receiver: ast.expr
    key: ast.expr | None
    default: ast.expr | None


def soft_call(name: str, node: ast.Call, receiver: ast.expr) -> SoftCall | None:
    """Return the parts of a call that reads a key softly, or None if it is strict.

    A starred argument after the key may or may not hold a default: it is taken for one.
    """
    key, default = _argument(node, 0, "key"), _argument(node, 1, "default")
    if isinstance(key, ast.Starred):
        key = None
    match name:
        case "get":
            kind = ReadKind.GET_WITH_DEFAULT if default else ReadKind.GET_WITHOUT_DEFAULT
            if isinstance(default, ast.Constant) and default.value is None:
                kind = ReadKind.GET_WITHOUT_DEFAULT
        case "pop" if default:
            kind = ReadKind.POP_WITH_DEFAULT
        case "setdefault":
            kind = ReadKind.SETDEFAULT
        case _:
            return None
    return SoftCall(kind, node, receiver, key, default)


def _argument(node: ast.Call, position: int, name: str) -> ast.expr | None:
    arguments = list(_spread(node.args))
    if any(isinstance(argument, ast.Starred) for argument in arguments[:position]):
        return None
    if len(arguments) > position:
        return arguments[position]
    return next((keyword.value for keyword in node.keywords if keyword.arg == name), None)


def _spread(arguments: list[ast.expr]) -> Iterator[ast.expr]:
    """Yield positional arguments, those of a starred display one by one."""
    for argument in arguments:
        match argument:
            case ast.Starred(ast.Tuple(parts) | ast.List(parts)):
                yield from parts
            case _:
                yield argument
