"""Checkpoint data that is merged into defaults: what it lacks is filled in."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.keys import constant_keys, key_steps
from flake8_checkpoint_get.analysis.recorder import Reading, ReadKind
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    CopyOf,
    MadeUp,
    MappingOf,
    Unknown,
    Value,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk, use
from flake8_checkpoint_get.model import Step, Wildcard

MADE_BY_FACTORY = "what {} makes"
"""How a message speaks of the values of a ``defaultdict``."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a mapping is merged into: the value, its expression, and how a message speaks of it."""

    value: Value
    node: ast.expr | None
    form: str = "what {} holds"


def merge(
    walk: Walk,
    node: ast.expr,
    defaults: Sequence[Defaults],
    mapping: Value,
    mapping_node: ast.expr,
    state: State,
) -> Value:
    """Return checkpoint data merged into defaults; note the keys that may be filled in so."""
    asked = frozenset(places(mapping))
    steps = {step for one in defaults for step in _steps(one.value)}
    steps = steps if Wildcard.ANY not in steps else {Wildcard.ANY}
    where = frozenset(place.at(step) for place in asked for step in steps)
    where = frozenset(place for place in where if not state.knows((place,)))
    if not where:
        return mapping
    missing = frozenset(place.path[-1] for place in where)
    shown = _shown(defaults)
    reading = Reading(
        ReadKind.MERGED,
        walk.function,
        node,
        mapping_node,
        None,
        constant_keys(missing),
        None,
        shown.node,
        shown.value,
        asked,
        where,
        shown.form,
    )
    record = walk.recorder.note(reading)
    state.await_keys({record.number: where})
    state.store(where)
    return mapping | {MadeUp(record.number)}


def is_merge(defaults: Iterable[Defaults], mapping: Value) -> bool:
    """Tell whether checkpoint data is merged into something that is none."""
    return bool(places(mapping)) and not any(places(one.value) for one in defaults)


def _steps(value: Value) -> set[Step]:
    """Return the keys of defaults, or the wildcard where they are not all known."""
    steps = set[Step]()
    for alternative in value:
        match alternative:
            case MappingOf(items):
                steps |= {step for key, _ in items for step in key_steps(key)}
            case _:
                return {Wildcard.ANY}
    return steps


def _shown(defaults: Sequence[Defaults]) -> Defaults:
    """Return the defaults that a message names: one for all of them."""
    match defaults:
        case [one]:
            return one
        case _:
            return Defaults(UNKNOWN, None)


def update(
    walk: Walk,
    node: ast.Call,
    receiver: Value,
    receiver_node: ast.expr,
    arguments: Sequence[Value],
    state: State,
) -> None:
    """Walk ``merged.update(state)``, where ``merged`` is a copy of something, or a display."""
    match receiver_node, node.args, arguments:
        case ast.Name(name), [mapping_node, *_], [mapping, *_] if places(mapping):
            defaults = [Defaults(receiver, receiver_node)]
            merged = merge(walk, node, defaults, mapping, mapping_node, state)
            state.bind(name, merged)
        case _:
            for value in arguments:
                use(walk, value, state)


def is_made(value: Value) -> bool:
    """Tell whether a value is a mapping that the code made, from nothing of the checkpoint."""
    return bool(value) and all(isinstance(a, MappingOf | CopyOf) for a in value)


def copied(value: Value) -> Value:
    """Return a copy of a value: of one that is not known, that it is a copy is known."""
    return value if value - {Unknown()} else value_of(CopyOf())
