"""What a call returns, and what it does to the values that it is given."""

from __future__ import annotations

import ast
from fnmatch import fnmatchcase

from flake8_checkpoint_get.analysis import library
from flake8_checkpoint_get.analysis.building_calls import call_out_of_sight
from flake8_checkpoint_get.analysis.call_arguments import evaluate_arguments, log, use_arguments
from flake8_checkpoint_get.analysis.copies import copy_all, is_attributes
from flake8_checkpoint_get.analysis.joins import join_states
from flake8_checkpoint_get.analysis.library_calls import call_library
from flake8_checkpoint_get.analysis.made_up import reads
from flake8_checkpoint_get.analysis.mapping_methods import call_method
from flake8_checkpoint_get.analysis.reads import fail_without
from flake8_checkpoint_get.analysis.save_calls import note_save_call
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Alternative,
    BoundMethod,
    Checkpoint,
    ClassObject,
    CopyOf,
    Function,
    Instance,
    Library,
    Value,
    Version,
    join,
    value_of,
)
from flake8_checkpoint_get.analysis.versions import is_version_key
from flake8_checkpoint_get.analysis.walk import Walk


def evaluate_call(walk: Walk, node: ast.Call, state: State) -> Value:
    """Return what a call returns; arguments that go out of sight are used."""
    name = dotted(node.func)
    if _tells(walk, name, state):
        evaluate_arguments(walk, node, state)
        state.tell()
        return UNKNOWN
    if name == "local_metadata.get" and is_version_key(walk, node.args):
        return value_of(Version())
    match node:
        case ast.Call(ast.Attribute(owner, "update"), [mapping, *_]) if is_attributes(owner):
            copy_all(walk, node, walk.evaluate(mapping, state.fork()), state)
        case _:
            pass
    note_save_call(walk, node, state)
    function = walk.evaluate(node.func, state)
    walk.recorder.note_used(reads(function))
    fail_without(walk, function, state)
    if walk.settings.sources and _is_source(walk, name, function):
        evaluate_arguments(walk, node, state)
        return value_of(Checkpoint(walk.place_of(node)))
    if len(function) == 1:
        return _call(walk, next(iter(function)), node, name, state)
    ways = [state.fork() for _ in function]
    called = zip(sorted(function, key=_order), ways, strict=True)
    value = join([_call(walk, alternative, node, name, way) for alternative, way in called])
    state.become(join_states(ways))
    return value


def _order(alternative: Alternative) -> tuple[str, int, str]:
    """Return a key that puts alternatives in the same order in every run."""
    if isinstance(alternative, Function):
        return "Function", alternative.definition.lineno, ""
    return type(alternative).__name__, 0, repr(alternative)


def _is_source(walk: Walk, name: str, function: Value) -> bool:
    """Tell whether the settings name a call, as it is written or by its full name."""
    names = {name, *(a.name for a in function if isinstance(a, Library))} - {""}
    return any(_is_named(one, source) for one in names for source in walk.settings.sources)


def _is_named(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern) or fnmatchcase(name, f"*.{pattern}")


def _tells(walk: Walk, name: str, state: State) -> bool:
    """Tell whether a call reports a missing key: by the settings, or to one of torch's lists."""
    if name and any(_is_named(name, reporter) for reporter in walk.settings.missing_reporters):
        return True
    owner, _, method = name.rpartition(".")
    if owner.rpartition(".")[2] not in library.ERROR_LISTS or method not in ("append", "extend"):
        return False
    return bool(state.absent or state.missing)


def _call(walk: Walk, function: Alternative, node: ast.Call, name: str, state: State) -> Value:
    match function:
        case BoundMethod(receiver, receiver_node, method):
            return call_method(walk, receiver, receiver_node, method, node, state)
        case Function():
            return walk.invoke(function, node, state)
        case ClassObject(class_name):
            return _construct(walk, class_name, node, state)
        case Library(full_name):
            return call_library(walk, full_name, node, state)
        case _:
            return _call_unknown(walk, name, node, state)


def _construct(walk: Walk, class_name: str, node: ast.Call, state: State) -> Value:
    made = value_of(Instance(class_name))
    initialiser = walk.index.method(class_name, "__init__")
    if initialiser is None:
        use_arguments(walk, node, state)
    else:
        walk.invoke(Function(initialiser, made), node, state)
    return made


def _call_unknown(walk: Walk, name: str, node: ast.Call, state: State) -> Value:
    if library.is_logging(name):
        return log(walk, node, state)
    if walk.builder is not None:
        built = call_out_of_sight(walk, walk.builder, node, state)
        if built is not None:
            return built
    use_arguments(walk, node, state)
    makes_mapping = not node.args and name.rpartition(".")[2] in library.FRESH
    return value_of(CopyOf()) if makes_mapping else UNKNOWN
