"""Comprehensions: loops that are expressions."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.building import build_comprehension
from flake8_checkpoint_get.analysis.joins import join_states
from flake8_checkpoint_get.analysis.loops import may_change, runs_surely
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.unpacking import elements
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    Evidence,
    Place,
    SequenceOf,
    TupleOf,
    Value,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Branch, Walk, fall_back
from flake8_checkpoint_get.model import Each, Wildcard

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def evaluate_comprehension(walk: Walk, node: Comprehension, state: State) -> Value:
    """Return what a comprehension yields: a copy of a checkpoint value, or a sequence."""
    inner, tests = state.fork(), list[Value]()
    left_out, not_run = list[State](), list[State]()
    for generator in node.generators:
        iterated = walk.evaluate(generator.iter, inner)
        if may_change(walk, generator.iter) and not places(iterated):
            iterated = UNKNOWN
        fall_back(walk, iterated, inner)
        if _may_not_run(walk, node, iterated):
            not_run.append(inner.fork())
        walk.assign(generator.target, elements(iterated, generator), inner)
        for test in generator.ifs:
            branch = walk.branch(test, inner)
            walk.recorder.note_used(branch.tested | _kept(branch))
            tests.append(branch.value)
            left_out.append(branch.fails.fork())
            inner.become(branch.holds)
    key = UNKNOWN
    if isinstance(node, ast.DictComp):
        key = walk.evaluate(node.key, inner)
        yielded = walk.evaluate(node.value, inner)
    else:
        yielded = walk.evaluate(node.elt, inner)
    fall_back(walk, yielded, inner)
    inner.become(_after_rounds(join_states([inner, *left_out]), not_run))
    # The names bound inside end here; what was read inside does not.
    inner.names, inner.attributes = state.names, state.attributes
    state.become(inner)
    if walk.builder is not None and isinstance(node, ast.DictComp):
        is_each = len(node.generators) == 1 and _takes_each(node.generators[0], iterated)
        return build_comprehension(walk, walk.builder, node, key, state, is_each=is_each)
    if walk.builder is None and (tests or _renames(node)):
        state.handed.update(places(_copied(yielded) or UNKNOWN))
    return _filtered(tests) or _copied(yielded) or value_of(SequenceOf(yielded))


def _may_not_run(walk: Walk, node: Comprehension, iterated: Value) -> bool:
    """Tell whether there may be no round at all; nobody may ask a generator for one."""
    is_lazy = walk.builder is not None and isinstance(node, ast.GeneratorExp)
    return is_lazy or not runs_surely(iterated)


def _after_rounds(rounds: State, not_run: list[State]) -> State:
    """Return what is known when a comprehension is over.

    What is asked there in the place of a missing key is another layout of the checkpoint, however
    many elements that has.
    """
    known = join_states([rounds, *not_run])
    known.settle([read for read in known.live if read not in rounds.live])
    return known


def _renames(node: Comprehension) -> bool:
    """Tell whether the keys of a copy are others than those of the mapping."""
    return isinstance(node, ast.DictComp) and not isinstance(node.key, ast.Name)


def _takes_each(generator: ast.comprehension, iterated: Value) -> bool:
    """Tell whether a comprehension goes through known values, and leaves none out."""
    is_whole = isinstance(generator.iter, ast.Name | ast.Attribute | ast.Tuple | ast.List)
    return is_whole and not generator.ifs and all(isinstance(a, TupleOf) for a in iterated)


def _kept(branch: Branch) -> frozenset[int]:
    """Return the tests that leave elements out because their keys are missing."""
    return frozenset(read for read in branch.asked if read in branch.fails.live)


def _filtered(tests: list[Value]) -> Value | None:
    """Return what ``[key for key in wanted if key not in state]`` tells: empty, all are there."""
    match tests:
        case [value] if all(isinstance(a, Evidence) and not a.when for a in value):
            return value
        case _:
            return None


def _copied(yielded: Value) -> Value | None:
    """Return the checkpoint value whose elements are yielded one by one, if there is one."""
    whole = [_whole(place) for place in places(yielded)]
    if len(whole) != len(yielded) or None in whole:
        return None
    return value_of(*(Checkpoint(place) for place in whole if place is not None))


def _whole(place: Place) -> Place | None:
    if place.path and isinstance(place.path[-1], Wildcard | Each):
        return Place(place.origin, place.path[:-1])
    return None
