"""``try`` and ``with``: where exceptions go."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.assignment import assign
from flake8_checkpoint_get.analysis.state import State, join_states
from flake8_checkpoint_get.analysis.values import UNKNOWN, reads
from flake8_checkpoint_get.analysis.walk import Walk


def execute_try(walk: Walk, node: ast.Try | ast.TryStar, state: State) -> None:
    """Walk a ``try``: a handler goes on from wherever an exception may have been raised."""
    before = len(walk.frame.exits)
    if node.handlers:
        interrupted = _protected(walk, node.body, state)
    else:
        interrupted = [state.fork()]
        walk.execute(node.body, state)
    walk.execute(node.orelse, state)
    ways = [state]
    for handler in node.handlers:
        caught = join_states(interrupted)
        if handler.name:
            caught.bind(handler.name, UNKNOWN)
        walk.execute(handler.body, caught)
        ways.append(caught)
    state.become(join_states(ways))
    for left, _ in walk.frame.exits[before:]:
        left.end = None
        walk.execute(node.finalbody, left)
    # It runs even where no path goes on.
    walk.execute(node.finalbody, state if state.alive else join_states(interrupted))


def execute_with(walk: Walk, items: list[ast.withitem], body: list[ast.stmt], state: State) -> None:
    """Walk a ``with``; after ``suppress`` it goes on even from where an exception was raised."""
    for item in items:
        context = walk.evaluate(item.context_expr, state)
        walk.recorder.note_used(reads(context))
        if item.optional_vars is not None:
            assign(walk, item.optional_vars, context, state)
    if any(_is_suppress(item.context_expr) for item in items):
        interrupted = _protected(walk, body, state)
        state.become(join_states([state, *interrupted]))
    else:
        walk.execute(body, state)


def _protected(walk: Walk, body: list[ast.stmt], state: State) -> list[State]:
    """Walk a body whose exceptions are caught; return the states from which they may come."""
    interrupted = [state.fork()]
    walk.frame.raised.append(interrupted)
    for statement in body:
        walk.execute([statement], state)
        if state.alive:
            interrupted.append(state.fork())
    walk.frame.raised.pop()
    return interrupted


def _is_suppress(node: ast.expr) -> bool:
    match node:
        case ast.Call(ast.Name("suppress") | ast.Attribute(attr="suppress")):
            return True
        case _:
            return False
