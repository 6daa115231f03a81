"""Evidence that keys are there: membership tests, and what is computed from them."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_checkpoint_get.analysis.key_sets import membership_of
from flake8_checkpoint_get.analysis.path_ends import Excuse
from flake8_checkpoint_get.analysis.readings import note_reading, reading_at
from flake8_checkpoint_get.analysis.reads import try_next
from flake8_checkpoint_get.analysis.recorder import Flaw, ReadKind
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.unpacking import elements
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    Evidence,
    KeyOf,
    MadeUp,
    Older,
    Place,
    TupleOf,
    Value,
    View,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Branch, Walk
from flake8_checkpoint_get.model import Wildcard


def membership(walk: Walk, test: ast.Compare, key: Value, mapping: Value, state: State) -> Value:
    """Return what ``key in mapping`` or ``key not in mapping`` tells, and note that it asks."""
    if any(isinstance(alternative, KeyOf | MadeUp) for alternative in key):
        return UNKNOWN
    told = membership_of(mapping, key, when=isinstance(test.ops[0], ast.In))
    told = note_membership(walk, test, (test.left, test.comparators[0]), told, state)
    if not all(isinstance(alternative, Checkpoint | View) for alternative in mapping):
        for read in (read for a in told if isinstance(a, Evidence) for read in a.reads):
            walk.recorder[read].doubt = "what is read may be another mapping"
    return told


def note_membership(
    walk: Walk, node: Flaw, parts: Parts | None, told: Value, state: State
) -> Value:
    """Note a test for keys that may be missing; ``parts`` are the keys and the mapping."""
    key, mapping = parts or (None, None)
    match tuple(told):
        case (Evidence(where, when),) if not _is_answered(key, where, state):
            receiver = _without_view(mapping) if mapping else None
            kind = ReadKind.MEMBERSHIP
            reading = reading_at(walk, kind, node, where, receiver=receiver, key=key)
            try_next(walk, where, state)
            record = note_reading(walk, reading, state)
            before = {read for read, at in state.live.items() if where <= at}
            record.after |= before - {record.number}
            state.await_keys({record.number: where})
            return value_of(Evidence(where, when, frozenset((record.number,))))
        case _:
            return told


Parts = tuple[ast.expr, ast.expr]


def _is_answered(key: ast.expr | None, where: frozenset[Place], state: State) -> bool:
    """Tell whether it is known already if the keys are there."""
    return state.has_known(where) or where <= state.missing or state.is_guarded(where, key)


def _without_view(mapping: ast.expr) -> ast.expr:
    """Return the mapping in ``mapping.keys()``."""
    match mapping:
        case ast.Call(ast.Attribute(owner, "keys"), []):
            return owner
        case _:
            return mapping


def of_all(value: Value) -> Value:
    """Return what ``all(…)`` over tests tells: if it holds, each of them did."""
    return frozenset(a for a in elements(value) if isinstance(a, Evidence) and a.when) or UNKNOWN


def of_any(value: Value) -> Value:
    """Return what ``any(…)`` over tests tells: if it fails, each of them did."""
    found = elements(value)
    return frozenset(a for a in found if isinstance(a, Evidence) and not a.when) or UNKNOWN


def combined(values: Iterable[Value], *, is_and: bool) -> Value:
    """Return what ``a and b`` or ``a or b`` of such values tells, when it is kept in a name."""
    tests = [test for value in values for test in value if isinstance(test, Evidence | Older)]
    found = [t for t in tests if isinstance(t, Evidence) and t.when is is_and]
    if found:
        where = frozenset[Place]().union(*(t.where for t in found))
        return value_of(Evidence(where, is_and, frozenset[int]().union(*(t.reads for t in found))))
    return frozenset(t for t in tests if isinstance(t, Older) and t.when is is_and) or UNKNOWN


def is_told(value: Value) -> bool:
    """Tell whether a value is the outcome of a test."""
    return bool(value) and all(isinstance(alternative, Evidence) for alternative in value)


def negated(value: Value) -> Value:
    """Return what ``not value`` tells."""
    opposite = [_opposite(a) for a in value if isinstance(a, Evidence | Older)]
    return value_of(*opposite) if opposite else UNKNOWN


def _opposite(test: Evidence | Older) -> Evidence | Older:
    match test:
        case Evidence(where, when, reads):
            return Evidence(where, not when, reads)
        case Older(when, versions):
            return Older(not when, versions)


def obey(walk: Walk, found: Branch, value: Value) -> None:
    """Note on both sides of a test what its value tells about keys and versions."""
    empty = [a for a in value if isinstance(a, TupleOf) and not a.elements]
    tests = [a for a in value if isinstance(a, Evidence | Older)]
    if not tests or len(tests) + len(empty) != len(value):
        return
    for test in tests:
        match test:
            case Evidence():
                _obey_evidence(walk, found, test)
            case Older(when, versions):
                found.versions |= versions
                if not walk.frame.rejecting:
                    excuse_older(found, versions, when=when)


def excuse_older(found: Branch, versions: frozenset[int], *, when: bool) -> None:
    """Excuse what is missing on the side that checkpoints of an older version take."""
    older = found.holds if when else found.fails
    unanswered = {read: older.live[read] for read in versions if read in older.live}
    older.excuse_absence(Excuse.OLDER_VERSION)
    # Whether the version itself may be missing is not answered by asking for it.
    older.live |= unanswered


def _obey_evidence(walk: Walk, found: Branch, test: Evidence) -> None:
    where = test.where
    there, missing = (found.holds, found.fails) if test.when else (found.fails, found.holds)
    found.asked |= test.reads
    there.confirm(where)
    there.settle(test.reads)
    if not test.reads:
        _complete(walk, there, where)
    if any(Wildcard.ANY in place.path for place in where):
        for reading in (walk.recorder[read].reading for read in test.reads):
            there.guard(reading.places, reading.key)
    missing.missing |= {
        place for place in where - missing.present if Wildcard.ANY not in place.path
    }
    missing.absent |= {read for read, at in missing.live.items() if at & where}
    if not walk.frame.rejecting and any(_is_version(walk, place) for place in where):
        missing.excuse_absence(Excuse.OLDER_VERSION)


def _is_version(walk: Walk, place: Place) -> bool:
    key = place.path[-1] if place.path else None
    return isinstance(key, str) and walk.settings.is_version_key(key)


def _complete(walk: Walk, there: State, where: frozenset[Place]) -> None:
    """Note mappings of which all keys that are wanted were found: merging fills nothing in."""
    complete = {place for place in where if place.path[-1:] == (Wildcard.ANY,)}
    if complete:
        there.present |= complete
        asked = {place.mapping for place in complete}
        merged = (n for n in there.live if walk.recorder[n].reading.kind in WHOLE)
        there.settle([n for n in merged if walk.recorder[n].reading.asked <= asked])


WHOLE = (ReadKind.MERGED, ReadKind.COPIED)


def note_missing(state: State, before: Value) -> Value | None:
    """Return what a list tells that a key is appended to because it is missing."""
    if state.missing and all(isinstance(a, TupleOf | Evidence) for a in before):
        return value_of(Evidence(frozenset(state.missing), when=False), TupleOf(()))
    return None
