"""Mappings that a save method builds: they have places, like the checkpoint that is restored.

What is stored in such a mapping is known like what is stored in a checkpoint: a key is *present*
where every path stored it, and *stored* where some path did.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.escapes import lose, lose_parts, lose_sequences
from flake8_checkpoint_get.analysis.grafts import graft, replace_parts
from flake8_checkpoint_get.analysis.keys import key_steps
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    Constant,
    Place,
    Value,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk
from flake8_checkpoint_get.model import Each, Step, Symbol, Wildcard


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
    before, parts = walk.place_of(node), list(entries)
    if any(before in places(part.value) for part in parts):
        # It is made of what it was in an earlier round of a loop.
        lose(builder, value_of(Checkpoint(before)), "made anew from itself", state)
    mapping = _start(walk, node, state)
    for entry in parts:
        if entry.key is None:
            add_all(builder, mapping, entry, state)
        else:
            where = [mapping.at(step) for step in key_steps(entry.key)]
            put(builder, where, entry, state)
    return value_of(Checkpoint(mapping))


def _start(walk: Walk, node: ast.expr, state: State) -> Place:
    """Return the place of a mapping that an expression makes, with nothing in it yet."""
    mapping = walk.place_of(node)
    state.renew((mapping,))
    state.made.add(mapping.origin)
    return mapping


def build_open(walk: Walk, builder: Builder, node: ast.expr, reason: str, state: State) -> Value:
    """Return a mapping that holds what is not in sight."""
    mapping = _start(walk, node, state)
    builder.opened.setdefault(mapping, reason)
    return value_of(Checkpoint(mapping))


def contents(walk: Walk, where: Iterable[Place], state: State) -> Value:
    """Return what is at these places: in a save method, the mappings that were put there."""
    if walk.builder is None:
        return value_of(*map(Checkpoint, where))
    found = set[Place]()
    for place in where:
        if place.path[-1:] == (Wildcard.ANY,):
            mapping = value_of(Checkpoint(place.mapping))
            lose_parts(walk.builder, mapping, "read by a computed key", state)
        found |= {place if one is None else one for one in state.held.get(place, {None})}
    return value_of(*map(Checkpoint, found))


def put(
    builder: Builder, where: Collection[Place], part: Part, state: State, *, is_each: bool = False
) -> None:
    """Store a value at these places; which of several it is, is not known, unless it is each."""
    for place in where:
        state.renew((place,))
        state.store([place])
        if any(isinstance(step, Wildcard | Each | Symbol) for step in place.path):
            _open_all(builder, place, state)
        if len(where) > 1 and not is_each:
            builder.unsure.add(place)
        builder.note_stores(place, (part.node,))
        _put_inside(builder, place, part, state, is_one=len(where) == 1)


def put_default(builder: Builder, where: Collection[Place], part: Part, state: State) -> None:
    """Store a value at these places, as far as nothing is there yet."""
    before = {place: state.held[place] for place in where if place in state.held}
    known = {place for place in where if place in state.present}
    put(builder, where if len(where) > 1 else set(where) - known, part, state)
    for place in before.keys() - known:
        state.held[place] = state.held.get(place, frozenset()) | before[place]


def _put_inside(builder: Builder, place: Place, part: Part, state: State, *, is_one: bool) -> None:
    """Note what is known of the value of a key: which mappings of this method it can be."""
    lose_sequences(builder, part.value, "held in a sequence", state)
    held = places(part.value) if is_one else ()
    others = [alternative for alternative in part.value if not isinstance(alternative, Checkpoint)]
    if len(held) < len(places(part.value)) or any(not isinstance(a, Constant) for a in others):
        builder.opened.setdefault(place, "its value is not in sight")
    state.held[place] = frozenset(held) | ({None} if others or not held else set())


def _open_all(builder: Builder, place: Place, state: State) -> None:
    """Note a store at a key that is not known: any mapping around may have got it."""
    for depth in range(len(place.path)):
        mapping = Place(place.origin, place.path[:depth])
        builder.opened.setdefault(mapping, "computed keys")
        replace_parts(builder, (mapping,), state)
    builder.unsure |= {p for p in state.stored if p.origin == place.origin and len(p.path) > 1}


def add_to(builder: Builder, mappings: Collection[Place], part: Part, state: State) -> None:
    """Store everything that another mapping holds in one of these."""
    for mapping in mappings:
        if len(mappings) == 1:
            add_all(builder, mapping, part, state)
        else:
            builder.opened.setdefault(mapping, f"what {ast.unparse(part.node)} holds")
            replace_parts(builder, (mapping,), state)


def add_all(builder: Builder, mapping: Place, entry: Part, state: State) -> None:
    """Store everything that another mapping holds; what was below its keys is gone."""
    held = places(entry.value)
    if len(held) == 1 and len(entry.value) == 1 and _is_made(held[0], state):
        depth = len(held[0].path) + 1
        tops = {
            p.path[depth - 1] for p in state.stored if held[0].holds(p) and len(p.path) >= depth
        }
        if held[0] == mapping:
            return
        before = _renew_all(held[0], mapping, tops, state)
        graft(builder, held[0], mapping, entry.node, state)
        for place, known in before.items():
            state.held[place] = state.held.get(place, frozenset()) | known
    else:
        builder.opened.setdefault(mapping, f"what {ast.unparse(entry.node)} holds")
        replace_parts(builder, (mapping,), state)
        below = len(mapping.path) + 1
        builder.unsure |= {p for p in state.stored if mapping.holds(p) and len(p.path) > below}


def _renew_all(
    source: Place, target: Place, tops: Iterable[Step], state: State
) -> dict[Place, frozenset[Place | None]]:
    """Forget the keys that another mapping brings; return what those hold that it may not have."""
    before, replaced = dict[Place, frozenset[Place | None]](), list[Place]()
    for top in tops:
        place = target.at(top)
        if source.at(top) in state.present or place not in state.stored:
            replaced.append(place)
        else:
            before[place] = state.held.get(place, frozenset((None,)))
    state.renew(replaced)
    return before


def _is_made(mapping: Place, state: State) -> bool:
    """Tell whether all that is in a mapping is in sight: it is none that was handed in."""
    return mapping.origin in state.made and not mapping.path


def open_to_heirs(builder: Builder, mappings: Iterable[Place], names: str) -> None:
    """Note that the keys of mappings are those that an attribute names: a subclass may add some."""
    for mapping in mappings if names else ():
        builder.opened.setdefault(mapping, f"what {names} holds in a subclass")


def build_comprehension(
    walk: Walk, builder: Builder, node: ast.DictComp, key: Value, state: State, *, is_each: bool
) -> Value:
    """Return the mapping that a comprehension makes: of each of some known names, or of some."""
    steps = key_steps(key)
    if Wildcard.ANY in steps:
        return build_open(walk, builder, node, "computed keys", state)
    mapping = _start(walk, node, state)
    where = [mapping.at(step) for step in steps]
    put(builder, where, Part(None, UNKNOWN, node.value), state, is_each=True)
    match node.generators:
        case [ast.comprehension(iter=ast.Attribute() as names)]:
            open_to_heirs(builder, (mapping,), ast.unparse(names))
        case _:
            pass
    if not is_each:
        state.present = {place for place in state.present if not mapping.holds(place)}
    return value_of(Checkpoint(mapping))
