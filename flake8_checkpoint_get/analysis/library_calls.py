"""Calls of builtins and of imported code: what they hand through, and what they use."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis import evidence, library
from flake8_checkpoint_get.analysis.building_calls import build_call
from flake8_checkpoint_get.analysis.call_arguments import evaluate_arguments, log, use_arguments
from flake8_checkpoint_get.analysis.copies import set_attribute
from flake8_checkpoint_get.analysis.escapes import lose
from flake8_checkpoint_get.analysis.joins import join_states
from flake8_checkpoint_get.analysis.loops import runs_surely
from flake8_checkpoint_get.analysis.made_up import computed
from flake8_checkpoint_get.analysis.merges import MADE_BY_FACTORY, Defaults, copied, is_merge, merge
from flake8_checkpoint_get.analysis.namespaces import get_attribute, has_attribute
from flake8_checkpoint_get.analysis.path_ends import End
from flake8_checkpoint_get.analysis.reads import fail_without
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.unpacking import elements
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Alternative,
    BoundMethod,
    Checkpoint,
    Function,
    Instance,
    Library,
    MadeUp,
    Parent,
    SequenceOf,
    TupleOf,
    Value,
    View,
    join,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk, hand_out, look_at, use


def call_library(walk: Walk, name: str, node: ast.Call, state: State) -> Value:
    """Return what a call of a builtin, or of imported code, returns."""
    if name == "super" and not node.args and walk.class_name:
        return value_of(Parent(walk.class_name))
    if name in library.EXITS:
        evaluate_arguments(walk, node, state)
        state.end = End.REJECTED
        return UNKNOWN
    if library.is_logging(name):
        return log(walk, node, state)
    if name in library.NAMESPACE_CLASSES:
        use_arguments(walk, node, state)
        return value_of(Instance(name))
    if walk.builder is not None:
        built = build_call(walk, walk.builder, name, node, state)
        if built is not None:
            return built
    if name in library.COPIES and node.keywords:
        return _copy_with(walk, node, state)
    if not node.args:
        use_arguments(walk, node, state)
        return value_of(TupleOf(())) if name in library.SAME_ELEMENTS else UNKNOWN
    return _hand_through(walk, name, node, state)


def _hand_through(walk: Walk, name: str, node: ast.Call, state: State) -> Value:
    arguments = evaluate_arguments(walk, node, state)
    special = _special(walk, name, node, arguments, state)
    return special if special is not None else _pass_on(walk, name, node, arguments, state)


def _pass_on(walk: Walk, name: str, node: ast.Call, arguments: list[Value], state: State) -> Value:
    first = arguments[0]
    if name in library.COPIES:
        return _copied(first)
    if name == "typing.cast":
        return arguments[-1]
    if name in library.DESERIALISERS and places(first):
        return first
    if name in library.SAME_ELEMENTS:
        fail_without(walk, first, state)
        return _same_elements(first)
    if name == "len" and len(first) == 1:
        return _length(walk, first, state)
    if name == "next":
        return elements(first)
    if name in ("all", "any"):
        use(walk, first, state)
        return evidence.of_all(first) if name == "all" else evidence.of_any(first)
    if name == "enumerate":
        return value_of(SequenceOf(value_of(TupleOf((UNKNOWN, elements(first))))))
    if name == "zip":
        rows = tuple(map(elements, arguments[: len(node.args)]))
        return value_of(SequenceOf(value_of(TupleOf(rows))))
    for value in arguments:
        _pass(walk, name, node, value, state)
    if name in library.NUMBERS:
        fail_without(walk, first, state)
        kept = frozenset(a for a in first if isinstance(a, Checkpoint | MadeUp))
        return computed(kept) or UNKNOWN
    return UNKNOWN


def _pass(walk: Walk, name: str, node: ast.Call, value: Value, state: State) -> None:
    """Note what a call out of sight may do with one of its arguments."""
    if name in library.QUESTIONS:
        look_at(walk, value, state)
        return
    use(walk, value, state)
    if walk.builder is not None and name not in library.HARMLESS:
        lose(walk.builder, value, f"passed to {ast.unparse(node.func)}()", state)


def _copied(value: Value) -> Value:
    """Return the mapping that is made from a mapping, or from its items."""
    whole = (a.mapping if isinstance(a, View) and a.method == "items" else a for a in value)
    return copied(frozenset(whole))


def _special(
    walk: Walk, name: str, node: ast.Call, arguments: list[Value], state: State
) -> Value | None:
    """Return what a call returns that does more than to compute; None for any other."""
    if name in KEEPING and evidence.is_told(arguments[0]):
        return arguments[0]
    if name in library.HIGHER_ORDER:
        return _call_higher_order(walk, name, node, arguments, state)
    match name, node.args, arguments:
        case "getattr", _, _:
            return get_attribute(walk, node, arguments, state)
        case "hasattr", _, _:
            return has_attribute(walk, node, arguments, state)
        case "setattr", [_, _, _], [_, key, _]:
            set_attribute(walk, node, key, state)
        case "collections.defaultdict", [factory, given], [made, mapping] if places(mapping):
            defaults = [Defaults(made, factory, MADE_BY_FACTORY)]
            return merge(walk, node, defaults, mapping, given, state)
        case "collections.ChainMap", [given, *nodes], [mapping, *rest]:
            defaults = [Defaults(v, n) for v, n in zip(rest, nodes, strict=False)]
            if defaults and is_merge(defaults, mapping):
                return merge(walk, node, defaults, mapping, given, state)
        case _:
            pass
    return None


def _copy_with(walk: Walk, node: ast.Call, state: State) -> Value:
    """Return ``dict(mapping, key=value)``, or ``dict(**mapping)``."""
    values = evaluate_arguments(walk, node, state)
    spread = [v for v, k in zip(values[len(node.args) :], node.keywords, strict=True) if not k.arg]
    mappings = [*values[: len(node.args)], *spread]
    match node.args, [k.value for k in node.keywords], values:
        case [base], [given], [made, mapping] if (
            is_merge([Defaults(made, base)], mapping) and spread
        ):
            return merge(walk, node, [Defaults(made, base)], mapping, given, state)
        case _:
            pass
    if len(mappings) != 1:
        for value in values:
            use(walk, value, state)
        return UNKNOWN
    named = [keyword.arg for keyword in node.keywords if keyword.arg]
    state.store(place.at(name) for place in places(mappings[0]) for name in named)
    return _copied(mappings[0])


def _call_higher_order(
    walk: Walk, name: str, node: ast.Call, arguments: list[Value], state: State
) -> Value:
    """Follow ``sorted(values, key=function)``, ``map(function, values)`` and the like."""
    if name in ("map", "filter"):
        function, iterated = arguments[0], arguments[1:]
    else:
        function, iterated = join(arguments[len(node.args) :]), arguments[: len(node.args)]
    members = [elements(value) for value in iterated]
    if walk.builder is not None:
        lose(walk.builder, function, f"called by {name}()", state)
    called = [a for a in function if isinstance(a, Function)]
    changing = [a for a in function if isinstance(a, BoundMethod) and a.name not in ASKING]
    hand_out(walk, join(a.receiver for a in changing), state)
    rounds = state.fork()
    returned = [walk.apply(one, members, node, rounds) for one in called]
    is_lazy = walk.builder is not None and name in ("map", "filter")
    is_sure = not is_lazy and all(map(runs_surely, iterated))
    state.become(rounds if is_sure else join_states([rounds, state]))
    if any(isinstance(a, Library) and a.name in library.NUMBERS for a in function):
        returned += map(computed, members)
    for value in returned:
        use(walk, value, state)
    match name:
        case "map":
            return value_of(SequenceOf(join(returned)))
        case "min" | "max":
            return computed(join(members if len(iterated) == 1 else iterated))
        case _:
            return _same_elements(join(iterated))


def _is_keys(alternative: Alternative) -> bool:
    return isinstance(alternative, View) and alternative.method == "keys"


ASKING = frozenset(("get", "__getitem__", "__contains__"))
"""Methods of a mapping that leave it as it is."""

KEEPING = frozenset(("bool", "len", "list", "set", "sorted", "tuple"))
"""Calls whose result is empty, or false, where their argument is."""


def _length(walk: Walk, value: Value, state: State) -> Value:
    """Return the length of a value: of a mapping in the checkpoint, the number of its keys."""
    match tuple(value):
        case (Checkpoint() as mapping,) | (View(Checkpoint() as mapping),):
            return value_of(View(mapping, "len"))
        case _:
            use(walk, value, state)
            return UNKNOWN


def _same_elements(value: Value) -> Value:
    """Return a sequence of the value's elements, the value itself where it is already one."""
    if all(isinstance(alternative, TupleOf | SequenceOf) for alternative in value):
        return value
    if all(isinstance(a, Checkpoint) or _is_keys(a) for a in value):
        return value
    return value_of(SequenceOf(elements(value)))
