"""The mapping that a save method writes: which keys, and whether they are always written."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from flake8_checkpoint_get.analysis.arguments import free_arguments
from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.conditions import condition_of
from flake8_checkpoint_get.analysis.function_walk import FunctionWalk
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.methods import receiver
from flake8_checkpoint_get.analysis.path_ends import End
from flake8_checkpoint_get.analysis.saved import Presence, SavedKey, SavedMapping, merged
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.values import Checkpoint, Place, Value, places, value_of
from flake8_checkpoint_get.model import Wildcard


def saved_mapping(
    interpreter: Interpreter, builder: Builder, save: FunctionNode, class_name: str, filled: str
) -> SavedMapping:
    """Return what a save method writes.

    ``filled`` is the parameter that the method fills in place; it is empty where the method returns
    a mapping. The interpreter is one whose builder is ``builder``.
    """
    arguments = free_arguments(save) | receiver(save, class_name)
    if filled:
        place = Place(interpreter.origin(save, filled), ())
        arguments[filled] = value_of(Checkpoint(place))
        builder.opened.setdefault(place, f"others write to {filled}, too")
    walk = FunctionWalk(interpreter, interpreter.entry(save, arguments))
    exits = walk.exits(State({**walk.entry.closure, **arguments}))
    ends = [(state, arguments[filled] if filled else value) for state, value in exits]
    found = [
        _Exit(interpreter, builder, save, at).saved(value) for at, value in ends if _counts(at)
    ]
    return replace(merged(found), is_filled=bool(filled))


def _counts(state: State) -> bool:
    """Tell whether anything is saved where a path ends so: not where it raises."""
    return state.end is not End.REJECTED


@dataclass(frozen=True, slots=True)
class _Exit:
    """Where a save method ends: what is known there."""

    interpreter: Interpreter
    builder: Builder
    method: FunctionNode
    state: State

    def saved(self, value: Value) -> SavedMapping:
        """Return what is saved where the method ends with a value."""
        mappings = places(value)
        if not mappings or len(mappings) < len(value):
            return SavedMapping({}, {(): "what is returned is not in sight"})
        return _any_of([self._read_off(mapping, 0) for mapping in mappings])

    def _read_off(self, mapping: Place, depth: int) -> SavedMapping:
        """Return what is known of a mapping, and of those that its keys hold."""
        if mapping.path:
            return SavedMapping({}, {(): "its value is not in sight"})
        known = self.state.stored | self.state.gone
        inside = {place for place in known if _is_named_in(mapping, place)}
        doubts = len(self.builder.unsure) + len(self.state.gone) + len(self.state.removed)
        self.interpreter.index.effort.spend(len(inside) * doubts + len(self.builder.opened))
        keys = {place.path: self._key(place) for place in inside}
        opened = {
            place.path: reason
            for place, reason in self.builder.opened.items()
            if mapping.holds(place)
        }
        for place in inside & self.state.held.keys():
            if keys[place.path].presence is Presence.UNKNOWN:
                continue
            path, held = place.path, self.state.held[place]
            inner = self._held(place, depth)
            is_sure = keys[path].presence is Presence.ALWAYS and place not in self.builder.opened
            keys[path] = replace(keys[path], is_mapping=is_sure and None not in held)
            keys |= {(*path, *below): key for below, key in inner.keys.items()}
            opened |= {(*path, *below): reason for below, reason in inner.opened.items()}
        return SavedMapping(keys, opened)

    def _held(self, place: Place, depth: int) -> SavedMapping:
        """Return what is known of the mappings of this method that a key can hold."""
        known = (one for one in self.state.held[place] if one is not None)
        held = sorted(known, key=lambda one: one.order)
        if not held or place in self.builder.opened:
            return SavedMapping()  # that it is open, the mapping says that it lies in
        touched = self.state.stored | self.state.removed
        if depth >= DEEPEST or any(place.holds(one) and one != place for one in touched):
            return SavedMapping({}, {(): "its value is not in sight"})
        return _any_of([self._read_off(mapping, depth + 1) for mapping in held])

    def _key(self, place: Place) -> SavedKey:
        nodes = self.builder.stores.get(place, [])
        return replace(self._known(place, nodes), node=next(iter(nodes), None))

    def _known(self, place: Place, nodes: list[ast.AST]) -> SavedKey:
        builder, state = self.builder, self.state
        if any(self._is_held_elsewhere(above) for above in _around(place)):
            return SavedKey(Presence.UNKNOWN, doubt="its value is not in sight")
        if place.origin in builder.lost:
            return SavedKey(Presence.UNKNOWN, doubt=builder.lost[place.origin])
        if any(unsure.holds(place) for unsure in builder.unsure):
            return SavedKey(Presence.UNKNOWN, doubt="it may be replaced")
        if place in state.present:
            return SavedKey(Presence.ALWAYS)
        if any(gone.holds(place) and gone.path for gone in state.gone):
            return SavedKey(Presence.REMOVED)
        if any(removed.holds(place) and removed.path for removed in state.removed):
            return SavedKey(Presence.SOMETIMES)
        copies = builder.copies.get(place, [])
        syntax = self.interpreter.function_syntax
        condition = condition_of(syntax, self.method, nodes, copies)
        return SavedKey(Presence.SOMETIMES, condition)

    def _is_held_elsewhere(self, place: Place) -> bool:
        """Tell whether a key can hold a mapping that is known by another place."""
        return any(one is not None for one in self.state.held.get(place, ()))


def _any_of(found: list[SavedMapping]) -> SavedMapping:
    """Return what is so whichever of some mappings it is: then no condition is the only one."""
    together = merged(found)
    if len(found) == 1:
        return together
    keys = {path: replace(key, condition="") for path, key in together.keys.items()}
    return SavedMapping(keys, together.opened)


def _around(place: Place) -> list[Place]:
    """Return the places of the values that a place lies in."""
    return [Place(place.origin, place.path[:depth]) for depth in range(1, len(place.path))]


DEEPEST = 4
"""How deep mappings are followed that hold mappings."""


def _is_named_in(mapping: Place, place: Place) -> bool:
    return mapping.holds(place) and place != mapping and Wildcard.ANY not in place.path
