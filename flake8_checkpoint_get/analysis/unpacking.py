"""What values yield: when they are iterated over, and when they are unpacked."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.made_up import computed
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Alternative,
    Checkpoint,
    KeyOf,
    MadeUp,
    MappingOf,
    SequenceOf,
    TupleOf,
    Value,
    View,
    join,
    value_of,
)
from flake8_checkpoint_get.model import Each, Step, Wildcard


def elements(value: Value, loop: ast.AST | None = None) -> Value:
    """Return what iterating over the value yields; in a loop, the element that it is at."""
    step = Wildcard.ANY if loop is None else Each(id(loop))
    return join(_elements(alternative, step) for alternative in value)


def _elements(alternative: Alternative, step: Step = Wildcard.ANY) -> Value:
    match alternative:
        case Checkpoint(place):
            # A list yields its elements, a mapping its keys; which of them it is, nobody says.
            return value_of(Checkpoint(place.at(step)), KeyOf(place))
        case MadeUp():
            return computed(value_of(alternative))
        case TupleOf(members):
            return join(members)
        case SequenceOf(element):
            return element
        case MappingOf(items):
            return join(key for key, _ in items)
        case View(mapping, method):
            return _viewed(mapping, method, step)
        case _:
            return UNKNOWN


def _viewed(mapping: Checkpoint | MappingOf, method: str, step: Step) -> Value:
    match mapping, method:
        case Checkpoint(place), "items":
            key, held = value_of(KeyOf(place)), value_of(Checkpoint(place.at(step)))
            return value_of(TupleOf((key, held)))
        case Checkpoint(place), "values":
            return value_of(Checkpoint(place.at(step)))
        case Checkpoint(place), _:
            return value_of(KeyOf(place))
        case MappingOf(items), "items":
            return frozenset(TupleOf(item) for item in items) or UNKNOWN
        case MappingOf(items), "values":
            return join(held for _, held in items)
        case MappingOf(items), _:
            return join(key for key, _ in items)


def unpacked(value: Value, count: int) -> tuple[Value, ...]:
    """Return what each of ``count`` targets gets when the value is unpacked into them."""
    columns = [_unpacked(alternative, count) for alternative in value]
    return tuple(map(join, zip(*columns, strict=True)))


def unpacked_around(value: Value, before: int, after: int) -> tuple[Value, ...]:
    """Return what targets get of which one is starred: so many before it, so many after it."""
    columns = [_unpacked_around(alternative, before, after) for alternative in value]
    return tuple(map(join, zip(*columns, strict=True)))


def _unpacked_around(alternative: Alternative, before: int, after: int) -> tuple[Value, ...]:
    match alternative:
        case TupleOf(members) if len(members) >= before + after:
            end = len(members) - after
            middle = value_of(TupleOf(members[before:end]))
            return (*members[:before], middle, *members[end:])
        case _:
            rest = value_of(SequenceOf(_elements(alternative)))
            element = (_elements(alternative),)
            return (*element * before, rest, *element * after)


def _unpacked(alternative: Alternative, count: int) -> tuple[Value, ...]:
    match alternative:
        case TupleOf(members) if len(members) == count:
            return members
        case Checkpoint(place):
            return tuple(value_of(Checkpoint(place.at(index))) for index in range(count))
        case _:
            return (_elements(alternative),) * count
