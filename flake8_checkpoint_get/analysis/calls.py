"""What a call returns, and what it does to the values that it is given."""

from __future__ import annotations

import ast
from collections.abc import Callable
from fnmatch import fnmatchcase

from flake8_checkpoint_get.analysis import library
from flake8_checkpoint_get.analysis.module_index import dotted
from flake8_checkpoint_get.analysis.reads import (
    fail_without,
    key_steps,
    read_softly,
    read_strictly,
    soft_call,
)
from flake8_checkpoint_get.analysis.state import End, State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Alternative,
    BoundMethod,
    Checkpoint,
    ClassObject,
    Constant,
    Function,
    Instance,
    Library,
    MadeUp,
    MappingOf,
    Parent,
    Pattern,
    SequenceOf,
    TupleOf,
    Value,
    View,
    elements,
    join,
    places,
    reads,
    value_of,
)
from flake8_checkpoint_get.analysis.versions import versions_read
from flake8_checkpoint_get.analysis.walk import Walk, use
from flake8_checkpoint_get.model import Wildcard


def evaluate_call(walk: Walk, node: ast.Call, state: State) -> Value:
    """Return what a call returns; arguments that go out of sight are used."""
    name = dotted(node.func)
    if _tells(walk, name, state):
        _evaluate_arguments(walk, node, state)
        state.settle(set(state.absent))
        return UNKNOWN
    function = walk.evaluate(node.func, state)
    return join([_call(walk, alternative, node, name, state) for alternative in function])


def _tells(walk: Walk, name: str, state: State) -> bool:
    """Tell whether a call reports a missing key: by the settings, or to one of torch's lists."""
    if name and any(fnmatchcase(name, reporter) for reporter in walk.settings.missing_reporters):
        return True
    owner, _, method = name.rpartition(".")
    return bool(state.absent) and owner in library.ERROR_LISTS and method in ("append", "extend")


def _call(walk: Walk, function: Alternative, node: ast.Call, name: str, state: State) -> Value:
    match function:
        case BoundMethod(receiver, receiver_node, method):
            return _call_method(walk, receiver, receiver_node, method, node, state)
        case Function():
            return walk.invoke(function, node, state)
        case ClassObject(class_name):
            return _construct(walk, class_name, node, state)
        case Library(full_name):
            return _call_library(walk, full_name, node, state)
        case _:
            return _call_unknown(walk, name, node, state)


def _construct(walk: Walk, class_name: str, node: ast.Call, state: State) -> Value:
    made = value_of(Instance(class_name))
    initialiser = walk.index.method(class_name, "__init__")
    if initialiser is None:
        _use_arguments(walk, node, state)
    else:
        walk.invoke(Function(initialiser, made), node, state)
    return made


def _call_unknown(walk: Walk, name: str, node: ast.Call, state: State) -> Value:
    if library.is_logging(name):
        _evaluate_arguments(walk, node, state)
    else:
        _use_arguments(walk, node, state)
    return UNKNOWN


def _evaluate_arguments(walk: Walk, node: ast.Call, state: State) -> list[Value]:
    """Evaluate positional arguments, then those by name."""
    expressions = [*node.args, *(keyword.value for keyword in node.keywords)]
    return [walk.evaluate(expression, state) for expression in expressions]


def _use_arguments(walk: Walk, node: ast.Call, state: State) -> None:
    arguments = _evaluate_arguments(walk, node, state)
    for value in arguments:
        use(walk, value, state)
    if any(map(places, arguments)):
        # A version that goes out of sight together with the checkpoint selects what is done there.
        for value in arguments:
            for version in versions_read(walk, value):
                walk.recorder[version].selects = True


def _call_library(walk: Walk, name: str, node: ast.Call, state: State) -> Value:
    if any(fnmatchcase(name, source) for source in walk.settings.sources):
        _evaluate_arguments(walk, node, state)
        return value_of(Checkpoint(walk.source(node)))
    if name == "super" and not node.args and walk.class_name:
        return value_of(Parent(walk.class_name))
    if name in library.EXITS:
        _evaluate_arguments(walk, node, state)
        state.end = End.REJECTED
        return UNKNOWN
    if library.is_logging(name):
        _evaluate_arguments(walk, node, state)
        return UNKNOWN
    if not node.args or (node.keywords and name == "dict"):
        _use_arguments(walk, node, state)
        return UNKNOWN
    return _hand_through(walk, name, node, state)


