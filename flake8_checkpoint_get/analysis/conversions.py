"""Branches that restore nothing: they convert the checkpoint in place, or only log."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.library import EXITS, is_logging
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import assigned_texts, dotted, written
from flake8_checkpoint_get.analysis.trust import is_migration_name
from flake8_checkpoint_get.analysis.values import Place, places
from flake8_checkpoint_get.analysis.versions import reads_version
from flake8_checkpoint_get.analysis.walk import Branch, Walk


def only_converts(walk: Walk, node: ast.If, state: State) -> bool:
    """Tell whether all that is done is to rename, convert or delete keys, or to tell a log."""
    return not node.orelse and all(
        _moves(walk, statement, state) or _migrates(statement) for statement in node.body
    )


def decides(walk: Walk, node: ast.If, branch: Branch, read: int) -> bool:
    """Tell whether it matters for what is restored that a test for a key comes out as it does."""
    there, missing = node.body, node.orelse
    if branch.missing_side(read) is branch.holds:
        there, missing = missing, there
    is_version = reads_version(walk, walk.recorder[read])
    # A missing version passes where another one is rejected; any other key must be missing here.
    must_be_missing = rejects(there) and not _leaves(there) and not is_version
    if must_be_missing and not walk.frame.protections:
        return False
    asked = walk.recorder[read].reading.asked
    inside = _Side(walk, branch.holds.fork(), asked, _own_names(walk, there), is_there=True)
    if not all(map(inside.is_idle, there)):
        return True
    if missing is node.orelse and _asks_for_another(walk, missing, branch):
        # It decides for itself.
        return False
    # Without the key, somebody may be called: that makes up no value, and a later read shows.
    rest = [part for part in missing if not _only_calls(walk, part, branch.holds)]
    outside = _Side(walk, branch.holds, asked, frozenset(), is_there=False)
    return not all(map(outside.is_idle, rest))


def _asks_for_another(walk: Walk, body: list[ast.stmt], branch: Branch) -> bool:
    """Tell whether a block is an ``elif`` whose test is for a key, too."""
    match body:
        case [ast.If(test)]:
            return bool(walk.branch(test, branch.fails.fork()).asked)
        case _:
            return False


def _own_names(walk: Walk, body: list[ast.stmt]) -> frozenset[str]:
    """Return the names that a block binds, and that are bound anew before they are read again."""
    function = walk.function
    if not body or function is None:
        return frozenset()
    end = body[-1].end_lineno or body[-1].lineno
    names = (part for one in body for part in ast.walk(one) if isinstance(part, ast.Name))
    bound = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    return frozenset(n for n in bound if walk.function_syntax.is_bound_anew(function, n, end))


def _leaves(body: list[ast.stmt]) -> bool:
    """Tell whether a block can be left before its end."""
    ways_out = ast.Return | ast.Break | ast.Continue
    return any(isinstance(part, ways_out) for statement in body for part in ast.walk(statement))


def _only_calls(walk: Walk, statement: ast.stmt, state: State) -> bool:
    """Tell whether a statement calls somebody, but for what fills the mapping."""
    match statement:
        case ast.Expr(ast.Call(ast.Attribute(owner, "update" | "setdefault"))):
            return not places(walk.evaluate(owner, state.fork()))
        case ast.Expr(ast.Call()) | ast.Raise():
            return True
        case _:
            return False


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a test for a key of a mapping, and the names that only this block knows.

    Where the key is there, its value may be converted into anything; where it is missing, only
    what is in the checkpoint can be put in its place.
    """

    walk: Walk
    state: State
    asked: frozenset[Place]
    own_names: frozenset[str]
    is_there: bool

    def is_idle(self, statement: ast.stmt) -> bool:
        """Tell whether a statement restores nothing."""
        match statement:
            case ast.Pass() | ast.Expr(ast.Constant()):
                return True
            case ast.Expr(ast.Call() as call):
                return _is_idle_call(self.walk, call, self.state, is_there=self.is_there)
            case ast.Assign(targets, value) if self.is_there:
                self._bind(targets, value)
                return all(map(self._is_kept_inside, targets))
            case ast.If(_, body, orelse) | ast.For(body=body, orelse=orelse):
                return all(map(self.is_idle, (*body, *orelse)))
            case ast.Assert(test):
                return self.is_there and not any(isinstance(p, ast.Call) for p in ast.walk(test))
            case _:
                return _moves(self.walk, statement, self.state)

    def _bind(self, targets: list[ast.expr], value: ast.expr) -> None:
        """Note what names of the block stand for: a mapping in the checkpoint, say."""
        for target in targets:
            if isinstance(target, ast.Name) and target.id in self.own_names:
                self.state.bind(target.id, self.walk.evaluate(value, self.state.fork()))

    def _is_kept_inside(self, target: ast.expr) -> bool:
        match target:
            case ast.Name(name):
                held = self.state.names.get(name, frozenset())
                return name in self.own_names or not self.asked.isdisjoint(places(held))
            case ast.Tuple(targets) | ast.List(targets):
                return all(map(self._is_kept_inside, targets))
            case _:
                return _is_item(self.walk, target, self.state)


