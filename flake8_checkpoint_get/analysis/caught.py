"""Strict reads whose KeyError is caught: a missing key goes on in the handler."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.frame import Handler, Protection
from flake8_checkpoint_get.analysis.keys import key_steps
from flake8_checkpoint_get.analysis.readings import note_reading, reading_at
from flake8_checkpoint_get.analysis.reads import are_layouts, try_next
from flake8_checkpoint_get.analysis.recorder import ReadKind, StrictRead
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import Place, Value, places
from flake8_checkpoint_get.analysis.walk import Walk
from flake8_checkpoint_get.model import Wildcard


def may_fail(walk: Walk, node: ast.expr, receiver: Value, key: Value, state: State) -> None:
    """Note that ``receiver[key]`` fails if the key is missing, and where that is caught."""
    if are_layouts(places(receiver)):
        where = frozenset(place.at(s) for place in places(receiver) for s in key_steps(key))
        for place in where if len(where) == 1 else ():
            is_plain = _is_plain(walk, place, state)
            walk.recorder.note_strict(StrictRead(node, walk.function, place, is_plain))
        if walk.frame.protections:
            note_caught(walk, where, state)


def _is_plain(walk: Walk, place: Place, state: State) -> bool:
    """Tell whether a missing key surely fails here, and nothing was done about it before."""
    if state.excuse is not None or state.may_be_stored(place) or walk.frame.protections:
        return False
    return place not in state.present and not walk.recorder.asked_of(place.mapping, state.absent)


def note_caught(walk: Walk, where: frozenset[Place], state: State) -> None:
    """Note that keys at these places are read strictly, and where a missing one is caught."""
    found = _catching(walk, KeyError)
    if found is None or state.knows(where) or not all(map(_is_key, where)):
        return
    protection, handler = found
    missing = state.fork()
    try_next(walk, where, missing)
    _go_on(walk, handler, where, missing)
    protection.interrupted.append((missing, KeyError))


def raise_missing(walk: Walk, raised: type[BaseException], state: State) -> None:
    """Note that a missing key is raised for, but only to be caught further out."""
    found = _catching(walk, raised)
    records = [walk.recorder[read] for read in state.absent if read in state.live]
    for record in records:
        if found is not None and record.reading.kind in (ReadKind.CAUGHT, ReadKind.MEMBERSHIP):
            where = state.live[record.number]
            state.settle([record.number])
            _go_on(walk, found[1], where, state)


def _go_on(walk: Walk, handler: Handler, where: frozenset[Place], state: State) -> None:
    """Note that these keys are missing in a state that a handler goes on with."""
    record = note_reading(walk, reading_at(walk, ReadKind.CAUGHT, handler.node, where), state)
    record.used = True
    state.await_keys({record.number: where})
    state.absent |= {record.number} & state.live.keys()
    state.missing |= where


def _catching(walk: Walk, raised: type[BaseException]) -> tuple[Protection, Handler] | None:
    """Return where an exception is surely caught."""
    for protection in reversed(walk.frame.protections):
        handler = protection.handler_of(raised)
        if handler is not None:
            return protection, handler
        if not protection.lets_through(raised):
            return None
    return None


def _is_key(place: Place) -> bool:
    """Tell whether the last step is a key: not computed, and no position in a list."""
    step = place.path[-1] if place.path else Wildcard.ANY
    return step is not Wildcard.ANY and not isinstance(step, int)
