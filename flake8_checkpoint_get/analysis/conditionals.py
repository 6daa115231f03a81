"""``if`` and ``match``: what each branch knows, and what is left of it afterwards."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.library import EXITS
from flake8_checkpoint_get.analysis.matching import branch_on_case
from flake8_checkpoint_get.analysis.state import End, State, join_states
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.values import places, reads
from flake8_checkpoint_get.analysis.walk import Branch, Walk, note_selection, note_tested


def execute_if(walk: Walk, node: ast.If, state: State) -> None:
    """Walk an ``if`` with its ``elif`` branches, one after another: a chain can be long."""
    before = state.absent.copy()
    branches, rest = list[Branch](), state.fork()
    link: ast.If | None = node
    while link is not None:
        walk.frame.rejecting = _rejects(link.body) or _rejects(link.orelse)
        branch = walk.branch(link.test, rest)
        walk.frame.rejecting = False
        if not _only_converts(walk, link, branch.holds):
            note_tested(walk, branch)
        walk.execute(link.body, branch.holds)
        branches.append(branch)
        rest, last, link = branch.fails, link, _elif(link)
    walk.execute(last.orelse, rest)
    _note_selections(walk, branches, rest)
    _leave([*(branch.holds for branch in branches), rest], before, state)


def _elif(node: ast.If) -> ast.If | None:
    match node.orelse:
        case [ast.If() as link]:
            return link
        case _:
            return None


def _rejects(body: list[ast.stmt]) -> bool:
    """Tell whether a block ends in an exception, as far as its last statement shows."""
    match body[-1:]:
        case [ast.Raise()]:
            return True
        case [ast.Expr(ast.Call(function))]:
            return dotted(function) in EXITS
        case _:
            return False


def _note_selections(walk: Walk, branches: list[Branch], last: State) -> None:
    """Note the versions by which a chain selects; what follows a link is its other side."""
    other = last.end
    for branch in reversed(branches):
        if branch.versions:
            note_selection(walk, branch.versions, branch.holds.end, other)
        other = other if branch.holds.end is other else None


def execute_match(walk: Walk, node: ast.Match, state: State) -> None:
    """Walk a ``match``."""
    before = state.absent.copy()
    subject = walk.evaluate(node.subject, state)
    walk.recorder.note_used(reads(subject))
    ends = list[State]()
    for case in node.cases:
        branch = branch_on_case(walk, subject, case, state.fork())
        walk.execute(case.body, branch.holds)
        note_selection(walk, branch.versions, branch.holds.end, branch.fails.end)
        ends.append(branch.holds)
        state.become(branch.fails)
    _leave([*ends, state.fork()], before, state)


def _leave(ends: list[State], before: set[int], state: State) -> None:
    """Go on after the branches.

    Where a branch returned, what follows is the branch for everything else. Where one raised, what
    follows is no alternative to it: a missing key does not lead there more than before.
    """
    state.become(join_states(ends))
    if any(end.end is End.REJECTED for end in ends):
        state.absent &= before


def _only_converts(walk: Walk, node: ast.If, state: State) -> bool:
    """Tell whether all that is done is to rename, convert or delete keys of the checkpoint."""
    return not node.orelse and all(_converts(walk, statement, state) for statement in node.body)


def _converts(walk: Walk, statement: ast.stmt, state: State) -> bool:
    match statement:
        case ast.Assign(targets, value):
            stored = places(walk.evaluate(value, state.fork()))
            return bool(stored) and all(_is_item(walk, target, state) for target in targets)
        case ast.Delete(targets):
            return all(_is_item(walk, target, state) for target in targets)
        case _:
            return False


def _is_item(walk: Walk, target: ast.expr, state: State) -> bool:
    """Tell whether a target is an item of checkpoint data."""
    if not isinstance(target, ast.Subscript):
        return False
    return bool(places(walk.evaluate(target.value, state.fork())))
