"""Binding names, attributes and items to values."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.building import Part, add_to, open_to_heirs, put
from flake8_checkpoint_get.analysis.caught import may_fail
from flake8_checkpoint_get.analysis.copies import copy_all, is_attributes
from flake8_checkpoint_get.analysis.escapes import lose, lose_sequences
from flake8_checkpoint_get.analysis.keys import key_steps
from flake8_checkpoint_get.analysis.merges import Defaults, is_made, merge
from flake8_checkpoint_get.analysis.reads import fail_without, read_strictly
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.unpacking import unpacked, unpacked_around
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    MappingOf,
    Place,
    TupleOf,
    Unknown,
    Value,
    join,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk, fall_back, use
from flake8_checkpoint_get.model import Wildcard

NOT_FOLLOWED = frozenset(("__dict__",))
"""Attributes that are not what was assigned to them: ``self.__dict__`` is all the attributes."""


def assign(walk: Walk, target: ast.expr, value: Value, state: State) -> None:
    """Bind a target of an assignment, a loop or a ``with``."""
    match target:
        case ast.Name(name):
            # ``state = dict(state)`` puts nothing in the place of anything.
            fall_back(walk, value - state.names.get(name, UNKNOWN), state)
            if name in walk.frame.outer:
                use(walk, value, state)
                if walk.builder is not None:
                    lose(walk.builder, value, f"kept in {name}", state)
            state.bind(name, value)
        case ast.Attribute(attr=attribute):
            owner = walk.evaluate(target.value, state)
            state.store(place.at(attribute) for place in places(owner))
            use(walk, value, state)
            if walk.builder is not None:
                lose(walk.builder, value, f"kept in {ast.unparse(target)}", state)
            if is_attributes(target):
                copy_all(walk, target, value, state)
            if dotted(target) and attribute not in NOT_FOLLOWED:
                state.attributes[dotted(target)] = value
                walk.note_attribute(target, value)
        case ast.Subscript():
            _assign_item(walk, target, value, state)
        case ast.Tuple(targets) | ast.List(targets):
            fail_without(walk, value, state)
            _unpack(walk, targets, value, state)
        case ast.Starred(inner):
            assign(walk, inner, value, state)
        case _:
            pass


def _unpack(walk: Walk, targets: list[ast.expr], value: Value, state: State) -> None:
    starred = [n for n, target in enumerate(targets) if isinstance(target, ast.Starred)]
    if starred:
        parts = unpacked_around(value, starred[0], len(targets) - starred[0] - 1)
    else:
        parts = unpacked(value, len(targets))
    for target, part in zip(targets, parts, strict=True):
        assign(walk, target, part, state)


def _assign_item(walk: Walk, target: ast.Subscript, value: Value, state: State) -> None:
    """Walk ``owner[key] = value``."""
    use(walk, value, state)
    owner = walk.evaluate(target.value, state)
    key = walk.evaluate(target.slice, state)
    use(walk, key, state)
    items = _items(owner, key)
    walk.recorder.soft.update(items)
    if walk.builder is not None and not places(owner):
        lose(walk.builder, value, f"kept in {ast.unparse(target.value)}", state)
    elif walk.builder is not None:
        name = target.slice.id if isinstance(target.slice, ast.Name) else ""
        is_each = name in walk.frame.each and len(places(owner)) == 1
        put(walk.builder, items, Part(None, value, target), state, is_each=is_each)
        if is_each:
            open_to_heirs(walk.builder, places(owner), walk.frame.each[name])
    state.store(items)
    _forget_display(target.value, owner, state)


def _items(owner: Value, key: Value) -> list[Place]:
    steps = key_steps(key)
    return [place.at(step) for place in places(owner) for step in steps]


def _forget_display(node: ast.expr, owner: Value, state: State) -> None:
    """Forget what a name's display holds: it has been written to."""
    if isinstance(node, ast.Name) and any(isinstance(a, MappingOf | TupleOf) for a in owner):
        kept = [a for a in owner if not isinstance(a, MappingOf | TupleOf)]
        state.bind(node.id, value_of(*kept, Unknown()))


def augment(walk: Walk, target: ast.expr, op: ast.operator, value: ast.expr, state: State) -> None:
    """Walk ``target op= value``."""
    added = walk.evaluate(value, state)
    use(walk, added, state)
    if walk.builder is not None:
        lose_sequences(walk.builder, added, "held in a sequence", state)
    if isinstance(target, ast.Name | ast.Attribute):
        before = walk.evaluate(target, state)
        use(walk, before, state)
        if is_attributes(target):
            copy_all(walk, target, added, state)
        if isinstance(op, ast.BitOr) and places(before) and walk.builder is not None:
            add_to(walk.builder, places(before), Part(None, added, value), state)
        elif isinstance(op, ast.BitOr) and places(before):
            _merge(before, added, state)
        elif isinstance(op, ast.BitOr) and is_made(before) and places(added):
            defaults = [Defaults(before, target)]
            assign(walk, target, merge(walk, target, defaults, added, value, state), state)
        else:
            fail_without(walk, before, state)
            assign(walk, target, UNKNOWN, state)
    elif isinstance(target, ast.Subscript):
        owner, key = walk.evaluate(target.value, state), walk.evaluate(target.slice, state)
        use(walk, key, state)
        may_fail(walk, target, owner, key, state)
        use(walk, read_strictly(walk, owner, key, state), state)
        state.store(_items(owner, key))


def _merge(mapping: Value, added: Value, state: State) -> None:
    """Walk ``state |= {…}``: the keys that are added are the code's own."""
    for alternative in added:
        if isinstance(alternative, MappingOf):
            keys = join(key for key, _ in alternative.items)
            state.store(_items(mapping, keys))


def delete(walk: Walk, target: ast.expr, state: State) -> None:
    """Walk ``del target``; deleting a key that is not there fails."""
    match target:
        case ast.Name(name):
            state.bind(name, UNKNOWN)
        case ast.Subscript(value, key):
            owner, step = walk.evaluate(value, state), walk.evaluate(key, state)
            use(walk, step, state)
            read_strictly(walk, owner, step, state)
            if walk.builder is not None and Wildcard.ANY in key_steps(step):
                lose(walk.builder, owner, "computed keys are taken out", state)
            state.remove(_items(owner, step))
        case ast.Tuple(targets) | ast.List(targets):
            for part in targets:
                delete(walk, part, state)
        case _:
            pass
