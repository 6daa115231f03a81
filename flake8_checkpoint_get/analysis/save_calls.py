"""Save methods that are called where a restore method is meant."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.recorder import SaveCall
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import places
from flake8_checkpoint_get.analysis.walk import Walk
from flake8_checkpoint_get.hooks import HOOKS, Style


def note_save_call(walk: Walk, node: ast.Call, state: State) -> None:
    """Note ``self.head.state_dict(state["head"])`` in ``load_state_dict``: nothing is loaded.

    Only where nothing takes the result: else the call may be meant.
    """
    if walk.function is None or node is not walk.frame.discarded:
        return
    match node:
        case ast.Call(ast.Attribute(owner, name), [given, *_]) if name in _saves(
            walk.function.name
        ):
            parts = [place for place in places(walk.evaluate(given, state.fork())) if place.path]
            if parts and not places(walk.evaluate(owner, state.fork())):
                call = SaveCall(node, walk.function, name, walk.function.name)
                walk.recorder.save_calls[id(node)] = call
        case _:
            pass


def _saves(restore: str) -> set[str]:
    """Return the save methods that go with a restore method, and that take no mapping."""
    hooks = (hook for hook in HOOKS if hook.restore == restore and hook.style is Style.RETURNS)
    return {save for hook in hooks for save in hook.saves} - {"save_checkpoint"}
