"""The arguments of a call that goes out of sight."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.escapes import lose
from flake8_checkpoint_get.analysis.recorder import Telling
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.values import UNKNOWN, Value, places
from flake8_checkpoint_get.analysis.versions import versions_read
from flake8_checkpoint_get.analysis.walk import Walk, use


def log(walk: Walk, node: ast.Call, state: State) -> Value:
    """Evaluate what is logged: nothing of it is restored, nor does it take the place of a key."""
    name = dotted(node.func).rpartition(".")[2]
    telling = Telling.WARNS if "warn" in name else Telling.LOGS
    walk.recorder.note_told(state.absent & state.live.keys(), state.missing, telling)
    absent, state.absent = state.absent, set()
    evaluate_arguments(walk, node, state)
    state.absent = absent & state.live.keys()
    return UNKNOWN


def evaluate_arguments(walk: Walk, node: ast.Call, state: State) -> list[Value]:
    """Evaluate positional arguments, then those by name."""
    expressions = [*node.args, *(keyword.value for keyword in node.keywords)]
    return [walk.evaluate(expression, state) for expression in expressions]


def use_arguments(walk: Walk, node: ast.Call, state: State) -> None:
    """Evaluate the arguments of a call that goes out of sight: all of them are used."""
    arguments = evaluate_arguments(walk, node, state)
    for value in arguments:
        use(walk, value, state)
        if walk.builder is not None:
            lose(walk.builder, value, f"passed to {ast.unparse(node.func)}()", state)
    if any(map(places, arguments)):
        # A version that goes out of sight together with the checkpoint selects what is done there.
        for value in arguments:
            for version in versions_read(walk, value):
                walk.recorder[version].selects = True
