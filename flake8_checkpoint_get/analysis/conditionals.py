"""``if`` and ``match``: what each branch knows, and what is left of it afterwards."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.matching import branch_on_case
from flake8_checkpoint_get.analysis.state import End, State, join_states
from flake8_checkpoint_get.analysis.values import places, reads
from flake8_checkpoint_get.analysis.walk import Walk, note_selection, note_tested


def execute_if(walk: Walk, node: ast.If, state: State) -> None:
    """Walk an ``if``."""
    before = state.absent.copy()
    branch = walk.branch(node.test, state)
    if not _only_converts(walk, node, branch.holds):
        note_tested(walk, branch)
    walk.execute(node.body, branch.holds)
    walk.execute(node.orelse, branch.fails)
    note_selection(walk, branch)
    _leave([branch.holds, branch.fails], before, state)


def execute_match(walk: Walk, node: ast.Match, state: State) -> None:
    """Walk a ``match``."""
    before = state.absent.copy()
    subject = walk.evaluate(node.subject, state)
    for read in reads(subject):
        walk.recorder[read].used = True
    ends = list[State]()
    for case in node.cases:
        branch = branch_on_case(walk, subject, case, state.fork())
        walk.execute(case.body, branch.holds)
        note_selection(walk, branch)
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
    """Tell whether all that is done is to store, rename or delete keys of the checkpoint."""
    return not node.orelse and all(_converts(walk, statement, state) for statement in node.body)


def _converts(walk: Walk, statement: ast.stmt, state: State) -> bool:
    match statement:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            return all(
                isinstance(target, ast.Subscript)
                and bool(places(walk.evaluate(target.value, state.fork())))
                for target in targets
            )
        case _:
            return False
