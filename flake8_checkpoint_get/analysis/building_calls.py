"""Calls that make a mapping, or hand one on, in a save method."""

from __future__ import annotations

import ast
import re

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.building import Part, build, build_open
from flake8_checkpoint_get.analysis.escapes import lose
from flake8_checkpoint_get.analysis.fields import fields_of
from flake8_checkpoint_get.analysis.grafts import replace_parts
from flake8_checkpoint_get.analysis.library import COPIES
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Constant,
    Instance,
    Value,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk
from flake8_checkpoint_get.hooks import HOOKS


def build_call(
    walk: Walk, builder: Builder, name: str, node: ast.Call, state: State
) -> Value | None:
    """Return the mapping that a call of a builtin, or of imported code, makes; None for others."""
    if name == "vars":
        own = build_open(walk, builder, node, "vars()", state)
        lose(builder, own, "vars()", state)
        return own
    if name == "dataclasses.asdict" and node.args:
        return _fields(walk, builder, node, node.args[0], state)
    if name in SERIALISERS and node.args:
        return _serialised(walk, builder, node, state)
    if name not in COPIES:
        return None
    parts = [Part(None, walk.evaluate(held, state), held) for held in node.args]
    for keyword in node.keywords:
        key = value_of(Constant(keyword.arg)) if keyword.arg else None
        parts.append(Part(key, walk.evaluate(keyword.value, state), keyword.value))
    made = build(walk, builder, node, parts, state)
    if name == "copy.deepcopy":
        replace_parts(builder, places(made), state)
    return made


def _fields(walk: Walk, builder: Builder, node: ast.Call, owner: ast.expr, state: State) -> Value:
    """Return the mapping of the fields of an object, if its class is in sight."""
    match tuple(walk.evaluate(owner, state)):
        case (Instance(class_name),) if (
            fields := fields_of(walk.index, class_name)
        ) and not node.keywords:
            parts = [Part(value_of(Constant(name)), UNKNOWN, node) for name in fields.names]
            made = build(walk, builder, node, parts, state)
            if not fields.is_whole:
                builder.opened.setdefault(walk.place_of(node), "fields that are not in sight")
            return made
        case _:
            return build_open(walk, builder, node, ast.unparse(node), state)


def _serialised(walk: Walk, builder: Builder, node: ast.Call, state: State) -> Value:
    """Return what is serialised; a buffer that it is written to holds it."""
    values = [walk.evaluate(argument, state) for argument in node.args]
    for mapping in places(values[0]):
        if any(
            mapping.holds(p) and not isinstance(p.path[-1], str) for p in state.stored if p.path
        ):
            lose(builder, values[0], "keys that are no strings are written as strings", state)
    match node.args:
        case [_, ast.Name(buffer), *_] if not PATH.search(buffer):
            state.bind(buffer, values[0])
        case _:
            pass
    return values[0]


PATH = re.compile(r"path|dir|file|name", re.IGNORECASE)


SERIALISERS = frozenset(
    (
        "pickle.dumps",
        "pickle.dump",
        "cloudpickle.dumps",
        "dill.dumps",
        "json.dumps",
        "json.dump",
        "yaml.dump",
        "yaml.safe_dump",
        "msgpack.packb",
        "msgpack.dumps",
        "torch.save",
        "torch.tensor",
        "torch.frombuffer",
        "torch.as_tensor",
        "numpy.frombuffer",
        "bytes",
        "bytearray",
        "base64.b64encode",
        "zlib.compress",
        "gzip.compress",
    )
)
"""Calls whose result, or second argument, is what their first argument holds, in another form."""

SAVES = frozenset(save for hook in HOOKS for save in hook.saves) | {"copy", "to_dict"}


def call_out_of_sight(walk: Walk, builder: Builder, node: ast.Call, state: State) -> Value | None:
    """Return what a save method of something that is not in sight returns; None for other calls."""
    match node.func:
        case ast.Attribute(owner, "_asdict"):
            return _fields(walk, builder, node, owner, state)
        case ast.Attribute(attr=name) if name in SAVES:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                lose(builder, walk.evaluate(argument, state), f"passed to {name}()", state)
            return build_open(walk, builder, node, f"{ast.unparse(node.func)}()", state)
        case _:
            return None
