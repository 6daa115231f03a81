"""Patterns of ``match``: what each case binds and tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_checkpoint_get.analysis.absence import part_by_comparison
from flake8_checkpoint_get.analysis.evidence import note_membership
from flake8_checkpoint_get.analysis.joins import join_states
from flake8_checkpoint_get.analysis.keys import key_steps
from flake8_checkpoint_get.analysis.path_ends import End, Excuse
from flake8_checkpoint_get.analysis.reads import fall_back_on
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    Constant,
    Evidence,
    Place,
    TupleOf,
    Value,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.versions import is_version, versions_read
from flake8_checkpoint_get.analysis.walk import Branch, Walk, note_tested

NO_NODE = ast.Constant(...)


def branch_on_case(walk: Walk, subject: Value, case: ast.match_case, state: State) -> Branch:
    """Return what is known where a case is taken, and where the next one is tried."""
    branch = Branch(UNKNOWN, state.fork(), state, versions=versions_read(walk, subject))
    compared = _compared(walk, case.pattern, state)
    if compared is not None:
        part_by_comparison(walk, branch, ast.In(), subject, NO_NODE, compared)
        if is_version(walk, subject):
            branch.holds.excuse_absence(Excuse.OLDER_VERSION)
    asked = _note_keys(walk, case.pattern, subject, branch)
    _bind(walk, case.pattern, subject, branch.holds)
    branch.holds.settle(asked)
    branch.asked |= asked
    if case.guard is not None:
        guard = walk.branch(case.guard, branch.holds)
        note_tested(walk, guard)
        branch.holds = guard.holds
        branch.fails = join_states([branch.fails, guard.fails])
    elif _takes_all(case.pattern):
        branch.fails = State(end=End.LEFT, waiting=state.waiting)
    return branch


def _note_keys(walk: Walk, pattern: ast.pattern, subject: Value, branch: Branch) -> set[int]:
    """Note the keys that a pattern asks for: without them, the next case is tried."""
    where = frozenset(_asked_places(walk, pattern, subject, branch.fails))
    told = value_of(Evidence(where, when=True)) if where else UNKNOWN
    reads = set[int]()
    for alternative in note_membership(walk, pattern, None, told, branch.fails):
        if isinstance(alternative, Evidence):
            reads |= alternative.reads
    walk.recorder.note_used(reads)
    branch.fails.absent |= reads & branch.fails.live.keys()
    return reads


def _asked_places(
    walk: Walk, pattern: ast.pattern, subject: Value, state: State
) -> Iterator[Place]:
    """Yield the places of the keys that a pattern asks for, those of its parts included."""
    match pattern:
        case ast.MatchAs(ast.pattern() as inner):
            yield from _asked_places(walk, inner, subject, state)
        case ast.MatchMapping(keys, patterns) if len(places(subject)) == 1:
            for key, part in zip(keys, patterns, strict=True):
                steps = key_steps(walk.evaluate(key, state))
                where = [place.at(step) for place in places(subject) for step in steps]
                yield from where
                yield from _asked_places(walk, part, value_of(*map(Checkpoint, where)), state)
        case _:
            pass


def _compared(walk: Walk, pattern: ast.pattern, state: State) -> Value | None:
    """Return the values that a pattern compares with, if that is all it does."""
    match pattern:
        case ast.MatchSingleton(value):
            return value_of(TupleOf((value_of(Constant(value)),)))
        case ast.MatchValue(value):
            return value_of(TupleOf((walk.evaluate(value, state),)))
        case ast.MatchOr(patterns):
            parts = [_compared(walk, part, state) for part in patterns]
            found = [a for part in parts if part for a in part if isinstance(a, TupleOf)]
            if len(found) < len(patterns):
                return None
            return value_of(TupleOf(tuple(v for one in found for v in one.elements)))
        case _:
            return None


def _takes_all(pattern: ast.pattern) -> bool:
    match pattern:
        case ast.MatchAs(None):
            return True
        case ast.MatchOr(patterns):
            return any(map(_takes_all, patterns))
        case _:
            return False


def _bind(walk: Walk, pattern: ast.pattern, subject: Value, state: State) -> None:
    """Bind the names of a pattern, and note the keys that it asks for."""
    match pattern:
        case ast.MatchAs(inner, name):
            if inner is not None:
                _bind(walk, inner, subject, state)
            if name is not None:
                state.bind(name, subject)
        case ast.MatchMapping(keys, patterns, rest):
            for key, part in zip(keys, patterns, strict=True):
                _bind(walk, part, _item(walk, subject, key, state), state)
            if rest is not None:
                state.bind(rest, subject)
        case _:
            _bind_unknown(pattern, state)


def _item(walk: Walk, subject: Value, key: ast.expr, state: State) -> Value:
    steps, asked = key_steps(walk.evaluate(key, state)), places(subject)
    where = [place.at(step) for place in asked for step in steps]
    walk.recorder.strict.update(where)
    if len(asked) == 1:
        fall_back_on(walk, asked[0], where, state)
        state.confirm(where)
    return value_of(*map(Checkpoint, where)) if where else UNKNOWN


def _bind_unknown(pattern: ast.pattern, state: State) -> None:
    for part in ast.walk(pattern):
        match part:
            case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
                state.bind(name, UNKNOWN)
            case ast.MatchMapping(rest=str() as name):
                state.bind(name, UNKNOWN)
            case _:
                pass
