"""What tests of whole sets of keys tell: ``wanted <= state.keys()`` and the like."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.keys import key_steps
from flake8_checkpoint_get.analysis.reads import are_layouts
from flake8_checkpoint_get.analysis.unpacking import elements
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Alternative,
    Checkpoint,
    Constant,
    Evidence,
    Place,
    TupleOf,
    Value,
    View,
    join,
    value_of,
)
from flake8_checkpoint_get.model import Wildcard


def has_all(wanted: Value, mapping: Value) -> Value:
    """Return what ``wanted <= mapping.keys()`` tells: if it holds, all of them are there."""
    known = all(isinstance(alternative, TupleOf) for alternative in wanted)
    told = membership_of(mapping, elements(wanted), when=True) if known else UNKNOWN
    return told if all(not _is_computed(a) for a in told) else UNKNOWN


def same_keys(op: ast.cmpop, one: Value, other: Value) -> Value:
    """Return what comparing all keys of a mapping, or their number, with others tells.

    Equal, all that are wanted are there; which they are, need not be known.
    """
    when = isinstance(op, ast.Eq)
    for mapping, wanted in ((one, other), (other, one)):
        match tuple(mapping), tuple(wanted):
            case (Checkpoint(place) | View(Checkpoint(place), "keys"),), (TupleOf(members),):
                steps = key_steps(join(members))
                if all(isinstance(step, str) for step in steps):
                    where = {place.at(Wildcard.ANY), *(place.at(step) for step in steps)}
                    return value_of(Evidence(frozenset(where), when))
            case (View(Checkpoint(place), "keys" | "len"),), (alternative,) if not isinstance(
                alternative, Constant
            ):
                return value_of(Evidence(frozenset((place.at(Wildcard.ANY),)), when))
            case _:
                pass
    return UNKNOWN


def missing_keys(wanted: Value, mapping: Value) -> Value:
    """Return what a set of wanted keys without those of a mapping tells: empty, all are there."""
    told = membership_of(mapping, elements(wanted), when=False)
    return told if all(not _is_computed(a) for a in told) else UNKNOWN


def _is_computed(test: Alternative) -> bool:
    return isinstance(test, Evidence) and any(
        Wildcard.ANY in place.path[-1:] for place in test.where
    )


def membership_of(mapping: Value, key: Value, *, when: bool) -> Value:
    """Return what it tells that a key is in a mapping; nothing where it is not one mapping."""
    asked, steps = _mappings(mapping), key_steps(key)
    if not are_layouts(asked):
        return UNKNOWN
    return value_of(Evidence(frozenset(place.at(step) for place in asked for step in steps), when))


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
