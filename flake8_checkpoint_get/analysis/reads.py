"""Reading a key of a checkpoint: strictly, so that a missing key fails, or with a default."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable

from flake8_checkpoint_get.analysis.building import contents
from flake8_checkpoint_get.analysis.keys import constant_keys, key_steps, pattern_of
from flake8_checkpoint_get.analysis.made_up import own_defaults, reads
from flake8_checkpoint_get.analysis.readings import doubt_about_places, note_reading
from flake8_checkpoint_get.analysis.recorder import Reading, ReadKind
from flake8_checkpoint_get.analysis.soft_calls import SoftCall
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Alternative,
    Checkpoint,
    Constant,
    KeyOf,
    MadeUp,
    MappingOf,
    Place,
    SequenceOf,
    TupleOf,
    Unknown,
    Value,
    join,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk
from flake8_checkpoint_get.model import Wildcard


def read_softly(walk: Walk, call: SoftCall, receiver: Value, state: State) -> Value:
    """Return the value of a defaulted read; note it where a missing key may go unnoticed."""
    key = walk.evaluate(call.key, state) if call.key else UNKNOWN
    default = walk.evaluate(call.default, state) if call.default else value_of(Constant(None))
    asked = frozenset(places(receiver))
    steps = key_steps(key)
    where = frozenset(place.at(step) for place in asked for step in steps)
    held = contents(walk, where, state)
    walk.recorder.soft |= where
    is_known = _is_known(call, key, where, state)
    doubt = doubt_about_places(where, state, receiver)
    walk.recorder.note_known(call.node, is_known=is_known and not doubt)
    if is_known:
        _after(call.kind, where, state)
        return held
    # That the code has taken the key out itself says nothing about the checkpoint.
    if state.has_known(where) or _is_checkpoint(default):
        _after(call.kind, where, state)
        return held | default
    reading = Reading(
        call.kind,
        walk.function,
        call.node,
        call.receiver,
        call.key,
        constant_keys(steps),
        pattern_of(steps),
        call.default,
        default,
        asked,
        where,
    )
    return held | _missed(walk, reading, receiver, state)


def _is_known(call: SoftCall, key: Value, where: frozenset[Place], state: State) -> bool:
    """Tell whether the key is known to be there, by whatever it is known."""
    if state.knows(where) or any(isinstance(alternative, KeyOf) for alternative in key):
        return True
    return state.is_guarded(where, call.key)


def _missed(walk: Walk, reading: Reading, receiver: Value, state: State) -> Value:
    """Note a read whose key may be missing; return what it then yields."""
    record = note_reading(walk, reading, state, receiver)
    try_next(walk, reading.places, state)
    if reading.kind is ReadKind.SETDEFAULT:
        record.used = True
    state.await_keys({record.number: reading.places})
    _after(reading.kind, reading.places, state)
    kept = (a for a in reading.default_value if not isinstance(a, Constant | Unknown))
    return value_of(MadeUp(record.number), *kept)


def _after(kind: ReadKind, where: frozenset[Place], state: State) -> None:
    if kind is ReadKind.SETDEFAULT:
        state.store(where - state.present)
    elif kind is ReadKind.POP_WITH_DEFAULT:
        state.remove(where)


def read_strictly(walk: Walk, receiver: Value, key: Value, state: State) -> Value:
    """Return the value of ``receiver[key]``: afterwards, the key is known to be there."""
    asked, steps = places(receiver), key_steps(key)
    where = [place.at(step) for place in asked for step in steps]
    walk.recorder.strict.update(where)
    fail_without(walk, receiver, state)
    _fail_on(walk, receiver, value_of(MappingOf(())), state)
    for mapping in asked:
        # The key itself was chosen by what is there: one of the two is read strictly.
        state.settle(walk.recorder.asked_of(mapping, _choosing(walk, key)))
    if are_layouts(asked) and Wildcard.ANY not in steps:
        for mapping in asked:
            fall_back_on(walk, mapping, where, state)
        state.confirm(where)
    known = [held for item in receiver for held in _known_item(item, key)]
    return join([contents(walk, where, state), *known])


def _choosing(walk: Walk, key: Value) -> frozenset[int]:
    """Return the reads whose missing key chose a key, or, as tests, a part of it: a prefix."""
    tests = (n for n in reads(key) if walk.recorder[n].reading.kind is ReadKind.MEMBERSHIP)
    return own_defaults(key).union(tests)


def are_layouts(asked: Collection[Place]) -> bool:
    """Tell whether these are one mapping, or the few places where one may lie in a checkpoint."""
    return 0 < len(asked) <= MOST_LAYOUTS and len({place.origin for place in asked}) == 1


MOST_LAYOUTS = 4


def _known_item(receiver: Alternative, key: Value) -> Iterable[Value]:
    """Yield what a display holds under a known key."""
    match receiver:
        case MappingOf(items):
            yield from (held for name, held in items if name & key)
        case SequenceOf(element):
            yield element
        case TupleOf(members):
            match tuple(key):
                case (Constant(int() as position),) if -len(members) <= position < len(members):
                    yield members[position]
                case _:
                    yield join(members)
        case _:
            pass


def fall_back_on(walk: Walk, mapping: Place, where: Iterable[Place], state: State) -> None:
    """Settle reads whose missing key led here: another key of the mapping is read strictly."""
    targets = set(where)
    asked = (walk.recorder[n] for n in walk.recorder.asked_of(mapping, state.absent))
    settled = [
        record
        for record in asked
        if not record.reading.places & targets and not targets <= record.beside
    ]
    for record in settled:
        record.settled_by |= targets
    state.settle([record.number for record in settled])


def try_next(walk: Walk, where: Iterable[Place], state: State) -> None:
    """Settle tests whose missing key led here, where another key is now tried in its place.

    If that one is missing as well, it is the last link of the chain that goes unnoticed.
    """
    tried = frozenset(where)
    for mapping in {place.mapping for place in tried}:
        asked = (walk.recorder[n] for n in walk.recorder.asked_of(mapping, state.absent))
        state.settle([r.number for r in asked if r.links and not r.reading.places & tried])


def fail_without(walk: Walk, value: Value, state: State) -> None:
    """Settle reads whose default is None: the operation that follows fails on it."""
    _fail_on(walk, value, value_of(Constant(None)), state)


def fail_without_attribute(walk: Walk, value: Value, name: str, state: State) -> None:
    """Settle reads whose default has no attribute of a name: asking for it fails."""
    recorded = ((read, walk.recorder[read].reading.default_value) for read in own_defaults(value))
    state.settle([n for n, default in recorded if all(_lacks(a, name) for a in default)])


def _lacks(alternative: Alternative, name: str) -> bool:
    match alternative:
        case Constant(value):
            return not hasattr(value, name)
        case MappingOf():
            return not hasattr(dict, name)
        case TupleOf():
            return not any(hasattr(kind, name) for kind in (deque, frozenset, list, set, tuple))
        case _:
            return False


def _fail_on(walk: Walk, value: Value, default: Value, state: State) -> None:
    defaults = own_defaults(value)
    state.settle(n for n in defaults if walk.recorder[n].reading.default_value == default)


def _is_checkpoint(value: Value) -> bool:
    """Tell whether a default is itself checkpoint data: a strict fallback, or a dispatch."""
    return all(isinstance(alternative, Checkpoint) for alternative in value)
