"""The forward walk over one function: statement after statement, branches joined."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.assignment import assign, augment, delete
from flake8_checkpoint_get.analysis.caught import raise_missing
from flake8_checkpoint_get.analysis.conditionals import execute_if, execute_match
from flake8_checkpoint_get.analysis.exceptions import execute_try, execute_with
from flake8_checkpoint_get.analysis.frame import builtin_exception, reject
from flake8_checkpoint_get.analysis.loops import execute_loop
from flake8_checkpoint_get.analysis.path_ends import End
from flake8_checkpoint_get.analysis.stand_ins import answer
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import imported_names
from flake8_checkpoint_get.analysis.values import UNKNOWN, Constant, Function, Library, value_of
from flake8_checkpoint_get.analysis.walk import Walk, fall_back


def execute(walk: Walk, body: list[ast.stmt], state: State) -> None:
    """Walk statements in order, until no path goes on."""
    for statement in body:
        if not state.alive:
            return
        _execute(walk, statement, state)


def _execute(walk: Walk, statement: ast.stmt, state: State) -> None:
    match statement:
        case ast.Expr(value):
            walk.frame.discarded = value
            walk.evaluate(value, state)
        case ast.Assign(targets, value):
            assigned = walk.evaluate(value, state)
            for target in targets:
                assign(walk, target, assigned, state)
        case ast.AnnAssign(target, _, ast.expr() as value):
            assign(walk, target, walk.evaluate(value, state), state)
        case ast.AugAssign(target, op, value):
            augment(walk, target, op, value, state)
        case ast.Delete(targets):
            for target in targets:
                delete(walk, target, state)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            _define(walk, statement, state)
        case ast.ClassDef(name=name):
            state.bind(name, UNKNOWN)
        case ast.Import() | ast.ImportFrom():
            for name, imported in imported_names(statement):
                state.bind(name, value_of(Library(imported)))
        case _:
            _execute_control(walk, statement, state)


def _execute_control(walk: Walk, statement: ast.stmt, state: State) -> None:
    match statement:
        case ast.If():
            execute_if(walk, statement, state)
        case ast.For() | ast.AsyncFor() | ast.While():
            execute_loop(walk, statement, state)
        case ast.Try() | ast.TryStar():
            execute_try(walk, statement, state)
        case ast.With(items, body) | ast.AsyncWith(items, body):
            execute_with(walk, items, body, state)
        case ast.Match():
            execute_match(walk, statement, state)
        case _:
            _execute_jump(walk, statement, state)


def _execute_jump(walk: Walk, statement: ast.stmt, state: State) -> None:
    match statement:
        case ast.Return(value):
            returned = walk.evaluate(value, state) if value else value_of(Constant(None))
            fall_back(walk, returned, state)
            returned = answer(walk, returned, state)
            walk.frame.exits.append((state.fork(), returned))
            state.end = End.LEFT
        case ast.Raise(exception):
            if exception is not None:
                walk.evaluate(exception, state)
            raised = builtin_exception(exception)
            raise_missing(walk, raised or (Exception if exception else KeyError), state)
            reject(walk.frame, state, raised)
        case ast.Assert(test, _):
            walk.frame.rejecting = True
            branch = walk.branch(test, state)
            walk.frame.rejecting = False
            walk.recorder.note_used(branch.tested)
            raise_missing(walk, AssertionError, branch.fails)
            reject(walk.frame, branch.fails, AssertionError)
            state.become(branch.holds)
        case ast.Global(names) | ast.Nonlocal(names):
            walk.frame.outer.update(names)
        case ast.Break() if walk.frame.loops:
            walk.frame.loops[-1].breaks.append(state.fork())
            state.end = End.LEFT
        case ast.Continue() if walk.frame.loops:
            walk.frame.loops[-1].continues.append(state.fork())
            state.end = End.LEFT


def _define(walk: Walk, node: ast.FunctionDef | ast.AsyncFunctionDef, state: State) -> None:
    state.bind(node.name, UNKNOWN)
    defined = walk.define(node, state)
    state.bind(node.name, UNKNOWN if node.decorator_list else defined)
    if node.decorator_list:
        walk.abandon(Function(node), state)
