"""A reading of keys, made from the places that they are read at."""

from __future__ import annotations

import ast
from collections.abc import Collection

from flake8_checkpoint_get.analysis.keys import constant_keys, pattern_of
from flake8_checkpoint_get.analysis.recorder import Flaw, Reading, ReadKind, Record
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import UNKNOWN, Checkpoint, Place, Value
from flake8_checkpoint_get.analysis.walk import Walk
from flake8_checkpoint_get.model import Wildcard


def note_reading(
    walk: Walk, reading: Reading, state: State, receiver: Value | None = None
) -> Record:
    """Note a reading, and what is doubtful of the mapping that is read; ``receiver`` is that."""
    record = walk.recorder.note(reading)
    record.doubt = record.doubt or doubt_about_places(reading.places, state, receiver)
    return record


def doubt_about_places(where: Collection[Place], state: State, receiver: Value | None) -> str:
    """Return why the mapping may not be what was saved, as it was saved; empty if it must be."""
    asked = {place.mapping for place in where}
    if len(asked) > 1 or any(not isinstance(a, Checkpoint) for a in receiver or ()):
        return "what is read may be another mapping"
    if any(_may_hold(state.removed, place) for place in where):
        return "the key may have been taken out before"
    if any(_may_hold(state.stored, place) for place in where):
        return "the code stores a value of its own there"
    if any(_is_below(state.handed, mapping) for mapping in asked):
        return "the mapping may have been changed before"
    return ""


def _may_hold(known: Collection[Place], place: Place) -> bool:
    """Tell whether a place is, or lies below, one of some places, or of what they stand for."""
    for depth in range(1, len(place.path) + 1):
        above = Place(place.origin, place.path[:depth])
        if above in known or above.mapping.at(Wildcard.ANY) in known:
            return True
    return Place(place.origin, ()) in known


def _is_below(known: Collection[Place], place: Place) -> bool:
    """Tell whether a place is, or lies below, one of some places."""
    depths = range(len(place.path) + 1)
    return any(Place(place.origin, place.path[:depth]) in known for depth in depths)


def reading_at(
    walk: Walk,
    kind: ReadKind,
    node: Flaw,
    where: frozenset[Place],
    *,
    receiver: ast.expr | None = None,
    key: ast.expr | None = None,
) -> Reading:
    """Return the reading of the keys at these places: each is asked of the mapping around it."""
    steps = frozenset(place.path[-1] for place in where)
    asked = frozenset(place.mapping for place in where)
    return Reading(
        kind,
        walk.function,
        node,
        receiver,
        key,
        constant_keys(steps),
        pattern_of(steps),
        None,
        UNKNOWN,
        asked,
        where,
    )
