"""Restoring whatever a checkpoint holds, with nothing that asks for a key."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.recorder import Reading, ReadKind
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.values import UNKNOWN, KeyOf, Place, Value, places
from flake8_checkpoint_get.analysis.walk import Walk
from flake8_checkpoint_get.model import Wildcard

PICKLE = frozenset(("__setstate__",))
"""Methods in which pickle itself copies whatever is there."""


def is_attributes(node: ast.expr) -> bool:
    """Tell whether an expression is all the attributes of an object."""
    match node:
        case ast.Attribute(attr="__dict__"):
            return True
        case ast.Call(function, [_]):
            return dotted(function) == "vars"
        case _:
            return False


def copy_all(walk: Walk, node: ast.expr, copied: Value, state: State) -> None:
    """Note that all of a mapping becomes attributes."""
    _note(walk, node, frozenset(places(copied)), state)


def set_attribute(walk: Walk, node: ast.Call, name: Value, state: State) -> None:
    """Note ``setattr(owner, key, value)``, where the key is whatever a mapping holds."""
    _note(walk, node, frozenset(a.mapping for a in name if isinstance(a, KeyOf)), state)


def _note(walk: Walk, node: ast.expr, asked: frozenset[Place], state: State) -> None:
    if not asked or (walk.function is not None and walk.function.name in PICKLE):
        return
    where = frozenset(place.at(Wildcard.ANY) for place in asked)
    reading = Reading(
        ReadKind.COPIED, walk.function, node, None, None, (), None, None, UNKNOWN, asked, where
    )
    record = walk.recorder.note(reading)
    record.used = True
    state.await_keys({record.number: where})
