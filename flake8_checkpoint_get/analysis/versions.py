"""Versions of a checkpoint, and which side of a test on one is for older checkpoints."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.made_up import defaults_in
from flake8_checkpoint_get.analysis.recorder import Record
from flake8_checkpoint_get.analysis.values import Checkpoint, Place, SequenceOf, Value, Version
from flake8_checkpoint_get.analysis.walk import Walk


def is_version(walk: Walk, value: Value) -> bool:
    """Tell whether a value is read from a key that holds the version of the checkpoint."""
    for alternative in value:
        match alternative:
            case Version():
                return True
            case Checkpoint(place) if _is_version_place(walk, place):
                return True
            case SequenceOf(element) if is_version(walk, element):
                return True
            case _:
                pass
    return bool(versions_read(walk, value))


def versions_read(walk: Walk, value: Value) -> frozenset[int]:
    """Return the defaulted reads of a version whose default the value may be."""
    found = defaults_in(value)
    return frozenset(read for read in found if reads_version(walk, walk.recorder[read]))


def reads_version(walk: Walk, record: Record) -> bool:
    """Tell whether a defaulted read asks for the version of the checkpoint."""
    keys = record.reading.keys
    return bool(keys) and all(
        isinstance(key, str) and walk.settings.is_version_key(key) for key in keys
    )


def is_version_key(walk: Walk, arguments: list[ast.expr]) -> bool:
    """Tell whether the first argument of a call is a key that holds a version."""
    match arguments:
        case [ast.Constant(str() as key), *_]:
            return walk.settings.is_version_key(key)
        case _:
            return False


def _is_version_place(walk: Walk, place: Place) -> bool:
    named = [step for step in place.path if isinstance(step, str)]
    return bool(named) and walk.settings.is_version_key(named[-1])


def older_side(op: ast.cmpop, against: ast.expr) -> bool | None:
    """Tell whether older checkpoints are where ``version op against`` holds; None if it is no gate.

    Equality with a literal is for that version alone; equality with a name (``self.VERSION``) is
    for the current one.
    """
    match op:
        case ast.Lt() | ast.LtE():
            return True
        case ast.Gt() | ast.GtE():
            return False
        case ast.Is():
            return True
        case ast.IsNot():
            return False
        case ast.Eq() | ast.In():
            return not isinstance(against, ast.Name | ast.Attribute)
        case ast.NotEq() | ast.NotIn():
            return isinstance(against, ast.Name | ast.Attribute)
        case _:
            return None
