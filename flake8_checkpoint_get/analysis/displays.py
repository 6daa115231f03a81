"""Displays, formatted strings and operators: values made of other values."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.building import Part, build
from flake8_checkpoint_get.analysis.escapes import lose
from flake8_checkpoint_get.analysis.key_sets import missing_keys
from flake8_checkpoint_get.analysis.keys import key_steps
from flake8_checkpoint_get.analysis.merges import Defaults, copied, merge
from flake8_checkpoint_get.analysis.reads import fail_without
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.texts import (
    LONGEST,
    made_up,
    names_something,
    shown_text,
    text_of,
)
from flake8_checkpoint_get.analysis.unpacking import elements
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    Constant,
    MappingOf,
    Pattern,
    SequenceOf,
    TupleOf,
    Value,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk, use


def evaluate_display(walk: Walk, parts: list[ast.expr], state: State) -> Value:
    """Return the tuple, list or set that a display makes."""
    members = list[Value]()
    for part in parts:
        value = walk.evaluate(part, state)
        if isinstance(part, ast.Starred):
            members += _spread(value)
        else:
            members.append(value)
    if walk.builder is not None and any(isinstance(part, ast.Starred) for part in parts):
        for member in members:
            lose(walk.builder, member, "held in a sequence", state)
    if any(_is_deep(member, DEEPEST) for member in members):
        for member in members:
            use(walk, member, state)
        return UNKNOWN
    return value_of(TupleOf(tuple(members)))


DEEPEST = 4
"""How deep displays can be nested before they are not followed any more."""


def _is_deep(value: Value, depth: int) -> bool:
    """Tell whether displays are nested in a value deeper than this."""
    held = list[Value]()
    for alternative in value:
        match alternative:
            case TupleOf(members):
                held += members
            case SequenceOf(element):
                held.append(element)
            case MappingOf(items):
                held += (one for _, one in items)
            case _:
                pass
    return bool(held) and (depth == 0 or any(_is_deep(one, depth - 1) for one in held))


def _spread(value: Value) -> Iterator[Value]:
    match tuple(value):
        case (TupleOf(members),):
            yield from members
        case _:
            yield elements(value)


def evaluate_mapping(walk: Walk, node: ast.Dict, state: State) -> Value:
    """Return the mapping that a display makes, copies from another one, or merges."""
    if walk.builder is not None:
        return _build_display(walk, walk.builder, node, state)
    spread = [value for key, value in zip(node.keys, node.values, strict=True) if key is None]
    if spread:
        return _evaluate_merge(walk, node, state)
    items = list[tuple[Value, Value]]()
    for key, held in zip(node.keys, node.values, strict=True):
        value = walk.evaluate(held, state)
        name = walk.evaluate(key, state) if key is not None else UNKNOWN
        use(walk, name, state)
        items.append((name, value))
    if any(_is_deep(value, DEEPEST) for _, value in items):
        for _, value in items:
            use(walk, value, state)
        return UNKNOWN
    return value_of(MappingOf(tuple(items)))


def _build_display(walk: Walk, builder: Builder, node: ast.Dict, state: State) -> Value:
    parts = list[Part]()
    for key, held in zip(node.keys, node.values, strict=True):
        value = walk.evaluate(held, state)
        parts.append(Part(walk.evaluate(key, state) if key else None, value, key or held))
    return build(walk, builder, node, parts, state)


def _evaluate_merge(walk: Walk, node: ast.Dict, state: State) -> Value:
    """Return ``{**defaults, **state, key: value}``: what comes later takes precedence."""
    parts = [
        _part(walk, key, held, state) for key, held in zip(node.keys, node.values, strict=True)
    ]
    checkpoints = [n for n, part in enumerate(parts) if places(part.value)]
    if len(checkpoints) != 1:
        for part in parts:
            use(walk, part.value, state)
        return UNKNOWN if checkpoints or len(parts) > 1 else copied(parts[0].value)
    position = checkpoints[0]
    whole = parts[position].value
    if position > 0:
        whole = merge(walk, node, parts[:position], whole, node.values[position], state)
    later = node.keys[position + 1 :]
    if any(key is None for key in later):
        # Only the first of several mappings keeps its keys as they are.
        return UNKNOWN
    steps = {s for key in later if key for s in key_steps(walk.evaluate(key, state))}
    state.store(place.at(step) for place in places(whole) for step in steps)
    return whole


def _part(walk: Walk, key: ast.expr | None, held: ast.expr, state: State) -> Defaults:
    """Return one entry of a display: a mapping that is spread, or a single key and its value."""
    value = walk.evaluate(held, state)
    if key is None:
        return Defaults(value, held)
    name = walk.evaluate(key, state)
    use(walk, name, state)
    use(walk, value, state)
    # What is taken from the checkpoint is no default.
    items = () if places(value) else ((name, UNKNOWN),)
    return Defaults(value_of(MappingOf(items)), held, "{}")


def evaluate_binary(walk: Walk, node: ast.BinOp, state: State) -> Value:
    """Return what operators make of their operands; a flat chain of them can be long."""
    chain = [node]
    while isinstance(chain[-1].left, ast.BinOp):
        chain.append(chain[-1].left)
    value = walk.evaluate(chain[-1].left, state)
    for link in reversed(chain):
        value = _combined(walk, link, value, walk.evaluate(link.right, state), state)
    return value


def _combined(walk: Walk, node: ast.BinOp, left: Value, right: Value, state: State) -> Value:
    if isinstance(node.op, ast.BitOr) and walk.builder is not None:
        parts = [Part(None, left, node.left), Part(None, right, node.right)]
        if places(left) or places(right):
            return build(walk, walk.builder, node, parts, state)
    if isinstance(node.op, ast.BitOr) and any(isinstance(a, Checkpoint) for a in left):
        return left
    if isinstance(node.op, ast.BitOr) and places(right):
        use(walk, left, state)
        return merge(walk, node, [Defaults(left, node.left)], right, node.right, state)
    if isinstance(node.op, ast.Sub) and missing_keys(left, right) != UNKNOWN:
        return missing_keys(left, right)
    if isinstance(node.op, ast.Add):
        added = _added(node, left, right)
        if added is not None:
            return added
    if isinstance(node.op, ast.Mod) and names_something(text_of(left) or ""):
        return value_of(Pattern(shown_text(node)), *made_up(right))
    for operand in (left, right):
        use(walk, operand, state)
        if walk.builder is not None:
            lose(walk.builder, operand, "held in a sequence", state)
        if not isinstance(node.op, ast.Mod):
            fail_without(walk, operand, state)
    return UNKNOWN


def _added(node: ast.BinOp, left: Value, right: Value) -> Value | None:
    """Return a concatenation as far as it is known, and no longer than anybody needs."""
    match tuple(left), tuple(right):
        case (Constant(str(start)),), (Constant(str(end)),) if len(start + end) <= LONGEST:
            return value_of(Constant(start + end))
        case (TupleOf(start),), (TupleOf(end),) if len(start + end) <= LONGEST:
            return value_of(TupleOf((*start, *end)))
        case _:
            if any(isinstance(a, Constant | Pattern) and _is_text(a) for a in (*left, *right)):
                return value_of(Pattern(shown_text(node)), *made_up(left), *made_up(right))
            return None


def _is_text(alternative: Constant | Pattern) -> bool:
    if isinstance(alternative, Pattern):
        return True
    return isinstance(alternative.value, str) and names_something(alternative.value)
