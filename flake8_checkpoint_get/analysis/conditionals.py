"""``if`` and ``match``: what each branch knows, and what is left of it afterwards."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.conversions import (
    decides,
    note_case_links,
    note_links,
    only_converts,
    rejects,
)
from flake8_checkpoint_get.analysis.joins import join_states
from flake8_checkpoint_get.analysis.made_up import reads
from flake8_checkpoint_get.analysis.matching import branch_on_case
from flake8_checkpoint_get.analysis.path_ends import End
from flake8_checkpoint_get.analysis.stand_ins import note_beside, reopen, settle_branches
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.walk import Branch, Walk, note_selection


def execute_if(walk: Walk, node: ast.If, state: State) -> None:
    """Walk an ``if`` with its ``elif`` branches, one after another: a chain can be long."""
    before = state.absent.copy()
    branches, rest = list[Branch](), state.fork()
    link: ast.If | None = node
    while link is not None:
        known = rest.absent.copy()
        walk.frame.rejecting = rejects(link.body) or rejects(link.orelse)
        branch = walk.branch(link.test, rest)
        walk.frame.rejecting = False
        leading = branch.leading
        missed = leading & branch.holds.live.keys()
        _note_decided(walk, link, branch)
        note_links(walk, branch.asked, link.body, link.orelse)
        if rejects(link.body):
            branch.fails.absent &= known
        if rejects(link.orelse):
            branch.holds.absent &= known
        walk.execute(link.body, branch.holds)
        note_beside(walk, leading, branch.holds, branch.fails)
        branches.append(branch)
        rest, last, link = branch.fails, link, _elif(link)
    walk.execute(last.orelse, rest)
    _note_selections(walk, branches, rest)
    ends = [*(branch.holds for branch in branches), rest]
    if len(branches) == 1:
        reopen(walk, missed, *ends)
    settle_branches(walk, {read for branch in branches for read in branch.asked}, ends)
    _leave(ends, before, state)


def _note_decided(walk: Walk, node: ast.If, branch: Branch) -> None:
    """Note the defaults, and the missing keys, that decide which way is taken."""
    if not only_converts(walk, node, branch.holds):
        walk.recorder.note_used(branch.tested)
    walk.recorder.note_used(read for read in branch.asked if decides(walk, node, branch, read))


def _elif(node: ast.If) -> ast.If | None:
    match node.orelse:
        case [ast.If() as link]:
            return link
        case _:
            return None


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
    ends, asked = list[State](), set[int]()
    for position, case in enumerate(node.cases):
        branch = branch_on_case(walk, subject, case, state.fork())
        note_case_links(walk, branch.asked, node, position)
        walk.execute(case.body, branch.holds)
        note_selection(walk, branch.versions, branch.holds.end, branch.fails.end)
        ends.append(branch.holds)
        asked |= branch.asked
        state.become(branch.fails)
    ends.append(state.fork())
    settle_branches(walk, asked, ends)
    _leave(ends, before, state)


def _leave(ends: list[State], before: set[int], state: State) -> None:
    """Go on after the branches.

    Where a branch returned, what follows is the branch for everything else. Where one raised, what
    follows is no alternative to it: a missing key does not lead there more than before.
    """
    state.become(join_states(ends))
    if any(end.end is End.REJECTED for end in ends):
        state.absent &= before
