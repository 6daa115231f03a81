"""Tests: what is known where they hold and where they do not.

A test on a defaulted read tells on which side a checkpoint without the key comes out; a membership
test tells on which side the key is there; a test on a version tells which side is for older
checkpoints; a test on a parameter such as ``strict`` tells on which side the caller asked for
leniency.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from itertools import pairwise

from flake8_checkpoint_get.analysis import evidence
from flake8_checkpoint_get.analysis.absence import (
    part_by_comparison,
    part_by_truth,
    part_by_type,
    shown_by_comparison,
)
from flake8_checkpoint_get.analysis.joins import join_alternatives
from flake8_checkpoint_get.analysis.key_sets import has_all, same_keys
from flake8_checkpoint_get.analysis.path_ends import End, Excuse
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import UNKNOWN, Constant, Older, Value, value_of
from flake8_checkpoint_get.analysis.versions import is_version, older_side, versions_read
from flake8_checkpoint_get.analysis.walk import Branch, Walk

ZERO = value_of(Constant(0))
STRICTNESS = re.compile(r"strict")
LENIENCY = re.compile(r"^(allow_partial|ignore_|non_?strict)")


def branch(walk: Walk, test: ast.expr, state: State) -> Branch:
    """Evaluate a test, and return what is known where it holds and where it does not.

    The state that is passed in is not to be used any more.
    """
    match test:
        case ast.UnaryOp(ast.Not(), operand):
            found = walk.branch(operand, state)
            value = evidence.negated(found.value)
            return replace(found, value=value, holds=found.fails, fails=found.holds)
        case ast.BoolOp(op, operands):
            return _combined(walk, isinstance(op, ast.And), operands, state)
        case ast.Compare(left, [op], [right]):
            return _compare(walk, test, left, op, right, state)
        case ast.Compare():
            return _combined(walk, True, list(_links(test)), state)  # noqa: FBT003
        case ast.Constant(value) if value is not ...:
            dead = State(end=End.REJECTED, waiting=state.waiting)
            sides = (state, dead) if value else (dead, state)
            return Branch(value_of(Constant(value)), *sides)
        case _:
            return _truth(walk, test, state)


def _links(chain: ast.Compare) -> list[ast.Compare]:
    """Return ``a < b`` and ``b < c`` for ``a < b < c``."""
    operands = pairwise([chain.left, *chain.comparators])
    return [ast.Compare(a, [op], [b]) for (a, b), op in zip(operands, chain.ops, strict=True)]


def _is_said(walk: Walk, left: ast.expr, op: ast.cmpop, right: ast.expr) -> tuple[str, bool] | None:
    """Return the parameter and the side of ``strict is False``, ``strict == True`` and the like."""
    match left, op, right:
        case ast.Name(name), ast.Is() | ast.Eq(), ast.Constant(bool() as said):
            return (name, said) if name in walk.parameters else None
        case ast.Name(name), ast.IsNot() | ast.NotEq(), ast.Constant(bool() as said):
            return (name, not said) if name in walk.parameters else None
        case _:
            return None


def _combined(walk: Walk, is_and: bool, operands: list[ast.expr], state: State) -> Branch:  # noqa: FBT001
    """Branch on ``a and b`` or ``a or b``: each operand only where the ones before let it."""
    decided, values = list[State](), list[Value]()
    tested, versions, asked = frozenset[int](), frozenset[int](), frozenset[int]()
    for operand in operands:
        part = walk.branch(operand, state)
        tested |= part.tested
        versions |= part.versions
        asked |= part.asked
        values.append(part.value)
        decided.append(part.fails if is_and else part.holds)
        state = part.holds if is_and else part.fails
    other = join_alternatives(decided)
    value = evidence.combined(values, is_and=is_and)
    holds, fails = (state, other) if is_and else (other, state)
    return Branch(value, holds, fails, tested, versions, asked)


def _truth(walk: Walk, test: ast.expr, state: State) -> Branch:
    value = walk.evaluate(test, state)
    found = Branch(value, state.fork(), state)
    part_by_truth(walk, found, value)
    evidence.obey(walk, found, value)
    if is_version(walk, value):
        _gate(walk, found, value, older_holds=False)
    if isinstance(test, ast.Name) and _is_said_by_caller(walk, test.id, value):
        _excuse_leniency(test.id, found.holds, found.fails)
    part_by_type(walk, found, test)
    return found


def _is_said_by_caller(walk: Walk, name: str, value: Value) -> bool:
    """Tell whether a name is a parameter, or what it may be is not in sight: ``kwargs.get(…)``."""
    return name in walk.parameters or value == UNKNOWN


def _excuse_leniency(name: str, if_true: State, if_false: State) -> None:
    if LENIENCY.search(name):
        if_true.excuse_absence(Excuse.LENIENT)
    elif STRICTNESS.search(name):
        if_false.excuse_absence(Excuse.LENIENT)


def _compare(
    walk: Walk, node: ast.Compare, left: ast.expr, op: ast.cmpop, right: ast.expr, state: State
) -> Branch:
    one, other = walk.evaluate(left, state), walk.evaluate(right, state)
    shown = shown_by_comparison(walk, state, op, one, right, other)
    told = _asked(walk, node, one, other, state)
    found = Branch(told, state.fork(), state)
    evidence.obey(walk, found, told)
    part_by_comparison(walk, found, op, one, right, other)
    part_by_comparison(walk, found, _mirrored(op), other, left, one)
    if found.value == UNKNOWN:
        found.value = shown
    said = _is_said(walk, left, op, right)
    if said is not None:
        name, holds = said
        sides = (found.holds, found.fails) if holds else (found.fails, found.holds)
        _excuse_leniency(name, *sides)
    for version, operator, against in ((one, op, right), (other, _mirrored(op), left)):
        older = older_side(operator, against) if is_version(walk, version) else None
        if older is not None:
            _gate(walk, found, version, older_holds=older)
    return found


def _asked(walk: Walk, node: ast.Compare, one: Value, other: Value, state: State) -> Value:
    """Return what a comparison tells about keys, and note that it asks for them."""
    if not hasattr(node, "lineno"):
        # A link of ``a < b in c``: there is no such node in the source.
        return UNKNOWN
    match node.ops[0]:
        case ast.In() | ast.NotIn():
            return evidence.membership(walk, node, one, other, state)
        case ast.LtE():
            return evidence.note_membership(walk, node, None, has_all(one, other), state)
        case ast.GtE():
            return evidence.note_membership(walk, node, None, has_all(other, one), state)
        case ast.Gt() | ast.NotEq() if other == ZERO and evidence.is_told(one):
            return one
        case ast.Eq() if other == ZERO and evidence.is_told(one):
            return evidence.negated(one)
        case ast.Eq() | ast.NotEq() as op:
            return same_keys(op, one, other)
        case _:
            return UNKNOWN


def _mirrored(op: ast.cmpop) -> ast.cmpop:
    """Return the operator with which a comparison says the same with its sides exchanged."""
    match op:
        case ast.Lt():
            return ast.Gt()
        case ast.Gt():
            return ast.Lt()
        case ast.LtE():
            return ast.GtE()
        case ast.GtE():
            return ast.LtE()
        case _:
            return op


def _gate(walk: Walk, found: Branch, version: Value, *, older_holds: bool) -> None:
    """Note a test on a version, of which one side is for older checkpoints."""
    versions = versions_read(walk, version)
    found.versions |= versions
    found.value = value_of(Older(older_holds, versions))
    if not walk.frame.rejecting:
        evidence.excuse_older(found, versions, when=older_holds)
