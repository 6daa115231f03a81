"""Mappings that a save method builds: they have places, like the checkpoint that is restored.

What is stored in such a mapping is known like what is stored in a checkpoint: a key is *present*
where every path stored it, and *stored* where some path did.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.keys import key_steps
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    BoundMethod,
    Checkpoint,
    Constant,
    Place,
    SequenceOf,
    TupleOf,
    Value,
    View,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk
from flake8_checkpoint_get.model import Each, Symbol, Wildcard


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a mapping: a key and its value, or (without a key) another mapping."""

    key: Value | None
    value: Value
    node: ast.expr


def build(
    walk: Walk, builder: Builder, node: ast.expr, entries: Iterable[Part], state: State
) -> Value:
    """Return the mapping that an expression makes anew."""
    mapping = walk.place_of(node)
    state.renew(mapping)
    for entry in entries:
        if entry.key is None:
            add_all(builder, mapping, entry, state)
        else:
            where = [mapping.at(step) for step in key_steps(entry.key)]
            put(builder, where, entry, state)
    return value_of(Checkpoint(mapping))


def build_open(walk: Walk, builder: Builder, node: ast.expr, reason: str, state: State) -> Value:
    """Return a mapping that holds what is not in sight."""
    mapping = walk.place_of(node)
    state.renew(mapping)
    builder.opened.setdefault(mapping, reason)
    return value_of(Checkpoint(mapping))


def put(
    builder: Builder, where: Collection[Place], part: Part, state: State, *, is_each: bool = False
) -> None:
    """Store a value at these places; which of several it is, is not known, unless it is each."""
    for place in where:
        state.renew(place)
        state.store([place])
        if any(isinstance(step, Wildcard | Each | Symbol) for step in place.path):
            _open_all(builder, place, state)
        if len(where) > 1 and not is_each:
            builder.unsure.add(place)
        nodes = builder.stores.setdefault(place, [])
        if part.node not in nodes:
            nodes.append(part.node)
        _put_inside(builder, place, part, state)


def _put_inside(builder: Builder, place: Place, part: Part, state: State) -> None:
    """Note what is known of a mapping that is stored: one that has no other name."""
    held = places(part.value)
    if len(held) == 1 and len(part.value) == 1 and isinstance(part.node, ast.Dict | ast.DictComp):
        graft(builder, held[0], place, state)
    elif not all(isinstance(alternative, Constant) for alternative in part.value):
        builder.opened.setdefault(place, "its value is not in sight")


def _open_all(builder: Builder, place: Place, state: State) -> None:
    """Note a store at a key that is not known: any mapping around may have got it."""
    for depth in range(len(place.path)):
        mapping = Place(place.origin, place.path[:depth])
        builder.opened.setdefault(mapping, "computed keys")
    builder.unsure |= {p for p in state.stored if p.origin == place.origin and len(p.path) > 1}


def add_all(builder: Builder, mapping: Place, entry: Part, state: State) -> None:
    """Store everything that another mapping holds; what was below its keys is gone."""
    held = places(entry.value)
    if len(held) == 1 and len(entry.value) == 1:
        depth = len(held[0].path) + 1
        tops = {
            p.path[depth - 1] for p in state.stored if held[0].holds(p) and len(p.path) >= depth
        }
        for top in tops if held[0] != mapping else ():
            state.renew(mapping.at(top))
        graft(builder, held[0], mapping, state)
    else:
        builder.opened.setdefault(mapping, f"what {ast.unparse(entry.node)} holds")
        below = len(mapping.path) + 1
        builder.unsure |= {p for p in state.stored if mapping.holds(p) and len(p.path) > below}


MOST_GRAFTED = 200
"""How much can be known of a mapping before it is not carried into another one."""


def graft(builder: Builder, source: Place, target: Place, state: State) -> None:
    """Note at one place what is known of the mapping at another."""
    below = {p for p in state.stored if p != source and source.holds(p)}
    if source == target:
        return
    if len(below) > MOST_GRAFTED or len(target.path) >= DEEPEST_GRAFT:
        builder.opened.setdefault(target, "too much to follow")
        return
    state.stored |= {_moved(place, source, target) for place in below}
    state.present |= {_moved(place, source, target) for place in below & state.present}
    builder.unsure |= {_moved(place, source, target) for place in below & builder.unsure}
    for place in below & builder.stores.keys():
        builder.stores.setdefault(_moved(place, source, target), builder.stores[place])
    for place in [place for place in builder.opened if source.holds(place)]:
        builder.opened.setdefault(_moved(place, source, target), builder.opened[place])
    if source.origin in builder.lost:
        builder.lost.setdefault(target.origin, builder.lost[source.origin])


DEEPEST_GRAFT = 3


def _moved(place: Place, source: Place, target: Place) -> Place:
    at = target
    for step in place.path[len(source.path) :]:
        at = at.at(step)
    return at


def lose(builder: Builder, value: Value, reason: str) -> None:
    """Note that code out of sight got hold of a mapping: nothing is known of its keys any more."""
    for mapping in _reachable(value):
        builder.lost.setdefault(mapping.origin, reason)
        builder.opened.setdefault(Place(mapping.origin, ()), reason)


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
            case BoundMethod(receiver):
                yield from _reachable(receiver)
            case _:
                pass


def build_comprehension(
    walk: Walk, builder: Builder, node: ast.DictComp, key: Value, state: State, *, is_each: bool
) -> Value:
    """Return the mapping that a comprehension makes: of each of some known names, or of some."""
    steps = key_steps(key)
    if Wildcard.ANY in steps:
        return build_open(walk, builder, node, "computed keys", state)
    mapping = walk.place_of(node)
    state.renew(mapping)
    where = [mapping.at(step) for step in steps]
    put(builder, where, Part(None, UNKNOWN, node.value), state, is_each=True)
    if not is_each:
        state.present = {place for place in state.present if not mapping.holds(place)}
    return value_of(Checkpoint(mapping))
