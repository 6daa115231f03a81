"""Methods of mappings and sequences that are followed: ``get``, ``pop``, ``items`` and more."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis import evidence, library
from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.building import (
    Part,
    add_to,
    build,
    contents,
    put,
    put_default,
)
from flake8_checkpoint_get.analysis.call_arguments import evaluate_arguments, use_arguments
from flake8_checkpoint_get.analysis.caught import may_fail
from flake8_checkpoint_get.analysis.escapes import lose, lose_parts
from flake8_checkpoint_get.analysis.evidence import note_membership
from flake8_checkpoint_get.analysis.key_sets import has_all, missing_keys
from flake8_checkpoint_get.analysis.keys import key_steps
from flake8_checkpoint_get.analysis.made_up import computed, reads
from flake8_checkpoint_get.analysis.merges import is_made, update
from flake8_checkpoint_get.analysis.reads import fail_without, read_softly, read_strictly
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.analysis.soft_calls import SoftCall, soft_call
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.texts import names_something
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    Constant,
    MappingOf,
    Pattern,
    SequenceOf,
    TupleOf,
    Value,
    View,
    join,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk, hand_out, use
from flake8_checkpoint_get.model import Wildcard


def call_method(
    walk: Walk, receiver: Value, receiver_node: ast.expr, name: str, node: ast.Call, state: State
) -> Value:
    """Return what a method returns that is called on checkpoint data, or on a display."""
    soft = soft_call(name, node, receiver_node)
    walk.recorder.note_used(reads(receiver))
    fail_without(walk, receiver, state)
    if walk.builder is not None and places(receiver) and name not in FOLLOWED:
        lose(walk.builder, receiver, f"changed by {name}()", state)
    if walk.builder is not None and places(receiver) and name == "copy":
        return build(walk, walk.builder, node, [Part(None, receiver, receiver_node)], state)
    if soft is not None and places(receiver):
        return _read_softly(walk, soft, receiver, state)
    if soft is not None and any(isinstance(a, MappingOf) for a in receiver):
        return _get_from_display(walk, receiver, node, state)
    if name in ("items", "keys", "values") and not node.args:
        return _view(walk, receiver, name, state)
    if name in library.SAME_CONTENT and not _is_literal(receiver):
        use_arguments(walk, node, state)
        return computed(receiver)
    arguments = evaluate_arguments(walk, node, state)
    if name == "update" and is_made(receiver):
        update(walk, node, receiver, receiver_node, arguments, state)
        return UNKNOWN
    if name in REMOVING:
        hand_out(walk, receiver, state)
    if name in EFFECTS and places(receiver):
        if name in STRICT and arguments and node is not walk.frame.discarded:
            may_fail(walk, node, receiver, arguments[0], state)
        return _effect(walk, name, receiver, node, arguments, state)
    return _call_other_method(walk, receiver, receiver_node, node, arguments, state)


def _read_softly(walk: Walk, soft: SoftCall, receiver: Value, state: State) -> Value:
    if walk.builder is None:
        return read_softly(walk, soft, receiver, state)
    if soft.kind is ReadKind.SETDEFAULT:
        key = walk.evaluate(soft.key, state) if soft.key else UNKNOWN
        default = walk.evaluate(soft.default, state) if soft.default else value_of(Constant(None))
        where = [place.at(step) for place in places(receiver) for step in key_steps(key)]
        put_default(walk.builder, where, Part(key, default, soft.node), state)
        return contents(walk, where, state)
    held = read_softly(walk, soft, receiver, state)
    if soft.kind is ReadKind.POP_WITH_DEFAULT and not isinstance(soft.key, ast.Constant):
        lose(walk.builder, receiver, "computed keys are taken out", state)
    return held


def _view(walk: Walk, receiver: Value, name: str, state: State) -> Value:
    if walk.builder is not None and name != "keys":
        lose_parts(walk.builder, receiver, f"gone through by {name}()", state)
    viewed = [View(a, name) for a in receiver if isinstance(a, Checkpoint | MappingOf)]
    return value_of(*viewed) if viewed else UNKNOWN


def _get_from_display(walk: Walk, receiver: Value, node: ast.Call, state: State) -> Value:
    """Look a key up in a mapping that the code itself wrote down."""
    arguments = evaluate_arguments(walk, node, state)
    if not arguments:
        return UNKNOWN
    use(walk, arguments[0], state)
    return join([read_strictly(walk, receiver, arguments[0], state), *arguments[1:]])


def _call_other_method(
    walk: Walk,
    receiver: Value,
    receiver_node: ast.expr,
    node: ast.Call,
    arguments: list[Value],
    state: State,
) -> Value:
    for value in arguments:
        use(walk, value, state)
    if walk.builder is not None:
        for value in (receiver, *arguments):
            lose(walk.builder, value, f"passed to {ast.unparse(node.func)}()", state)
    match tuple(receiver), node:
        case (Constant(str() as text),), ast.Call(func=ast.Attribute(attr="split")):
            parts = text.split() if not node.args else []
            return value_of(TupleOf(tuple(value_of(Constant(part)) for part in parts)))
        case (Constant(str() as text),), ast.Call(func=ast.Attribute(attr="format")) if (
            names_something(text)
        ):
            return value_of(Pattern(ast.unparse(node)))
        case (TupleOf(),), ast.Call(func=ast.Attribute(attr="issubset")) if arguments:
            told = has_all(receiver, arguments[0])
            return note_membership(walk, node, None, told, state)
        case (TupleOf(),), ast.Call(func=ast.Attribute(attr="difference")) if arguments:
            return missing_keys(receiver, arguments[0])
        case _:
            pass
    if isinstance(receiver_node, ast.Name) and _is_display(receiver):
        # The display has been written to, or may have been: what it holds is not known any more.
        missing = evidence.note_missing(state, receiver)
        state.bind(receiver_node.id, UNKNOWN if missing is None else missing)
    return UNKNOWN


def _is_literal(value: Value) -> bool:
    return all(isinstance(alternative, Constant) for alternative in value)


def _is_display(value: Value) -> bool:
    return any(isinstance(a, MappingOf | TupleOf | SequenceOf) for a in value)


FOLLOWED = (
    frozenset(
        (
            "__getitem__",
            "clear",
            "copy",
            "get",
            "items",
            "keys",
            "pop",
            "setdefault",
            "update",
            "values",
        )
    )
    | library.SAME_CONTENT
)
"""Methods of which it is known what they do to a mapping that is built."""

STRICT = frozenset(("__getitem__", "pop"))
REMOVING = frozenset(("popitem", "__delitem__"))
"""The methods that take a key out of a mapping, and are not followed."""

EFFECTS = frozenset(("__getitem__", "pop", "update", "clear"))
"""The methods of a mapping that change it, or fail when a key is missing."""


def _effect(
    walk: Walk,
    name: str,
    receiver: Value,
    node: ast.Call,
    arguments: list[Value],
    state: State,
) -> Value:
    match name:
        case "update" if walk.builder is not None:
            return _build_update(walk.builder, receiver, node, arguments, state)
        case "update":
            names = {keyword.arg for keyword in node.keywords} - {None}
            state.store(place.at(name) for place in places(receiver) for name in names)
            return _update(walk, receiver, arguments, state)
        case "clear":
            cleared = places(receiver)
            for mapping in cleared:
                state.clear(mapping)
            if len(cleared) > 1:
                state.doubt_removal(cleared)
            return UNKNOWN
        case _:
            key = arguments[0] if arguments else UNKNOWN
            item = read_strictly(walk, receiver, key, state)
            if name == "pop":
                steps = key_steps(key)
                state.remove(place.at(step) for place in places(receiver) for step in steps)
                if walk.builder is not None and Wildcard.ANY in steps:
                    lose(walk.builder, receiver, "computed keys are taken out", state)
            return item


def _build_update(
    builder: Builder, receiver: Value, node: ast.Call, arguments: list[Value], state: State
) -> Value:
    expressions = [*node.args, *(keyword.value for keyword in node.keywords)]
    names = [*(None for _ in node.args), *(keyword.arg for keyword in node.keywords)]
    for name, value, expression in zip(names, arguments, expressions, strict=True):
        part = Part(None, value, expression)
        if name is None:
            add_to(builder, places(receiver), part, state)
        else:
            put(builder, [mapping.at(name) for mapping in places(receiver)], part, state)
    return UNKNOWN


def _update(walk: Walk, receiver: Value, arguments: list[Value], state: State) -> Value:
    for value in arguments:
        use(walk, value, state)
        for alternative in value:
            if isinstance(alternative, MappingOf):
                steps = {s for key, _ in alternative.items for s in key_steps(key)}
                state.store(place.at(step) for place in places(receiver) for step in steps)
            else:
                state.store(place.at(Wildcard.ANY) for place in places(receiver))
    return UNKNOWN
