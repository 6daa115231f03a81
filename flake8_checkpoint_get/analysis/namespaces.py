"""Namespaces in a checkpoint: options that were saved as an object with attributes."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from flake8_checkpoint_get.analysis.keys import key_steps
from flake8_checkpoint_get.analysis.readings import reading_at
from flake8_checkpoint_get.analysis.reads import fall_back_on
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    Constant,
    Evidence,
    MadeUp,
    Place,
    Unknown,
    Value,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk

NAMESPACES = frozenset(("args", "hparams", "cfg", "config", "opt"))
"""Keys under which programs save their options."""

TENSOR_NAMES = frozenset(
    (
        "data",
        "device",
        "dtype",
        "grad",
        "is_cuda",
        "item",
        "ndim",
        "numpy",
        "requires_grad",
        "shape",
        "size",
        "to",
    )
)
PROTOCOLS = TENSOR_NAMES | frozenset(dir(dict)) | frozenset(("_metadata",))
"""Names that say what kind of object something is."""


def is_namespace(place: Place) -> bool:
    """Tell whether a key says that programs save their options there."""
    return place.path[-1:] != () and place.path[-1] in NAMESPACES


def get_attribute(
    walk: Walk, node: ast.Call, arguments: Sequence[Value], state: State
) -> Value | None:
    """Return ``getattr(namespace, name, …)`` of checkpoint data; None for anything else.

    Whether it is a namespace that is asked, is seen only when everything has been walked.
    """
    where = _named(arguments)
    if where is None:
        return None
    held = value_of(*map(Checkpoint, where))
    if len(arguments) < WITH_DEFAULT:
        state.confirm(where)
        return held
    if state.knows(where) or any(map(state.may_be_stored, where)):
        return held
    default = arguments[WITH_DEFAULT - 1]
    if places(default):
        return held | default
    read = _note(walk, node, where, default, state)
    kept = (a for a in default if not isinstance(a, Constant | Unknown))
    return held.union((MadeUp(read),), kept)


WITH_DEFAULT = 3


def read_attribute(walk: Walk, owner: Value, name: str, state: State) -> None:
    """Note ``namespace.name``: a missing name fails, or another one takes its place."""
    asked = places(owner)
    if len(asked) == 1 and _is_option(name) and walk.builder is None:
        where = [asked[0].at(name)]
        fall_back_on(walk, asked[0], where, state)
        state.confirm(where)


def has_attribute(
    walk: Walk, node: ast.Call, arguments: Sequence[Value], state: State
) -> Value | None:
    """Return what ``hasattr(namespace, name)`` tells of checkpoint data; None for anything else."""
    where = _named(arguments)
    if where is None:
        return None
    reads = frozenset[int]()
    if not state.knows(where) and not any(map(state.may_be_stored, where)):
        reads = frozenset((_note(walk, node, where, UNKNOWN, state),))
    return value_of(Evidence(where, when=True, reads=reads))


def _named(arguments: Sequence[Value]) -> frozenset[Place] | None:
    """Return the places of the names that a value of the checkpoint is asked for."""
    match arguments:
        case [owner, name, *_]:
            asked, steps = places(owner), key_steps(name)
        case _:
            return None
    if len(asked) != 1 or not all(isinstance(step, str) and _is_option(step) for step in steps):
        return None
    return frozenset(asked[0].at(step) for step in steps)


def _is_option(name: str) -> bool:
    return name not in PROTOCOLS and not name.startswith("__")


def _note(walk: Walk, node: ast.Call, where: frozenset[Place], default: Value, state: State) -> int:
    owner, name, *rest = node.args
    asked = reading_at(walk, ReadKind.GETATTR, node, where, receiver=owner, key=name)
    reading = replace(asked, default=rest[0] if rest else None, default_value=default)
    record = walk.recorder.note(reading)
    state.await_keys({record.number: where})
    return record.number
