"""How a test comes out for the default of a read, as far as that is certain."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_checkpoint_get.analysis.values import Alternative, Constant, MappingOf, TupleOf, Value
from flake8_checkpoint_get.model import ConstantKey


def is_true(value: Value) -> bool | None:
    """Return the truth of a value, or None where it is not certain."""
    return _agreed(_truths(value))


def _truths(value: Value) -> Iterator[bool | None]:
    for alternative in value:
        match alternative:
            case Constant(constant):
                yield bool(constant)
            case MappingOf(items):
                yield bool(items)
            case TupleOf(members):
                yield bool(members)
            case _:
                yield None


def compared(op: ast.cmpop, left: Value, right: Value) -> bool | None:
    """Return how a comparison comes out, or None where it is not certain."""
    return _agreed(_outcome(op, one, other) for one in left for other in right)


def _agreed(outcomes: Iterator[bool | None]) -> bool | None:
    """Return the outcome that all have, else None."""
    found = set(outcomes)
    return found.pop() if len(found) == 1 else None


def _outcome(op: ast.cmpop, left: Alternative, right: Alternative) -> bool | None:
    match left, right:
        case Constant(one), Constant(other):
            return _constants(op, one, other)
        case Constant(one), TupleOf(members) if isinstance(op, ast.In | ast.NotIn):
            found = _constant_members(members)
            if found is None:
                return None
            return (one in found) is isinstance(op, ast.In)
        case (MappingOf() | TupleOf(), Constant(None)) | (Constant(None), MappingOf() | TupleOf()):
            return _differing(op)
        case _:
            return None


def _differing(op: ast.cmpop) -> bool | None:
    """Return the outcome for two values that are surely not the same."""
    if isinstance(op, ast.Is | ast.Eq):
        return False
    return True if isinstance(op, ast.IsNot | ast.NotEq) else None


def _constant_members(members: tuple[Value, ...]) -> list[ConstantKey] | None:
    flat = [alternative for member in members for alternative in member]
    constants = [alternative.value for alternative in flat if isinstance(alternative, Constant)]
    return constants if len(constants) == len(flat) else None


def _constants(op: ast.cmpop, left: ConstantKey, right: ConstantKey) -> bool | None:
    match op:
        case ast.Is() | ast.Eq():
            return left == right
        case ast.IsNot() | ast.NotEq():
            return left != right
        case ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE():
            return _ordered(op, left, right)
        case _:
            return None


def _ordered(op: ast.cmpop, left: ConstantKey, right: ConstantKey) -> bool | None:
    """Compare two constants of the same kind; others do not compare, or not surely."""
    match left, right:
        case (int() | float(), int() | float()) | (str(), str()):
            below, above = left < right, left > right  # type: ignore[operator]
        case _:
            return None
    match op:
        case ast.Lt():
            return below
        case ast.LtE():
            return not above
        case ast.Gt():
            return above
        case _:
            return not below
