"""Mappings that a save method builds: they have places, like the checkpoint that is restored.

What is stored in such a mapping is known like what is stored in a checkpoint: a key is *present*
where every path stored it, and *stored* where some path did.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.keys import key_steps
from flake8_checkpoint_get.analysis.library import COPIES
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    Constant,
    Place,
    Value,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk
from flake8_checkpoint_get.hooks import HOOKS
from flake8_checkpoint_get.model import Wildcard


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a mapping: a key and its value, or (without a key) another mapping."""

    key: Value | None
    value: Value
    node: ast.expr


def build(
    walk: Walk, builder: Builder, node: ast.expr, entries: Iterable[Part], state: State
) -> Value:
    """Return the mapping that an expression makes anew."""
    mapping = walk.place_of(node)
    state.renew(mapping)
    for entry in entries:
        if entry.key is None:
            add_all(builder, mapping, entry, state)
        else:
            where = [mapping.at(step) for step in key_steps(entry.key)]
            put(builder, where, entry.value, entry.node, state)
    return value_of(Checkpoint(mapping))


def build_open(walk: Walk, builder: Builder, node: ast.expr, reason: str, state: State) -> Value:
    """Return a mapping that holds what is not in sight."""
    mapping = walk.place_of(node)
    state.renew(mapping)
    builder.opened.setdefault(mapping, reason)
    return value_of(Checkpoint(mapping))


def put(
    builder: Builder, where: Iterable[Place], value: Value, node: ast.AST, state: State
) -> None:
    """Store a value at these places, with all that is known of it if it is a mapping itself."""
    for place in where:
        state.renew(place)
        state.store([place])
        if Wildcard.ANY in place.path:
            builder.opened.setdefault(place.mapping, "computed keys")
        nodes = builder.stores.setdefault(place, [])
        if node not in nodes:
            nodes.append(node)
        held = places(value)
        if len(held) == 1 and len(value) == 1:
            graft(builder, held[0], place, state)
        elif not all(isinstance(alternative, Constant) for alternative in value):
            builder.opened.setdefault(place, "its value is not in sight")


def add_all(builder: Builder, mapping: Place, entry: Part, state: State) -> None:
    """Store everything that another mapping holds."""
    held = places(entry.value)
    if len(held) == 1 and len(entry.value) == 1:
        graft(builder, held[0], mapping, state)
    else:
        builder.opened.setdefault(mapping, f"what {ast.unparse(entry.node)} holds")


def graft(builder: Builder, source: Place, target: Place, state: State) -> None:
    """Note at one place what is known of the mapping at another."""
    if source == target:
        return
    for known in (state.present, state.stored):
        below = [place for place in known if place != source and source.holds(place)]
        known |= {_moved(place, source, target) for place in below}
    for place in [place for place in builder.stores if place != source and source.holds(place)]:
        builder.stores.setdefault(_moved(place, source, target), []).extend(builder.stores[place])
    for place in [place for place in builder.opened if source.holds(place)]:
        builder.opened.setdefault(_moved(place, source, target), builder.opened[place])
    if source.origin in builder.lost:
        builder.lost.setdefault(target.origin, builder.lost[source.origin])


def _moved(place: Place, source: Place, target: Place) -> Place:
    at = target
    for step in place.path[len(source.path) :]:
        at = at.at(step)
    return at


def lose(builder: Builder, value: Value, reason: str, state: State) -> None:
    """Note that code out of sight got hold of a mapping: nothing is known of its keys any more."""
    for mapping in places(value):
        builder.lost.setdefault(mapping.origin, reason)
        builder.opened.setdefault(mapping, reason)
        state.present = {place for place in state.present if not mapping.holds(place)}


def build_comprehension(
    walk: Walk, builder: Builder, node: ast.DictComp, key: Value, state: State
) -> Value:
    """Return the mapping that a comprehension makes: of known names, all or some of them."""
    built = build_open(walk, builder, node, "computed keys", state)
    steps = key_steps(key)
    if Wildcard.ANY in steps:
        return built
    mapping = places(built)[0]
    del builder.opened[mapping]
    put(builder, [mapping.at(step) for step in steps], UNKNOWN, node.value, state)
    if any(generator.ifs for generator in node.generators):
        state.present = {place for place in state.present if not mapping.holds(place)}
    return built


def build_call(
    walk: Walk, builder: Builder, name: str, node: ast.Call, state: State
) -> Value | None:
    """Return the mapping that a call of a builtin, or of imported code, makes; None for others."""
    if name == "vars":
        return build_open(walk, builder, node, "vars()", state)
    if name in SERIALISERS and node.args:
        return _serialised(walk, node, state)
    if name not in COPIES:
        return None
    parts = [Part(None, walk.evaluate(held, state), held) for held in node.args]
    if len(parts) == 1 and not node.keywords and places(parts[0].value):
        return parts[0].value
    for keyword in node.keywords:
        key = value_of(Constant(keyword.arg)) if keyword.arg else None
        parts.append(Part(key, walk.evaluate(keyword.value, state), keyword.value))
    return build(walk, builder, node, parts, state)


def _serialised(walk: Walk, node: ast.Call, state: State) -> Value:
    """Return what is serialised; a buffer that it is written to holds it."""
    value, *rest = [walk.evaluate(argument, state) for argument in node.args]
    match node.args:
        case [_, ast.Name(buffer), *_]:
            state.bind(buffer, value)
        case _:
            del rest
    return value


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
        case ast.Attribute(attr=name) if name in SAVES:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                lose(builder, walk.evaluate(argument, state), f"passed to {name}()", state)
            return build_open(walk, builder, node, f"{ast.unparse(node.func)}()", state)
        case _:
            return None
