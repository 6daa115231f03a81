"""``a or b``, ``a and b``, ``a if test else b``: expressions that choose a value."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.comparison import is_true
from flake8_checkpoint_get.analysis.evidence import combined
from flake8_checkpoint_get.analysis.joins import join_states
from flake8_checkpoint_get.analysis.made_up import reads
from flake8_checkpoint_get.analysis.stand_ins import note_beside, stand_in
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import UNKNOWN, Alternative, MadeUp, Value, join
from flake8_checkpoint_get.analysis.walk import Branch, Walk, fall_back, note_selection


def evaluate_either(walk: Walk, is_or: bool, operands: list[ast.expr], state: State) -> Value:  # noqa: FBT001
    """Evaluate ``a or b``, ``a and b``: each operand where the ones before did not decide."""
    found, ways = list[Value](), list[State]()
    for operand in operands[:-1]:
        branch = walk.branch(operand, state)
        walk.recorder.note_used(branch.tested)
        if not isinstance(operands[-1], ast.Compare | ast.BoolOp | ast.UnaryOp):
            walk.recorder.note_used(branch.asked)
        if is_or:
            _take_place(walk, branch)
            found.append(_replaced(walk, branch.value, operands[-1]))
        else:
            found.append(branch.value)
        ways.append((branch.holds if is_or else branch.fails).fork())
        state.become(branch.fails if is_or else branch.holds)
    found.append(walk.evaluate(operands[-1], state))
    fall_back(walk, found[-1], state)
    state.become(join_states([*ways, state]))
    told = combined(found, is_and=not is_or)
    return told if told != UNKNOWN and not any(map(reads, found)) else join(found)


def _take_place(walk: Walk, branch: Branch) -> None:
    """Settle reads of missing keys where the value of another key takes their place."""
    for read in reads(branch.value):
        for mapping in walk.recorder[read].reading.asked:
            branch.holds.settle(walk.recorder.asked_of(mapping, branch.holds.absent))


def _replaced(walk: Walk, value: Value, fallback: ast.expr) -> Value:
    """Return the left side of an ``or`` as a part of the whole: the fallback replaces its defaults.

    A default that is true stays as it is.
    """
    return frozenset(_replaced_default(walk, alternative, fallback) for alternative in value)


def _replaced_default(walk: Walk, alternative: Alternative, fallback: ast.expr) -> Alternative:
    if not isinstance(alternative, MadeUp):
        return alternative
    record = walk.recorder[alternative.read]
    if is_true(record.reading.default_value) is True:
        return alternative
    record.fallback = fallback
    return MadeUp(alternative.read, replaced=True)


def evaluate_conditional(
    walk: Walk, test: ast.expr, body: ast.expr, orelse: ast.expr, state: State
) -> Value:
    """Return what ``body if test else orelse`` may be."""
    branch = walk.branch(test, state)
    walk.recorder.note_used(branch.tested)
    if branch.asked and any(map(_calls, (body, orelse))):
        walk.recorder.note_used(branch.asked)
    note_selection(walk, branch.versions)
    values, leading = [], branch.leading
    for read in branch.asked:
        walk.recorder[read].links = True
    for part, side in ((body, branch.holds), (orelse, branch.fails)):
        missing = branch.asked & side.absent
        value = walk.evaluate(part, side)
        note_beside(walk, leading, branch.holds, branch.fails)
        fall_back(walk, value, side)
        values.append(stand_in(walk, missing, part, value, side))
    state.become(branch.joined())
    return join(values)


def _calls(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Call) for part in ast.walk(node))
