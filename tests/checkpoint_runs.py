"""Runs of generated classes: what they save, and what they restore from it."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

ERRORS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
DEEPEST = 9
Names = dict[str, Any]
State = dict[str, Any]
Place = tuple[str | int, ...]


def names_of(text: str) -> Names:
    names: Names = {}
    exec(compile(text, "module", "exec"), names)  # noqa: S102
    return names


class Watched(State):
    """A mapping that lacks a key, and notes which lines look for it."""

    def __init__(self, held: State, key: object, lines: set[int]) -> None:
        super().__init__(held)
        self.key, self.lines = key, lines

    def note(self, key: object) -> None:
        if key == self.key and not super().__contains__(key):
            self.lines.add(sys._getframe(2).f_lineno)

    def get(self, key: str, default: object = None) -> Any:
        self.note(key)
        return super().get(key, default)

    def pop(self, key: str, *default: object) -> Any:
        self.note(key)
        return super().pop(key, *default)

    def setdefault(self, key: str, default: object = None) -> Any:
        self.note(key)
        return super().setdefault(key, default)

    def __contains__(self, key: object) -> bool:
        self.note(key)
        return super().__contains__(key)

    def copy(self) -> State:
        return Watched(super().copy(), self.key, self.lines)


def plain(value: object, hidden: object = None, depth: int = DEEPEST) -> object:
    """Return something to compare values by; one key may be hidden in all mappings."""
    if depth == 0:
        return "too deep"
    match value:
        case dict():
            shown = {k: plain(v, hidden, depth - 1) for k, v in value.items() if k != hidden}
            return list(shown.items())
        case list() | tuple():
            return type(value)(plain(one, hidden, depth - 1) for one in value)
        case object(__dict__=attributes) if not isinstance(value, type):
            return (type(value).__name__, sorted(vars(value)), plain(attributes, hidden, depth - 1))
        case _:
            return value


@dataclass
class Outcome:
    """What came of a restore: the exception, the object, and the mapping as it was left.

    ``lines`` are those that look for a key which is missing.
    """

    error: str = ""
    thing: object = None
    left: State = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.error or 'no error'}, {plain(vars(self.thing))}, {plain(self.left)}"

    def differs_from(self, other: Outcome) -> bool:
        """Tell whether two runs come to different things; how they fail is not looked at."""
        return str(self) != str(other) and not (self.error and other.error)

    def restored(self, hidden: object) -> str:
        """Return what was restored, without the mere presence of a key in a mapping."""
        return f"{self.error} {plain(vars(self.thing), hidden)}"

    def given(self, state: State, missing: Place) -> State:
        """Return a checkpoint to load, without what is missing."""
        given = copy.deepcopy(state)
        if not missing:
            return given
        *way, step, key = ("", *missing)
        around: Any = {"": given}
        for one in way:
            around = around[one]
        del around[step][key]
        around[step] = Watched(around[step], key, self.lines)
        return around[step] if len(missing) == 1 else given


@dataclass(frozen=True)
class Setting:
    """A class of a module, and the attributes of the one that saves and of the one that loads."""

    name: str
    values: Names
    flags: Names
    own_flags: Names

    def saved(self, names: Names) -> State | None:
        """Return a checkpoint as it comes out of a file; None if there is none."""
        thing = names[self.name]()
        vars(thing).update(self.values | self.flags)
        try:
            saved = thing.state_dict()
        except ERRORS:
            return None
        return copy.deepcopy(saved) if isinstance(saved, dict) else None

    def load(self, names: Names, state: State, missing: Place = ()) -> Outcome:
        """Load a checkpoint into a new object."""
        outcome = Outcome(thing=(thing := names[self.name]()))
        vars(thing).update(self.own_flags)
        outcome.left = outcome.given(state, missing)
        try:
            names["load"](thing, outcome.left)
        except KeyError as error:
            outcome.error = repr(error)
        except ERRORS as error:
            outcome.error = type(error).__name__
        return outcome


def settings_of(names: Names, values: Names) -> Iterator[Setting]:
    kinds = [name for name in ("Thing", "Sub") if name in names]
    for name, f, g, h in product(kinds, (False, True), (False, True), (False, True)):
        yield Setting(name, values, {"f": f, "g": g}, {"f": f is not h, "g": g})


def places_of(key: str, held: object, around: Place = ()) -> Iterator[Place]:
    """Yield where a key is in a checkpoint, at whatever depth."""
    inside: list[tuple[str | int, object]] = []
    if isinstance(held, dict):
        inside = list(held.items())
    elif isinstance(held, list):
        inside = list(enumerate(held))
    for step, value in inside:
        if step == key:
            yield (*around, step)
        yield from places_of(key, value, (*around, step))
