"""``try`` and ``with``: where exceptions go."""

from __future__ import annotations

import ast
from itertools import zip_longest

from flake8_checkpoint_get.analysis.assignment import assign
from flake8_checkpoint_get.analysis.conversions import note_links
from flake8_checkpoint_get.analysis.frame import Handler, Protection, builtin_exception
from flake8_checkpoint_get.analysis.joins import join_alternatives, join_states
from flake8_checkpoint_get.analysis.made_up import reads
from flake8_checkpoint_get.analysis.stand_ins import settle_branches
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.values import UNKNOWN, Library, TupleOf, Value, value_of
from flake8_checkpoint_get.analysis.walk import Walk


def execute_try(walk: Walk, node: ast.Try | ast.TryStar, state: State) -> None:
    """Walk a ``try``: a handler goes on from wherever an exception may have been raised."""
    before = len(walk.frame.exits)
    protection = Protection(tuple(_handler(walk, one, state) for one in node.handlers))
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
    handlers = [_suppress(walk, item.context_expr, state) for item in items]
    protection = Protection(tuple(handler for handler in handlers if handler is not None))
    if protection.handlers:
        _protect(walk, protection, body, state)
        ways = [state, *(held for held, _ in protection.interrupted)]
        settle_branches(walk, _swallowed(walk, protection), ways)
        state.become(join_states(ways))
    else:
        before = state.fork()
        walk.execute(body, state)
        if walk.builder is not None and not all(_lets_through(i.context_expr) for i in items):
            # It may swallow an exception: what the body stores is not sure.
            state.become(join_states([before, state]))


def _lets_through(context: ast.expr) -> bool:
    """Tell whether a context manager is known to swallow nothing."""
    name = dotted(context.func if isinstance(context, ast.Call) else context)
    last = name.rpartition(".")[2].lower()
    return last in ("no_grad", "inference_mode", "open", "device", "bytesio") or "lock" in last


def _protect(walk: Walk, protection: Protection, body: list[ast.stmt], state: State) -> None:
    """Walk a body whose exceptions are caught: any of its statements may raise one."""
    if not _raises_nothing(body[0]):
        protection.interrupted.append((state.fork(), None))
    walk.frame.protections.append(protection)
    for statement, following in zip_longest(body, body[1:]):
        walk.execute([statement], state)
        if state.alive and not (_raises_no_more(statement) and _raises_nothing(following)):
            protection.interrupted.append((state.fork(), None))
    walk.frame.protections.pop()


def _raises_no_more(statement: ast.stmt) -> bool:
    """Tell whether a statement raises nothing once it has changed, or read, anything."""
    match statement:
        case ast.Assign([ast.Name()], ast.Call(ast.Attribute(ast.Name(owner), "get"), keys, [])):
            return owner != "self" and all(map(_is_plain, keys))
        case _:
            return _raises_nothing(statement)


def _raises_nothing(statement: ast.stmt | None) -> bool:
    """Tell whether a statement raises nothing but what it says by ``raise``."""
    match statement:
        case None | ast.Pass() | ast.Raise(None | ast.Name()):
            return True
        case ast.Raise(ast.Call(ast.Name(), parts, [])):
            return all(map(_is_plain, parts))
        case ast.If(ast.Compare(left, [ast.Is() | ast.IsNot()], [right])):
            inner = (*statement.body, *statement.orelse)
            return _is_plain(left) and _is_plain(right) and all(map(_raises_nothing, inner))
        case _:
            return False


def _is_plain(node: ast.expr) -> bool:
    """Tell whether an expression is a name or a constant, alone or in a text."""
    match node:
        case ast.JoinedStr(parts):
            return all(map(_is_plain, parts))
        case ast.FormattedValue(inner):
            return _is_plain(inner)
        case _:
            return isinstance(node, ast.Constant | ast.Name)


def _swallowed(walk: Walk, protection: Protection) -> set[int]:
    """Return the records of the missing keys that come to the handlers."""
    nodes = [handler.node for handler in protection.handlers]
    live = {read for held, _ in protection.interrupted for read in held.live}
    return {read for read in live if walk.recorder[read].reading.node in nodes}


def _handler(walk: Walk, node: ast.ExceptHandler, state: State) -> Handler:
    kinds = [node.type] if node.type is not None else []
    found = [kind for one in kinds for kind in _kinds(walk, one, state)]
    return Handler(node, tuple(found) if kinds else (BaseException,))


def _suppress(walk: Walk, node: ast.expr, state: State) -> Handler | None:
    match node:
        case ast.Call(function, kinds) if _is_suppress(walk, function, state):
            found = [kind for one in kinds for kind in _kinds(walk, one, state)]
            return Handler(node, tuple(found))
        case _:
            return None


def _is_suppress(walk: Walk, function: ast.expr, state: State) -> bool:
    if dotted(function).rpartition(".")[2] == "suppress":
        return True
    return walk.evaluate(function, state.fork()) == value_of(Library("contextlib.suppress"))


def _kinds(walk: Walk, node: ast.expr, state: State) -> list[type[BaseException] | None]:
    """Return the builtin exceptions that an expression names, None for each that is none."""
    known = builtin_exception(node)
    if known is not None:
        return [known]
    match tuple(walk.evaluate(node, state.fork())):
        case (TupleOf(members),):
            return [_builtin(member) for member in members]
        case _:
            return [None]


def _builtin(value: Value) -> type[BaseException] | None:
    match tuple(value):
        case (Library(name),):
            return builtin_exception(ast.Name(name, ast.Load()))
        case _:
            return None
