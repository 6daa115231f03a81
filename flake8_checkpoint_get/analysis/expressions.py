"""What an expression may be."""

from __future__ import annotations

import ast
from itertools import islice

from flake8_checkpoint_get.analysis.building import build_open
from flake8_checkpoint_get.analysis.calls import evaluate_call
from flake8_checkpoint_get.analysis.caught import may_fail
from flake8_checkpoint_get.analysis.choices import evaluate_conditional, evaluate_either
from flake8_checkpoint_get.analysis.comprehensions import evaluate_comprehension
from flake8_checkpoint_get.analysis.copies import is_attributes
from flake8_checkpoint_get.analysis.displays import (
    evaluate_binary,
    evaluate_display,
    evaluate_mapping,
)
from flake8_checkpoint_get.analysis.enums import is_plain_enum, member_value
from flake8_checkpoint_get.analysis.escapes import lose
from flake8_checkpoint_get.analysis.made_up import computed, reads
from flake8_checkpoint_get.analysis.namespaces import read_attribute
from flake8_checkpoint_get.analysis.object_types import attribute_class
from flake8_checkpoint_get.analysis.reads import fail_without_attribute, read_strictly
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.texts import evaluate_formatted
from flake8_checkpoint_get.analysis.unpacking import elements
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Alternative,
    BoundMethod,
    Checkpoint,
    ClassObject,
    Constant,
    CopyOf,
    Function,
    Instance,
    KeyOf,
    Library,
    MadeUp,
    MappingOf,
    Parent,
    Pattern,
    SequenceOf,
    TupleOf,
    Value,
    Version,
    View,
    join,
    value_of,
)
from flake8_checkpoint_get.analysis.versions import is_version_key
from flake8_checkpoint_get.analysis.walk import Walk, use


def evaluate(walk: Walk, node: ast.expr, state: State) -> Value:
    """Return what an expression may be, and note what evaluating it does to the state."""
    match node:
        case ast.Constant(value):
            return UNKNOWN if value is ... else value_of(Constant(value))
        case ast.Name(name):
            return walk.resolve(name, state)
        case ast.Attribute():
            return _attribute(walk, node, state)
        case ast.Subscript():
            return _subscript(walk, node, state)
        case ast.Call():
            return evaluate_call(walk, node, state)
        case ast.Lambda():
            return walk.define(node, state)
        case ast.NamedExpr(target, value):
            bound = walk.evaluate(value, state)
            walk.assign(target, bound, state)
            return bound
        case ast.Await(inner) | ast.Starred(inner):
            return walk.evaluate(inner, state)
        case ast.Yield(ast.expr() as inner):
            walk.frame.yielded.append(walk.evaluate(inner, state))
            return UNKNOWN
        case ast.YieldFrom(inner):
            walk.frame.yielded.append(elements(walk.evaluate(inner, state)))
            return UNKNOWN
        case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as number)):
            return value_of(Constant(-number))
        case _:
            return _evaluate_compound(walk, node, state)


def _evaluate_compound(walk: Walk, node: ast.expr, state: State) -> Value:
    match node:
        case ast.BoolOp(op, operands):
            return evaluate_either(walk, isinstance(op, ast.Or), operands, state)
        case ast.IfExp(test, body, orelse):
            return evaluate_conditional(walk, test, body, orelse, state)
        case ast.Compare() | ast.UnaryOp(ast.Not()):
            branch = walk.branch(node, state)
            walk.recorder.note_used(branch.tested)
            state.become(branch.joined())
            return branch.value
        case ast.BinOp():
            return evaluate_binary(walk, node, state)
        case ast.Tuple(parts) | ast.List(parts) | ast.Set(parts):
            return evaluate_display(walk, parts, state)
        case ast.Dict():
            return evaluate_mapping(walk, node, state)
        case ast.JoinedStr(parts):
            return evaluate_formatted(walk, node, parts, state)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            return evaluate_comprehension(walk, node, state)
        case _:
            return _use_parts(walk, node, state)


