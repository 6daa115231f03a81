"""Comprehensions: loops that are expressions."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    Checkpoint,
    Place,
    SequenceOf,
    Value,
    elements,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk
from flake8_checkpoint_get.model import Wildcard

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def evaluate_comprehension(walk: Walk, node: Comprehension, state: State) -> Value:
    """Return what a comprehension yields: a copy of a checkpoint value, or a sequence."""
    inner = state.fork()
    for generator in node.generators:
        walk.assign(generator.target, elements(walk.evaluate(generator.iter, inner)), inner)
        for test in generator.ifs:
            inner.become(walk.branch(test, inner).holds)
    if isinstance(node, ast.DictComp):
        walk.evaluate(node.key, inner)
        yielded = walk.evaluate(node.value, inner)
    else:
        yielded = walk.evaluate(node.elt, inner)
    # The names bound inside end here; what was read inside does not.
    inner.names, inner.attributes = state.names, state.attributes
    state.become(inner)
    return _copied(yielded) or value_of(SequenceOf(yielded))


def _copied(yielded: Value) -> Value | None:
    """Return the checkpoint value whose elements are yielded one by one, if there is one."""
    whole = [_whole(place) for place in places(yielded)]
    if len(whole) != len(yielded) or None in whole:
        return None
    return value_of(*(Checkpoint(place) for place in whole if place is not None))


def _whole(place: Place) -> Place | None:
    if place.path and place.path[-1] is Wildcard.ANY:
        return Place(place.origin, place.path[:-1])
    return None
