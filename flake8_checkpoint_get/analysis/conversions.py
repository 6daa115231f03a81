"""Branches that restore nothing: they convert the checkpoint in place, or only log."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.library import EXITS, is_logging
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.trust import is_migration_name
from flake8_checkpoint_get.analysis.values import places
from flake8_checkpoint_get.analysis.walk import Branch, Walk


def only_converts(walk: Walk, node: ast.If, state: State) -> bool:
    """Tell whether all that is done is to rename, convert or delete keys of the checkpoint."""
    return not node.orelse and all(_moves(walk, statement, state) for statement in node.body)


def decides(walk: Walk, node: ast.If, branch: Branch, read: int) -> bool:
    """Tell whether it matters for what is restored that a test for a key comes out as it does."""
    there, missing = node.body, node.orelse
    if branch.missing_side(read) is branch.holds:
        there, missing = missing, there
    state = branch.holds
    if rejects(there) and not isinstance(node.test, ast.BoolOp):
        # The key must not be there.
        return False
    if not all(_is_idle(walk, statement, state, is_there=True) for statement in there):
        return True
    # Without the key, somebody may be called: that makes up no value, and a later read shows.
    rest = [statement for statement in missing if not _only_calls(statement)]
    return not all(_is_idle(walk, statement, state, is_there=False) for statement in rest)


def _only_calls(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(ast.Call()) | ast.Raise():
            return True
        case _:
            return False


def _is_idle(walk: Walk, statement: ast.stmt, state: State, *, is_there: bool) -> bool:
    """Tell whether a statement restores nothing.

    Where the key is there, its value may be converted into anything; where it is missing, only
    what is in the checkpoint can be put in its place.
    """
    match statement:
        case ast.Pass() | ast.Expr(ast.Constant()):
            return True
        case ast.Expr(ast.Call() as call):
            return _is_idle_call(walk, call, state)
        case ast.Assign(targets) if is_there:
            return all(_is_item(walk, target, state) for target in targets)
        case ast.If(_, body, orelse):
            inner = [*body, *orelse]
            return all(_is_idle(walk, part, state, is_there=is_there) for part in inner)
        case _:
            return _moves(walk, statement, state)


def _is_idle_call(walk: Walk, call: ast.Call, state: State) -> bool:
    name = dotted(call.func)
    if is_logging(name) or is_migration_name(name.rpartition(".")[2]):
        return True
    match call.func:
        case ast.Attribute(owner, "pop"):
            return bool(places(walk.evaluate(owner, state.fork())))
        case _:
            return False


def _moves(walk: Walk, statement: ast.stmt, state: State) -> bool:
    """Tell whether a statement renames or deletes keys of the checkpoint."""
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


def rejects(body: list[ast.stmt]) -> bool:
    """Tell whether a block ends in an exception, as far as its last statement shows."""
    match body[-1:]:
        case [ast.Raise()]:
            return True
        case [ast.Expr(ast.Call(function))]:
            return dotted(function) in EXITS
        case _:
            return False
