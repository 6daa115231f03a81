"""Tests: what is known where they hold and where they do not.

A test on a defaulted read tells on which side a checkpoint without the key comes out; a membership
test tells on which side the key is there; a test on a version tells which side is for older
checkpoints; a test on a parameter such as ``strict`` tells on which side the caller asked for
leniency.
"""

from __future__ import annotations

import ast
import re

from flake8_checkpoint_get.analysis.comparison import compared, is_true
from flake8_checkpoint_get.analysis.reads import key_steps
from flake8_checkpoint_get.analysis.recorder import Reading
from flake8_checkpoint_get.analysis.state import End, Excuse, State, join_states
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    Constant,
    KeyOf,
    MadeUp,
    Place,
    Value,
    View,
    reads,
    value_of,
)
from flake8_checkpoint_get.analysis.versions import is_version, older_side, versions_read
from flake8_checkpoint_get.analysis.walk import Branch, Walk, use
from flake8_checkpoint_get.model import Wildcard

STRICTNESS = re.compile(r"strict")
SAMENESS = (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)
LENIENCY = re.compile(r"^(allow_partial|ignore_|non_?strict)")


def branch(walk: Walk, test: ast.expr, state: State) -> Branch:
    """Evaluate a test, and return what is known where it holds and where it does not.

    The state that is passed in is not to be used any more.
    """
    match test:
        case ast.UnaryOp(ast.Not(), operand):
            return walk.branch(operand, state).negated()
        case ast.BoolOp(op, operands):
            return _combined(walk, isinstance(op, ast.And), operands, state)
        case ast.Compare(left, [op], [right]):
            return _compare(walk, left, op, right, state)
        case ast.Compare(left, _, others):
            for operand in (left, *others):
                use(walk, walk.evaluate(operand, state), state)
            return Branch(UNKNOWN, state.fork(), state)
        case ast.Constant(value):
            dead = State(end=End.REJECTED)
            sides = (state, dead) if value else (dead, state)
            return Branch(value_of(Constant(value)) if value is not ... else UNKNOWN, *sides)
        case _:
            return _truth(walk, test, state)


def _combined(walk: Walk, is_and: bool, operands: list[ast.expr], state: State) -> Branch:  # noqa: FBT001
    """Branch on ``a and b`` or ``a or b``: each operand only where the ones before let it."""
    decided, versions = list[State](), frozenset[int]()
    for operand in operands:
        part = walk.branch(operand, state)
        versions |= part.versions
        decided.append(part.fails if is_and else part.holds)
        state = part.holds if is_and else part.fails
    other = join_states(decided)
    holds, fails = (state, other) if is_and else (other, state)
    return Branch(UNKNOWN, holds, fails, versions)


def _truth(walk: Walk, test: ast.expr, state: State) -> Branch:
    value = walk.evaluate(test, state)
    found = Branch(value, state.fork(), state)
    _test_reads(
        walk,
        found,
        {read: is_true(walk.recorder[read].reading.default_value) for read in reads(value)},
    )
    if is_version(walk, value):
        _gate(walk, found, value, older_holds=False)
    if isinstance(test, ast.Name) and test.id in walk.parameters:
        _excuse_leniency(test.id, found)
    return found


def _excuse_leniency(name: str, found: Branch) -> None:
    if STRICTNESS.search(name) and not LENIENCY.search(name):
        found.fails.excuse_absence(Excuse.LENIENT)
    elif LENIENCY.search(name):
        found.holds.excuse_absence(Excuse.LENIENT)


def _test_reads(walk: Walk, found: Branch, outcomes: dict[int, bool | None]) -> None:
    """Part the sides of a test on defaulted reads: where would the default have come out?

    Only a default that cannot be a saved value (None, a sentinel) makes it a test for absence.
    """
    for read, outcome in outcomes.items():
        walk.recorder[read].used = True
        if outcome is None:
            continue
        with_default, without = (
            (found.holds, found.fails) if outcome else (found.fails, found.holds)
        )
        where = without.live.get(read)
        if where is not None:
            if _means_absence(walk.recorder[read].reading):
                with_default.absent.add(read)
            without.settle([read])
            without.present |= where


def _means_absence(reading: Reading) -> bool:
    return reading.default_value == value_of(Constant(None)) or is_sentinel(reading.default)


def is_sentinel(default: ast.expr | None) -> bool:
    """Tell whether a default is a name in capitals, or ``object()``: no value of its own."""
    match default:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name.strip("_").isupper()
        case _:
            return False


def _compare(walk: Walk, left: ast.expr, op: ast.cmpop, right: ast.expr, state: State) -> Branch:
    one, other = walk.evaluate(left, state), walk.evaluate(right, state)
    found = Branch(UNKNOWN, state.fork(), state)
    if isinstance(op, ast.In | ast.NotIn) and _mappings(other):
        holds = isinstance(op, ast.In)
        _test_membership(walk, found if holds else found.negated(), one, other)
        return found
    outcomes = {read: _outcome(walk, op, read, other, right, flipped=False) for read in reads(one)}
    outcomes |= {read: _outcome(walk, op, read, one, left, flipped=True) for read in reads(other)}
    _test_reads(walk, found, outcomes)
    for version, operator, against, flipped in ((one, op, right, False), (other, op, left, True)):
        if is_version(walk, version):
            older = older_side(operator, against, flipped=flipped)
            if older is not None:
                _gate(walk, found, version, older_holds=older)
    return found


def _outcome(
    walk: Walk, op: ast.cmpop, read: int, other: Value, against: ast.expr, *, flipped: bool
) -> bool | None:
    """Return how the comparison comes out for the default of a read."""
    reading = walk.recorder[read].reading
    if reading.default is not None and ast.dump(reading.default) == ast.dump(against):
        return isinstance(op, ast.Is | ast.Eq) if isinstance(op, SAMENESS) else None
    sides = (other, reading.default_value) if flipped else (reading.default_value, other)
    return compared(op, *sides)


def _gate(walk: Walk, found: Branch, version: Value, *, older_holds: bool) -> None:
    """Excuse what is missing on the side that checkpoints of an older version take."""
    older = found.holds if older_holds else found.fails
    found.versions |= versions_read(walk, version)
    unanswered = {read: older.live[read] for read in found.versions if read in older.live}
    older.excuse_absence(Excuse.OLDER_VERSION)
    # Whether the version itself may be missing is not answered by asking for it.
    older.live |= unanswered


def _mappings(value: Value) -> list[Place]:
    """Return the mappings whose keys a membership test looks at."""
    found = list[Place]()
    for alternative in value:
        match alternative:
            case Checkpoint(place) | View(Checkpoint(place), "keys"):
                found.append(place)
            case _:
                pass
    return found


def _test_membership(walk: Walk, found: Branch, key: Value, mapping: Value) -> None:
    """Branch on ``key in mapping``."""
    if any(isinstance(alternative, KeyOf | MadeUp) for alternative in key):
        return
    asked, steps = _mappings(mapping), key_steps(key)
    if len(asked) != 1 or Wildcard.ANY in steps:
        return
    where = {asked[0].at(step) for step in steps}
    found.holds.confirm(where)
    found.fails.present -= where
    found.fails.absent |= {read for read, at in found.fails.live.items() if at & where}
    keys = [step for step in steps if isinstance(step, str)]
    if any(walk.settings.is_version_key(step) for step in keys):
        found.fails.excuse_absence(Excuse.OLDER_VERSION)
