"""Loops: walked until what comes round does not change any more."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from flake8_checkpoint_get.analysis.assignment import assign
from flake8_checkpoint_get.analysis.frame import Loop
from flake8_checkpoint_get.analysis.joins import join_states
from flake8_checkpoint_get.analysis.made_up import reads
from flake8_checkpoint_get.analysis.reads import fail_without
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.unpacking import elements
from flake8_checkpoint_get.analysis.values import UNKNOWN, TupleOf, Value, places
from flake8_checkpoint_get.analysis.walk import Walk, fall_back, note_tested

MOST_ROUNDS = 4
"""How often the body of a loop is walked at most before its values are taken as they are."""

LoopNode = ast.For | ast.AsyncFor | ast.While


def execute_loop(walk: Walk, node: LoopNode, state: State) -> None:
    """Walk a loop until what comes round does not change any more.

    Only the outermost loop is repeated: what came round an inner one is remembered, so that nested
    loops do not multiply.
    """
    outermost = not walk.frame.loops
    entry = state.fork()
    for _ in range(MOST_ROUNDS if outermost else 1):
        walk.frame.unstable = walk.frame.unstable and not outermost
        state.become(entry.fork())
        _loop_once(walk, node, state)
        if not walk.frame.unstable:
            break


def _loop_once(walk: Walk, node: LoopNode, state: State) -> None:
    loop = Loop()
    iterated = UNKNOWN if isinstance(node, ast.While) else _iterate(walk, node.iter, state)
    known = walk.frame.back_edges.get(id(node))
    head = join_states([state, known]) if known is not None else state.fork()
    if isinstance(node, ast.While):
        branch = walk.branch(node.test, head)
        branch.asked = frozenset(n for n in branch.asked if not _counts_keys(walk, n))
        note_tested(walk, branch)
        body, done = branch.holds, branch.fails
    else:
        body, done = head, state
        assign(walk, node.target, elements(iterated, node), body)
    each = _each(node, iterated)
    walk.frame.each |= each
    walk.frame.loops.append(loop)
    walk.execute(node.body, body)
    walk.frame.loops.pop()
    for name in each:
        walk.frame.each.pop(name, None)
    back = join_states([body, *loop.continues])
    _remember(walk, node, back, known)
    if isinstance(node, ast.For | ast.AsyncFor):
        done = back if runs_surely(iterated) else join_states([state, back])
        if back.alive:
            done.present |= back.of_every_element(back.present, id(node))
            done.stored |= back.of_every_element(back.stored, id(node))
    walk.execute(node.orelse, done)
    state.become(join_states([done, *loop.breaks]))


def _counts_keys(walk: Walk, read: int) -> bool:
    """Tell whether a test is for ``f"part.{number}"``, one after another, until there is none."""
    reading = walk.recorder[read].reading
    return reading.kind is ReadKind.MEMBERSHIP and not reading.keys


def _each(node: ast.For | ast.AsyncFor | ast.While, iterated: Value) -> dict[str, str]:
    """Return the name that is, in turn, each of some known values, with what a subclass may add."""
    match node:
        case ast.For(ast.Name(name), iterable) if _takes_each(node, iterated):
            return {name: ast.unparse(iterable) if isinstance(iterable, ast.Attribute) else ""}
        case _:
            return {}


def _takes_each(node: ast.For, iterated: Value) -> bool:
    """Tell whether a loop goes through known values one by one, to the end."""
    leaves = ast.Break | ast.Continue | ast.Return | ast.Try | ast.Yield
    parts = (part for statement in node.body for part in ast.walk(statement))
    is_whole = isinstance(node.iter, ast.Name | ast.Attribute | ast.Tuple | ast.List)
    return is_whole and runs_surely(iterated) and not any(isinstance(p, leaves) for p in parts)


def _iterate(walk: Walk, iterable: ast.expr, state: State) -> Value:
    """Evaluate what a loop iterates over; iterating over None fails."""
    iterated = walk.evaluate(iterable, state)
    walk.recorder.note_used(reads(iterated))
    fail_without(walk, iterated, state)
    fall_back(walk, iterated, state)
    return UNKNOWN if may_change(walk, iterable) and not places(iterated) else iterated


def may_change(walk: Walk, iterable: ast.expr) -> bool:
    """Tell whether names that a save method goes through may be others than they seem.

    A collection can be changed by its name, and a local one by whatever else is done with it.
    """
    if walk.builder is None:
        return False
    if walk.index.stored.changes(iterable):
        return True
    if not isinstance(iterable, ast.Name) or walk.function is None:
        return False
    if iterable.id in walk.index.constants:
        return False
    above = walk.function_syntax.parents(walk.function)
    loads = [n for n in above if isinstance(n, ast.Name) and n.id == iterable.id]
    others = (n for n in loads if isinstance(n.ctx, ast.Load) and not _is_gone_through(n, above))
    return any(others)


def _is_gone_through(node: ast.Name, above: Mapping[ast.AST, ast.AST]) -> bool:
    match above[node]:
        case ast.For(iter=iterable) | ast.comprehension(iter=iterable):
            return iterable is node
        case _:
            return False


def runs_surely(iterated: Value) -> bool:
    """Tell whether a loop over a value has at least one round."""
    return all(isinstance(a, TupleOf) and a.elements for a in iterated)


def _remember(walk: Walk, node: ast.stmt, back: State, known: State | None) -> None:
    if not back.alive:
        return
    joined = back.fork() if known is None else join_states([known, back])
    if joined != known:
        walk.frame.back_edges[id(node)] = joined
        walk.frame.unstable = True
