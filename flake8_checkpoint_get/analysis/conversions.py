"""Branches that restore nothing: they convert the checkpoint in place, or only log."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.library import EXITS, is_logging
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.trust import is_migration_name
from flake8_checkpoint_get.analysis.values import places
from flake8_checkpoint_get.analysis.walk import Branch, Walk


def only_converts(walk: Walk, node: ast.If, state: State) -> bool:
    """Tell whether all that is done is to rename, convert or delete keys of the checkpoint."""
    return not node.orelse and all(
        _moves(walk, statement, state) or _migrates(statement) for statement in node.body
    )


def decides(walk: Walk, node: ast.If, branch: Branch, read: int) -> bool:
    """Tell whether it matters for what is restored that a test for a key comes out as it does."""
    there, missing = node.body, node.orelse
    if branch.missing_side(read) is branch.holds:
        there, missing = missing, there
    must_be_missing = rejects(there) and not _leaves(there) and not _looks_inside(node.test)
    if must_be_missing and not walk.frame.protections:
        return False
    inside = _Side(walk, branch.holds, _own_names(walk, there), is_there=True)
    if not all(map(inside.is_idle, there)):
        return True
    # Without the key, somebody may be called: that makes up no value, and a later read shows.
    rest = [statement for statement in missing if not _only_calls(statement)]
    if missing is node.orelse and _asks_for_another(walk, missing, branch):
        # It decides for itself.
        return False
    outside = _Side(walk, branch.holds, frozenset(), is_there=False)
    return not all(map(outside.is_idle, rest))


def _asks_for_another(walk: Walk, body: list[ast.stmt], branch: Branch) -> bool:
    """Tell whether a block is an ``elif`` whose test is for a key, too."""
    match body:
        case [ast.If(test)]:
            return bool(walk.branch(test, branch.fails.fork()).asked)
        case _:
            return False


def _looks_inside(test: ast.expr) -> bool:
    """Tell whether a test also looks at what is held: ``"a" in state and state["a"] != 1``."""
    return any(isinstance(part, ast.Subscript | ast.Call) for part in ast.walk(test))


def _own_names(walk: Walk, body: list[ast.stmt]) -> frozenset[str]:
    """Return the names that a block binds, and that are bound anew before they are read again."""
    if not body or walk.function is None:
        return frozenset()
    end = body[-1].end_lineno or body[-1].lineno
    bound = {name.id for part in body for name in _names(part) if _is_bound(name)}
    later = sorted(
        (name.lineno, _is_bound(name), name.id)
        for name in _names(walk.function)
        if name.lineno > end and name.id in bound
    )
    first = {name: is_bound for _, is_bound, name in reversed(later)}
    return frozenset(name for name in bound if first.get(name, True))


def _names(node: ast.AST) -> list[ast.Name]:
    return [part for part in ast.walk(node) if isinstance(part, ast.Name)]


def _is_bound(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _leaves(body: list[ast.stmt]) -> bool:
    """Tell whether a block can be left before its end."""
    ways_out = ast.Return | ast.Break | ast.Continue
    return any(isinstance(part, ways_out) for statement in body for part in ast.walk(statement))


def _only_calls(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(ast.Call()) | ast.Raise():
            return True
        case _:
            return False


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a test for a key, and the names that only this block knows.

    Where the key is there, its value may be converted into anything; where it is missing, only
    what is in the checkpoint can be put in its place.
    """

    walk: Walk
    state: State
    own_names: frozenset[str]
    is_there: bool

    def is_idle(self, statement: ast.stmt) -> bool:
        """Tell whether a statement restores nothing."""
        match statement:
            case ast.Pass() | ast.Expr(ast.Constant()):
                return True
            case ast.Expr(ast.Call() as call):
                return _is_idle_call(self.walk, call, self.state)
            case ast.Assign(targets) if self.is_there:
                return all(map(self._is_kept_inside, targets))
            case ast.If(_, body, orelse) | ast.For(body=body, orelse=orelse):
                return all(map(self.is_idle, (*body, *orelse)))
            case _:
                return _moves(self.walk, statement, self.state)

    def _is_kept_inside(self, target: ast.expr) -> bool:
        if isinstance(target, ast.Name):
            return target.id in self.own_names
        return _is_item(self.walk, target, self.state)


def _migrates(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(ast.Constant()):
            return True
        case ast.Expr(ast.Call(function)):
            return is_migration_name(dotted(function).rpartition(".")[2])
        case _:
            return False


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


def note_links(
    walk: Walk, reads: Iterable[int], one: list[ast.stmt], other: list[ast.stmt]
) -> None:
    """Note tests whose two sides serve the same purpose: they bind the same, or call the same."""
    if not _purposes(one).isdisjoint(_purposes(other)):
        for read in reads:
            walk.recorder[read].links = True


def _purposes(body: list[ast.stmt]) -> set[str]:
    """Return what a block binds and calls, as text."""
    found = set[str]()
    for part in (part for statement in body for part in ast.walk(statement)):
        match part:
            case ast.Assign(targets):
                found |= {ast.unparse(target) for target in targets}
            case ast.Call(function) if dotted(function) and not is_logging(dotted(function)):
                found.add(f"{dotted(function)}()")
            case _:
                pass
    return found


def rejects(body: list[ast.stmt]) -> bool:
    """Tell whether a block ends in an exception, as far as its last statement shows."""
    match body[-1:]:
        case [ast.Raise()]:
            return True
        case [ast.Expr(ast.Call(function))]:
            return dotted(function) in EXITS
        case _:
            return False
