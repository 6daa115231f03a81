"""Tests on a defaulted read: where does a checkpoint without the key come out?"""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.comparison import compared, is_true
from flake8_checkpoint_get.analysis.made_up import own_defaults, reads
from flake8_checkpoint_get.analysis.recorder import Reading
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import written
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Constant,
    Evidence,
    MadeUp,
    Value,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Branch, Walk

NONE = value_of(Constant(None))
SAMENESS = (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)


def part_by_truth(walk: Walk, found: Branch, value: Value) -> None:
    """Part the sides of a test for the truth of a value."""
    found.tested |= reads(value)
    for read in own_defaults(value):
        reading = walk.recorder[read].reading
        outcome = is_true(reading.default_value)
        is_flag = _differ(outcome, is_true(_found(value, reading)))
        is_none = reading.default_value == NONE
        _part(found, read, outcome=outcome, tests_absence=is_none or is_flag)


def part_by_comparison(
    walk: Walk, found: Branch, op: ast.cmpop, value: Value, against: ast.expr, other: Value
) -> None:
    """Part the sides of ``value op against``, where ``against`` may be ``other``."""
    found.tested |= reads(value)
    for read in own_defaults(value):
        reading = walk.recorder[read].reading
        outcome = _outcome(op, reading, against, other)
        is_flag = _differ(outcome, compared(op, _found(value, reading), other))
        is_sentinel = isinstance(op, ast.Is | ast.IsNot) or reading.default_value == NONE
        _part(found, read, outcome=outcome, tests_absence=is_sentinel or is_flag)


def _found(value: Value, reading: Reading) -> Value:
    """Return what a value can be only where the key is there: its default is left out."""
    made_up = frozenset(alternative for alternative in value if isinstance(alternative, MadeUp))
    return value - made_up - reading.default_value


def _differ(*outcomes: bool | None) -> bool:
    """Tell whether a test comes out one way without the key, and surely the other way with it.

    It asks a flag: ``version = 1 if "buckets" in state else 2``, then ``if version == 1``.
    """
    return set(outcomes) == {True, False}


def shown_by_comparison(
    walk: Walk, state: State, op: ast.cmpop, value: Value, against: ast.expr, other: Value
) -> Value:
    """Return what the outcome of ``value op against`` tells, when it is kept in a name."""
    match tuple(own_defaults(value)):
        case (read,) if read in state.live and len(reads(value)) == 1:
            outcome = _outcome(op, walk.recorder[read].reading, against, other)
            return UNKNOWN if outcome is None else value_of(Evidence(state.live[read], not outcome))
        case _:
            return UNKNOWN


def part_by_type(walk: Walk, found: Branch, test: ast.expr) -> None:
    """Part the sides of ``isinstance(value, type)``: a default of None is of no type asked for."""
    match test:
        case ast.Call(ast.Name("isinstance"), [value, kinds]) if "None" not in ast.dump(kinds):
            tested = walk.evaluate(value, found.holds)
            found.tested |= reads(tested)
            for read in own_defaults(tested):
                is_none = walk.recorder[read].reading.default_value == NONE
                outcome = False if is_none else None
                _part(found, read, outcome=outcome, tests_absence=is_none)
        case _:
            pass


def _outcome(op: ast.cmpop, reading: Reading, against: ast.expr, other: Value) -> bool | None:
    """Return how the comparison comes out for the default of a read."""
    if isinstance(op, SAMENESS) and _is_same(reading.default, against):
        return isinstance(op, ast.Is | ast.Eq)
    if reading.default_value == NONE and isinstance(op, SAMENESS) and not _may_be_none(other):
        return isinstance(op, ast.IsNot | ast.NotEq)
    return compared(op, reading.default_value, other)


def _is_same(default: ast.expr | None, against: ast.expr) -> bool:
    """Tell whether a default is compared with itself: a sentinel, or any other expression."""
    return default is not None and written(default) == written(against)


def _may_be_none(value: Value) -> bool:
    """Tell whether a value is None; of what is not known, it is not assumed."""
    return Constant(None) in value


def _part(found: Branch, read: int, *, outcome: bool | None, tests_absence: bool) -> None:
    """Note on which side the default comes out; on the other side, the key is there.

    ``tests_absence`` is set where the default cannot be taken for a saved value.
    """
    if outcome is None:
        return
    with_default, without = (found.holds, found.fails) if outcome else (found.fails, found.holds)
    where = without.live.get(read)
    if where is not None:
        without.settle([read])
        without.present |= where
        if tests_absence:
            with_default.absent.add(read)
