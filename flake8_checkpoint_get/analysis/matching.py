"""``match``: what each case binds and says."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.state import End, Excuse, State
from flake8_checkpoint_get.analysis.values import UNKNOWN, Value
from flake8_checkpoint_get.analysis.versions import is_version, versions_read
from flake8_checkpoint_get.analysis.walk import Branch, Walk


def branch_on_case(walk: Walk, subject: Value, case: ast.match_case, state: State) -> Branch:
    """Return what is known where a case is taken, and where the next one is tried."""
    taken = state.fork()
    _bind(case.pattern, subject, taken)
    if is_version(walk, subject) and isinstance(case.pattern, ast.MatchValue | ast.MatchSingleton):
        taken.excuse_absence(Excuse.OLDER_VERSION)
    branch = Branch(UNKNOWN, taken, state, versions_read(walk, subject))
    if case.guard is not None:
        guard = walk.branch(case.guard, taken)
        branch.holds = guard.holds
    elif _takes_all(case.pattern):
        branch.fails = State(end=End.REJECTED)
    return branch


def _takes_all(pattern: ast.pattern) -> bool:
    match pattern:
        case ast.MatchAs(None):
            return True
        case ast.MatchOr(patterns):
            return any(map(_takes_all, patterns))
        case _:
            return False


def _bind(pattern: ast.pattern, subject: Value, state: State) -> None:
    """Bind the names of a pattern: the whole subject where it is captured, else nothing known."""
    match pattern:
        case ast.MatchAs(_, str() as name):
            state.bind(name, subject)
            return
        case _:
            pass
    for part in ast.walk(pattern):
        match part:
            case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
                state.bind(name, UNKNOWN)
            case ast.MatchMapping(rest=str() as name):
                state.bind(name, UNKNOWN)
            case _:
                pass
