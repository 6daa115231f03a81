"""What takes the place of a key that a test found missing."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

from flake8_checkpoint_get.analysis.path_ends import End
from flake8_checkpoint_get.analysis.recorder import ReadKind, Record
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    Constant,
    MadeUp,
    Unknown,
    Value,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk


def stand_in(walk: Walk, asked: Iterable[int], node: ast.expr, value: Value, state: State) -> Value:
    """Return the value of the side of ``x if key in mapping else y`` that a missing key leads to.

    It is made up like the default of ``get``.
    """
    missing = [walk.recorder[read] for read in asked if read in state.live]
    reads = [record.number for record in missing if _takes(record, value, node)]
    return value.union(map(MadeUp, reads)) - {Unknown()} if reads else value


def _takes(record: Record, value: Value, node: ast.expr | None = None) -> bool:
    """Note what is restored without the key; a record can have only one such value."""
    reading = record.reading
    if reading.default_value not in (UNKNOWN, value):
        return False
    record.reading = replace(reading, default=node, default_value=value)
    return True


def answer(walk: Walk, value: Value, state: State) -> Value:
    """Return what a function returns where a key is missing: a constant says so to its caller."""
    if not state.absent or not all(isinstance(alternative, Constant) for alternative in value):
        return value
    missing = [walk.recorder[read] for read in state.absent if read in state.live]
    tests = [r for r in missing if r.reading.kind in (ReadKind.MEMBERSHIP, ReadKind.CAUGHT)]
    reads = [record.number for record in tests if _takes(record, value)]
    return value.union(map(MadeUp, reads))


def note_beside(walk: Walk, leading: Iterable[int], found: State, missing: State) -> None:
    """Note what is read where a test finds its key: that is no alternative to it.

    ``leading`` are the reads that the test asks for.
    """
    for read in leading:
        if read in missing.live and read not in found.live:
            walk.recorder[read].beside |= found.present - missing.present


def reopen(walk: Walk, asked: Iterable[int], missing: State, found: State) -> None:
    """Take back that another key took the place of one: where that is there, it is read as well.

    ``asked`` are the tests of one ``if`` that found their keys missing where its body runs.
    """
    for record in (walk.recorder[read] for read in asked):
        by = record.settled_by
        if by and by <= found.present and record.number not in found.live and missing.alive:
            missing.await_keys({record.number: record.reading.places})


def settle_branches(walk: Walk, asked: Iterable[int], ends: list[State]) -> None:
    """Note what an ``if`` whose tests asked for keys leaves behind, where they are missing."""
    for read in asked:
        missing = [end for end in ends if end.alive and read in end.live]
        # A path that has left (with ``break``) counts; one that never was has no names.
        came_by = [end for end in ends if end.end is not End.REJECTED and end.names]
        found = [end for end in came_by if read not in end.live]
        for end in missing:
            record = walk.recorder[read]
            ways = (_is_unwrapped, _chooses_key, _keeps_other)
            if any(way(record, end, found) for way in ways):
                end.settle([read])
            else:
                _make_up(walk.recorder[read], end, found)


def _is_unwrapped(record: Record, end: State, found: list[State]) -> bool:
    """Tell whether a name that holds the mapping gets another value where the key is there.

    ``if "model" in state: state = state["model"]``: the mapping itself is the other layout.
    """
    asked = record.reading.asked
    return any(
        asked.isdisjoint(places(other.names[name]))
        for name, value in end.names.items()
        if not asked.isdisjoint(places(value))
        for other in found
        if name in other.names
    )


def _chooses_key(record: Record, end: State, found: list[State]) -> bool:
    """Tell whether a name holds the key where it is there, and another key where it is missing.

    ``if key not in state: key = "old"``: what is read by that name comes later.
    """
    keys = {Constant(key) for key in record.reading.keys}
    return any(
        not keys.isdisjoint(other.names.get(name, UNKNOWN))
        for name, value in end.names.items()
        if keys.isdisjoint(value) and all(isinstance(a, Constant) for a in value)
        for other in found
    )


def _keeps_other(record: Record, end: State, found: list[State]) -> bool:
    """Tell whether a name keeps the value of another key where the key is missing.

    ``lr = state["base_lr"]``, then ``if "lr" in state: lr = state["lr"]``.
    """
    asked = record.reading.asked
    return any(
        _is_read(record, other.get(name, UNKNOWN))
        for held, others in _namespaces(end, found)
        for name, value in held.items()
        if value and all(isinstance(a, Checkpoint) and a.place.mapping in asked for a in value)
        for other in others
        if not _is_read(record, value)
    )


def _make_up(record: Record, end: State, found: list[State]) -> None:
    """Note that the constant which a name has where the key is missing is made up.

    It stands for the value of the key, or it is a flag that says whether the key was there.
    """
    for is_told in (_is_read, _is_flag):
        named = [
            (held, name)
            for held, others in _namespaces(end, found)
            for name, value in held.items()
            if all(isinstance(alternative, Constant) for alternative in value)
            and others
            and all(is_told(record, other.get(name, UNKNOWN)) for other in others)
            and all(other.get(name, UNKNOWN) != value for other in others)
        ]
        match named:
            case [(held, name)] if _takes(record, held[name]):
                held[name] = value_of(MadeUp(record.number))
                return
            case _:
                pass


def _namespaces(
    end: State, found: list[State]
) -> list[tuple[dict[str, Value], list[dict[str, Value]]]]:
    names = (end.names, [other.names for other in found])
    return [names, (end.attributes, [other.attributes for other in found])]


def _is_flag(record: Record, value: Value) -> bool:
    """Tell whether a value is a constant, and not a key that was chosen."""
    keys = {Constant(key) for key in record.reading.keys}
    return keys.isdisjoint(value) and all(isinstance(a, Constant) for a in value)


def _is_read(record: Record, value: Value) -> bool:
    return any(isinstance(a, Checkpoint) and a.place in record.reading.places for a in value)
