"""Mappings of a save method that code out of sight gets hold of: nothing is known of them then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    BoundMethod,
    Checkpoint,
    MappingOf,
    Place,
    SequenceOf,
    TupleOf,
    Value,
    View,
    value_of,
)
from flake8_checkpoint_get.model import Wildcard


def lose(builder: Builder, value: Value, reason: str, state: State) -> None:
    """Note that code out of sight got hold of a value: it may change every mapping in it."""
    _lose_all(builder, _reachable(value), reason, state)


def lose_parts(builder: Builder, value: Value, reason: str, state: State) -> None:
    """Note that what the keys of a mapping hold is gone through: any of it may be changed."""
    mappings = set(_reachable(value))
    origins = {mapping.origin for mapping in mappings}
    for mapping in mappings:
        # For a mapping that was handed in, the caller knows what it holds.
        builder.opened.setdefault(mapping.at(Wildcard.ANY), reason)
    _lose_all(builder, _held_in(origins, state), reason, state)


def lose_sequences(builder: Builder, value: Value, reason: str, state: State) -> None:
    """Note that mappings are kept in a list or tuple, through which they may be changed."""
    kept = value_of(*(a for a in value if isinstance(a, TupleOf | SequenceOf | MappingOf)))
    lose(builder, kept, reason, state)


def _lose_all(builder: Builder, mappings: Iterable[Place], reason: str, state: State) -> None:
    escaped, seen = set(mappings), set[int]()
    for place in escaped:
        if place.path:
            builder.opened.setdefault(place, reason)
            builder.unsure |= {one for one in state.stored if place.holds(one) and one != place}
    pending = {mapping.origin for mapping in escaped if not mapping.path}
    while pending - seen:
        for origin in pending - seen:
            builder.lost.setdefault(origin, reason)
            builder.opened.setdefault(Place(origin, ()), reason)
            seen.add(origin)
        pending = {mapping.origin for mapping in _held_in(seen, state)}


def _held_in(origins: set[int], state: State) -> Iterator[Place]:
    """Yield the mappings that are held under a key of one of these."""
    for place, held in state.held.items():
        if place.origin in origins:
            yield from (mapping for mapping in held if mapping is not None)


def _reachable(value: Value) -> Iterator[Place]:
    """Yield the mappings that somebody who has a value can write to."""
    for alternative in value:
        match alternative:
            case Checkpoint(place) | View(Checkpoint(place)):
                yield place
            case TupleOf(members):
                for member in members:
                    yield from _reachable(member)
            case SequenceOf(element):
                yield from _reachable(element)
            case MappingOf(items):
                for _, held in items:
                    yield from _reachable(held)
            case BoundMethod(receiver):
                yield from _reachable(receiver)
            case _:
                pass