def _use_parts(walk: Walk, node: ast.AST, state: State) -> Value:
    """Evaluate the parts of an expression that computes something new from them."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr):
            use(walk, walk.evaluate(part, state), state)
    return UNKNOWN


def _attribute(walk: Walk, node: ast.Attribute, state: State) -> Value:
    if walk.builder is not None and is_attributes(node):
        own = build_open(walk, walk.builder, node, "self.__dict__", state)
        lose(walk.builder, own, "self.__dict__", state)
        return own
    known = state.attributes.get(dotted(node))
    if known is not None:
        return known
    if node.attr == "value":
        member = member_value(walk.index, node.value)
        if member is not None:
            return walk.constant(member)
    owner = walk.evaluate(node.value, state)
    read_attribute(walk, owner, node.attr, state)
    fail_without_attribute(walk, owner, node.attr, state)
    if any(_has_methods(alternative) for alternative in owner):
        return value_of(BoundMethod(owner, node.value, node.attr))
    return join(_member(walk, alternative, node) for alternative in owner)


def _has_methods(alternative: Alternative) -> bool:
    """Tell whether a value's methods are those of a mapping or sequence that is followed."""
    return isinstance(
        alternative,
        Checkpoint | KeyOf | MadeUp | Pattern | TupleOf | SequenceOf | MappingOf | CopyOf | View,
    )


def _member(walk: Walk, owner: Alternative, node: ast.Attribute) -> Value:
    name = node.attr
    match owner:
        case Library(module):
            return value_of(Library(f"{module}.{name}"))
        case Instance(class_name) | ClassObject(class_name):
            return _class_member(walk, owner, class_name, name)
        case Parent(class_name):
            parents = islice(walk.index.lineage(class_name), 1, None)
            method = next((p.methods[name] for p in parents if name in p.methods), None)
            receiver = value_of(Instance(class_name))
            return value_of(Function(method, receiver)) if method else UNKNOWN
        case Constant() if name == "value":
            return value_of(owner)
        case Constant(str()):
            return value_of(BoundMethod(value_of(owner), node.value, name))
        case _:
            return UNKNOWN


def _class_member(walk: Walk, owner: Instance | ClassObject, class_name: str, name: str) -> Value:
    if isinstance(owner, Instance):
        methods = walk.index.implementations(class_name, name)
    else:
        # By the name of a class, its own method is called.
        own = walk.index.method(class_name, name)
        methods = [own] if own is not None else []
    if walk.builder is not None and not walk.index.is_fixed(class_name, name):
        return UNKNOWN
    if walk.builder is not None and methods and walk.index.stored.stores_of(name):
        return UNKNOWN
    if methods:
        return value_of(*(Function(method, value_of(owner)) for method in methods))
    nested = f"{class_name}.{name}"
    if nested in walk.index.classes:
        return value_of(ClassObject(nested))
    held = walk.attribute(class_name, name)
    if held is not None:
        return held
    if walk.builder is not None:
        kind = attribute_class(walk.index, class_name, name)
        if kind is not None:
            return value_of(Instance(kind))
    if is_plain_enum(walk.index, class_name):
        return value_of(Pattern(f"{class_name}.{name}"))
    constant = walk.index.class_constant(class_name, name)
    return walk.constant(constant) if constant is not None else UNKNOWN


def _subscript(walk: Walk, node: ast.Subscript, state: State) -> Value:
    if dotted(node.value) == "local_metadata" and is_version_key(walk, [node.slice]):
        return value_of(Version())
    owner = walk.evaluate(node.value, state)
    if isinstance(node.slice, ast.Slice):
        _use_parts(walk, node.slice, state)
        return computed(owner)
    key = walk.evaluate(node.slice, state)
    use(walk, key, state)
    # A default that stands in for the receiver is used.
    walk.recorder.note_used(reads(owner))
    may_fail(walk, node, owner, key, state)
    return read_strictly(walk, owner, key, state)
