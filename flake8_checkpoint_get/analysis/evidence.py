"""Evidence that keys are there: membership tests, and what is computed from them."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_checkpoint_get.analysis.reads import key_steps
from flake8_checkpoint_get.analysis.state import Excuse, State
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


def membership(op: ast.cmpop, key: Value, mapping: Value) -> Value:
    """Return what ``key in mapping`` or ``key not in mapping`` tells."""
    if any(isinstance(alternative, KeyOf | MadeUp) for alternative in key):
        return UNKNOWN
    return _evidence(mapping, key, when=isinstance(op, ast.In))


def has_all(wanted: Value, mapping: Value) -> Value:
    """Return what ``wanted <= mapping.keys()`` tells: if it holds, all of them are there."""
    known = all(isinstance(alternative, TupleOf) for alternative in wanted)
    return _evidence(mapping, elements(wanted), when=True) if known else UNKNOWN


def missing_keys(wanted: Value, mapping: Value) -> Value:
    """Return what a set of wanted keys without those of a mapping tells: empty, all are there."""
    return _evidence(mapping, elements(wanted), when=False)


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
    places = [t.where for t in tests if isinstance(t, Evidence) and t.when is is_and]
    if places:
        return value_of(Evidence(frozenset[Place]().union(*places), is_and))
    return frozenset(t for t in tests if isinstance(t, Older) and t.when is is_and) or UNKNOWN


def negated(value: Value) -> Value:
    """Return what ``not value`` tells."""
    opposite = [_opposite(a) for a in value if isinstance(a, Evidence | Older)]
    return value_of(*opposite) if opposite else UNKNOWN


def _opposite(test: Evidence | Older) -> Evidence | Older:
    match test:
        case Evidence(where, when):
            return Evidence(where, not when)
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
            case Evidence(where, when):
                _obey_evidence(walk, found, where, when=when)
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


def _obey_evidence(walk: Walk, found: Branch, where: frozenset[Place], *, when: bool) -> None:
    there, missing = (found.holds, found.fails) if when else (found.fails, found.holds)
    there.confirm(where)
    missing.missing |= where - missing.present
    missing.absent |= {read for read, at in missing.live.items() if at & where}
    if not walk.frame.rejecting and any(_is_version(walk, place) for place in where):
        missing.excuse_absence(Excuse.OLDER_VERSION)


def _is_version(walk: Walk, place: Place) -> bool:
    key = place.path[-1] if place.path else None
    return isinstance(key, str) and walk.settings.is_version_key(key)


def note_missing(state: State, before: Value) -> Value | None:
    """Return what a list tells that a key is appended to because it is missing."""
    if state.missing and all(isinstance(a, TupleOf | Evidence) for a in before):
        return value_of(Evidence(frozenset(state.missing), when=False), TupleOf(()))
    return None


def _evidence(mapping: Value, key: Value, *, when: bool) -> Value:
    asked, steps = _mappings(mapping), key_steps(key)
    if len(asked) != 1 or Wildcard.ANY in steps:
        return UNKNOWN
    return value_of(Evidence(frozenset(asked[0].at(step) for step in steps), when))


def _mappings(value: Value) -> list[Place]:
    """Return the mappings whose keys are looked at."""
    found = list[Place]()
    for alternative in value:
        match alternative:
            case Checkpoint(place) | View(Checkpoint(place), "keys"):
                found.append(place)
            case _:
                pass
    return found