def _hand_through(walk: Walk, name: str, node: ast.Call, state: State) -> Value:
    arguments = _evaluate_arguments(walk, node, state)
    first = arguments[0]
    if name in library.COPIES:
        return first
    if name == "typing.cast":
        return arguments[-1]
    if name in library.DESERIALISERS and places(first):
        return first
    if name in library.SAME_ELEMENTS:
        fail_without(walk, first, state)
        return _same_elements(first)
    if name == "enumerate":
        return value_of(SequenceOf(value_of(TupleOf((UNKNOWN, elements(first))))))
    if name == "zip":
        rows = tuple(map(elements, arguments[: len(node.args)]))
        return value_of(SequenceOf(value_of(TupleOf(rows))))
    for value in arguments:
        use(walk, value, state)
    if name in library.NUMBERS:
        fail_without(walk, first, state)
        return frozenset(a for a in first if isinstance(a, Checkpoint | MadeUp)) or UNKNOWN
    return UNKNOWN


def _same_elements(value: Value) -> Value:
    """Return a sequence of the value's elements, the value itself where it is already one."""
    if all(isinstance(alternative, TupleOf | SequenceOf) for alternative in value):
        return value
    if all(isinstance(alternative, Checkpoint) for alternative in value):
        return value
    return value_of(SequenceOf(elements(value)))


def _call_method(
    walk: Walk, receiver: Value, receiver_node: ast.expr, name: str, node: ast.Call, state: State
) -> Value:
    soft = soft_call(name, node, receiver_node)
    for number in reads(receiver):
        walk.recorder[number].used = True
    fail_without(walk, receiver, state)
    if soft is not None and places(receiver):
        return read_softly(walk, soft, receiver, state)
    if soft is not None and any(isinstance(a, MappingOf) for a in receiver):
        return _get_from_display(walk, receiver, node, state)
    if name in ("items", "keys", "values") and not node.args:
        viewed = [View(a, name) for a in receiver if isinstance(a, Checkpoint | MappingOf)]
        return value_of(*viewed) if viewed else UNKNOWN
    if name in library.SAME_CONTENT:
        _use_arguments(walk, node, state)
        return receiver
    arguments = _evaluate_arguments(walk, node, state)
    effect = _effects().get(name)
    if effect is not None and places(receiver):
        return effect(walk, receiver, arguments, state)
    return _call_other_method(walk, receiver, receiver_node, node, arguments, state)


def _get_from_display(walk: Walk, receiver: Value, node: ast.Call, state: State) -> Value:
    """Look a key up in a mapping that the code itself wrote down."""
    arguments = _evaluate_arguments(walk, node, state)
    if not arguments:
        return UNKNOWN
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
    match tuple(receiver), node:
        case (Constant(str() as text),), ast.Call(func=ast.Attribute(attr="split")):
            parts = text.split() if not node.args else []
            return value_of(TupleOf(tuple(value_of(Constant(part)) for part in parts)))
        case (Constant(str()),), ast.Call(func=ast.Attribute(attr="format")):
            return value_of(Pattern(ast.unparse(node)))
        case _:
            pass
    if isinstance(receiver_node, ast.Name) and _is_display(receiver):
        # The display has been written to, or may have been: what it holds is not known any more.
        state.bind(receiver_node.id, UNKNOWN)
    return UNKNOWN


def _is_display(value: Value) -> bool:
    return any(isinstance(a, MappingOf | TupleOf | SequenceOf) for a in value)


Effect = Callable[[Walk, Value, list[Value], State], Value]


def _effects() -> dict[str, Effect]:
    """Return the methods of a mapping that change it, or fail when a key is missing."""
    return {
        "pop": _pop,
        "__getitem__": _get_item,
        "update": _update,
        "clear": _clear,
    }


def _get_item(walk: Walk, receiver: Value, arguments: list[Value], state: State) -> Value:
    return read_strictly(walk, receiver, arguments[0] if arguments else UNKNOWN, state)


def _pop(walk: Walk, receiver: Value, arguments: list[Value], state: State) -> Value:
    popped = _get_item(walk, receiver, arguments, state)
    state.remove(places(popped))
    return popped


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


def _clear(walk: Walk, receiver: Value, arguments: list[Value], state: State) -> Value:
    del walk, arguments
    state.remove(places(receiver))
    return UNKNOWN