def _migrates(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(ast.Constant()):
            return True
        case ast.Expr(ast.Call(function)):
            name = dotted(function)
            return is_migration_name(name.rpartition(".")[2]) or is_logging(name)
        case _:
            return False


def _is_idle_call(walk: Walk, call: ast.Call, state: State, *, is_there: bool) -> bool:
    name = dotted(call.func)
    if is_logging(name) or is_migration_name(name.rpartition(".")[2]):
        return True
    match call.func:
        case ast.Attribute(owner, "pop"):
            return bool(places(walk.evaluate(owner, state.fork())))
        case ast.Attribute(owner, "update") if is_there:
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
    walk: Walk, reads: Collection[int], one: list[ast.stmt], other: list[ast.stmt]
) -> None:
    """Note tests whose two sides serve the same purpose: they put a value in the same place."""
    if reads and not _purposes(one).isdisjoint(_purposes(other)):
        _note_links(walk, reads)


def note_case_links(walk: Walk, reads: Collection[int], node: ast.Match, position: int) -> None:
    """Note the keys of a case if a later case puts something in the same place."""
    later = [statement for case in node.cases[position + 1 :] for statement in case.body]
    if reads and not assigned_texts(node.cases[position].body).isdisjoint(assigned_texts(later)):
        _note_links(walk, reads)


def _note_links(walk: Walk, reads: Iterable[int]) -> None:
    for read in reads:
        walk.recorder[read].links = True


def _purposes(body: list[ast.stmt]) -> set[str]:
    """Return what a block puts values of a mapping into: targets, and methods that it calls."""
    found = set[str]()
    for part in (part for statement in body for part in ast.walk(statement)):
        match part:
            case ast.Assign(targets, value) if _reads_items(value):
                found |= {written(target) for target in targets}
            case ast.Call(ast.Attribute() as function, args, keywords) if any(
                map(_reads_items, [*args, *(keyword.value for keyword in keywords)])
            ):
                found.add(f"{dotted(function)}()")
            case _:
                pass
    return found


def _reads_items(value: ast.AST) -> bool:
    """Tell whether an expression reads an item of anything."""
    for part in ast.walk(value):
        match part:
            case ast.Subscript() | ast.Call(ast.Attribute(attr="get" | "pop")):
                return True
            case _:
                pass
    return False


def rejects(body: list[ast.stmt]) -> bool:
    """Tell whether a block ends in an exception, as far as its last statement shows."""
    match body[-1:]:
        case [ast.Raise()]:
            return True
        case [ast.Expr(ast.Call(function))]:
            return dotted(function) in EXITS
        case _:
            return False
