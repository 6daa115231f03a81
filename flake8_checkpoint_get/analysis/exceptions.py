"""``try`` and ``with``: where exceptions go."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.assignment import assign
from flake8_checkpoint_get.analysis.conversions import note_links
from flake8_checkpoint_get.analysis.frame import Handler, Protection, builtin_exception
from flake8_checkpoint_get.analysis.joins import join_alternatives, join_states
from flake8_checkpoint_get.analysis.made_up import reads
from flake8_checkpoint_get.analysis.stand_ins import settle_branches
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.values import UNKNOWN
from flake8_checkpoint_get.analysis.walk import Walk


def execute_try(walk: Walk, node: ast.Try | ast.TryStar, state: State) -> None:
    """Walk a ``try``: a handler goes on from wherever an exception may have been raised."""
    before = len(walk.frame.exits)
    protection = Protection(tuple(map(_handler, node.handlers)))
    start = state.fork()
    if node.handlers:
        _protect(walk, protection, node.body, state)
    else:
        walk.execute(node.body, state)
    walk.execute(node.orelse, state)
    ways = [state]
    for clause, handler in zip(node.handlers, protection.handlers, strict=True):
        caught = join_alternatives(protection.caught_by(handler))
        note_links(walk, _swallowed(walk, protection), node.body, clause.body)
        if clause.name:
            caught.bind(clause.name, UNKNOWN)
        walk.execute(clause.body, caught)
        ways.append(caught)
    settle_branches(walk, _swallowed(walk, protection), ways)
    state.become(join_states(ways))
    for left, _ in walk.frame.exits[before:]:
        left.end = None
        walk.execute(node.finalbody, left)
    # It runs even where no path goes on.
    interrupted = [start, *(held for held, _ in protection.interrupted)]
    walk.execute(node.finalbody, state if state.alive else join_states(interrupted))


def execute_with(walk: Walk, items: list[ast.withitem], body: list[ast.stmt], state: State) -> None:
    """Walk a ``with``; after ``suppress`` it goes on even from where an exception was raised."""
    for item in items:
        context = walk.evaluate(item.context_expr, state)
        walk.recorder.note_used(reads(context))
        if item.optional_vars is not None:
            assign(walk, item.optional_vars, context, state)
    handlers = [_suppress(item.context_expr) for item in items]
    protection = Protection(tuple(handler for handler in handlers if handler is not None))
    if protection.handlers:
        _protect(walk, protection, body, state)
        ways = [state, *(held for held, _ in protection.interrupted)]
        settle_branches(walk, _swallowed(walk, protection), ways)
        state.become(join_states(ways))
    else:
        walk.execute(body, state)


def _protect(walk: Walk, protection: Protection, body: list[ast.stmt], state: State) -> None:
    """Walk a body whose exceptions are caught: any of its statements may raise one."""
    protection.interrupted.append((state.fork(), None))
    walk.frame.protections.append(protection)
    for statement in body:
        walk.execute([statement], state)
        if state.alive:
            protection.interrupted.append((state.fork(), None))
    walk.frame.protections.pop()


def _swallowed(walk: Walk, protection: Protection) -> set[int]:
    """Return the records of the missing keys that come to the handlers."""
    nodes = [handler.node for handler in protection.handlers]
    live = {read for held, _ in protection.interrupted for read in held.live}
    return {read for read in live if walk.recorder[read].reading.node in nodes}


def _handler(node: ast.ExceptHandler) -> Handler:
    match node.type:
        case None:
            return Handler(node, (BaseException,))
        case ast.Tuple(kinds):
            return Handler(node, tuple(map(builtin_exception, kinds)))
        case kind:
            return Handler(node, (builtin_exception(kind),))


def _suppress(node: ast.expr) -> Handler | None:
    match node:
        case ast.Call(function, kinds) if dotted(function).rpartition(".")[2] == "suppress":
            return Handler(node, tuple(map(builtin_exception, kinds)))
        case _:
            return None
