"""Abstract values: what an expression of the analysed program may hold.

A *value* is a set of alternatives, one for each thing that the expression may be on some path.
Alternatives are plain frozen data; nothing here knows how they come about.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from flake8_checkpoint_get.model import ConstantKey, KeyPath, Step, Wildcard


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a checkpoint something lies: one checkpoint, and the key path in it."""

    origin: int
    path: KeyPath

    def at(self, step: Step) -> Place:
        """Return the place one key further down, with long paths cut to stay finite."""
        if len(self.path) >= LONGEST_PATH:
            return Place(self.origin, (*self.path[: LONGEST_PATH - 1], Wildcard.ANY))
        return Place(self.origin, (*self.path, step))

    @property
    def mapping(self) -> Place:
        """The place of the mapping that holds the last key of the path."""
        return Place(self.origin, self.path[:-1])

    def holds(self, other: Place) -> bool:
        """Tell whether ``other`` is this place or lies below it."""
        return self.origin == other.origin and other.path[: len(self.path)] == self.path

    @property
    def order(self) -> tuple[int, str]:
        """What sorts places in the same order in every run: as their origins were met."""
        return self.origin, repr(self.path)


LONGEST_PATH = 6
MOST_ALTERNATIVES = 16


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the checkpoint holds at a place."""

    place: Place


@dataclass(frozen=True, slots=True)
class KeyOf:
    """Some key of the mapping at a place: looking it up there cannot fail."""

    mapping: Place


@dataclass(frozen=True, slots=True)
class MadeUp:
    """The default of a defaulted read, where the checkpoint lacks the key.

    ``replaced`` is set where something was computed from the default since, or has taken its place
    (``state.get(key) or other``): how that compares is not known.
    """

    read: int
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """A value known before the program runs."""

    value: ConstantKey


@dataclass(frozen=True, slots=True)
class Pattern:
    """A string of which only a part is known: an f-string or a concatenation."""

    text: str


@dataclass(frozen=True, slots=True)
class TupleOf:
    """A tuple, list or set display whose elements are known one by one."""

    elements: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class SequenceOf:
    """Any number of elements of one kind."""

    element: Value


@dataclass(frozen=True, slots=True)
class MappingOf:
    """A mapping display: the values of the keys that are known, in order."""

    items: tuple[tuple[Value, Value], ...]


@dataclass(frozen=True, slots=True)
class CopyOf:
    """A copy of something unknown: a mapping, if it is used as one."""


@dataclass(frozen=True, slots=True)
class View:
    """``items()``, ``keys()`` or ``values()`` of a mapping, or its ``len``."""

    mapping: Checkpoint | MappingOf
    method: str


@dataclass(frozen=True, slots=True)
class BoundMethod:
    """A method taken from a value and not yet called: ``get = state.get``."""

    receiver: Value
    receiver_node: ast.expr
    name: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function, lambda or method of this module; ``receiver`` is what ``self`` will be."""

    definition: Definition
    receiver: Value | None = None


@dataclass(frozen=True, slots=True)
class ClassObject:
    """A class of this module."""

    name: str


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of this module, ``self`` above all."""

    class_name: str


@dataclass(frozen=True, slots=True)
class Parent:
    """``super()`` in a method of a class: its methods are those of the bases."""

    class_name: str


@dataclass(frozen=True, slots=True)
class Library:
    """Something imported or built in, by its full dotted name."""

    name: str


@dataclass(frozen=True, slots=True)
class Version:
    """The version of a checkpoint, handed over without the place that it was read from."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The outcome of a test: where its truth is ``when``, keys are there at all these places.

    ``reads`` are the records of that test: where its truth is not ``when``, keys may be missing.
    """

    where: frozenset[Place]
    when: bool
    reads: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Older:
    """The outcome of a test: where its truth is ``when``, the checkpoint is of an older version.

    ``versions`` are the defaulted reads of that version.
    """

    when: bool
    versions: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything else."""


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Alternative = (
    Checkpoint
    | KeyOf
    | MadeUp
    | Constant
    | Pattern
    | TupleOf
    | SequenceOf
    | MappingOf
    | CopyOf
    | View
    | BoundMethod
    | Function
    | ClassObject
    | Instance
    | Parent
    | Library
    | Version
    | Evidence
    | Older
    | Unknown
)
Value = frozenset[Alternative]

UNKNOWN: Value = frozenset((Unknown(),))


def value_of(*alternatives: Alternative) -> Value:
    """Return the value that is one of these."""
    return frozenset(alternatives)


def join(values: Iterable[Value]) -> Value:
    """Return the value that may be any of these; unknown where that is nothing or too much."""
    joined = frozenset[Alternative]().union(*values)
    if not joined:
        return UNKNOWN
    if len(joined) <= MOST_ALTERNATIVES or all(isinstance(a, Constant) for a in joined):
        return joined
    made_up = [a for a in joined if isinstance(a, MadeUp)]
    kept = sorted((a for a in joined if isinstance(a, Checkpoint)), key=lambda a: a.place.order)
    return frozenset((*made_up, *kept[:MOST_ALTERNATIVES], Unknown()))


def places(value: Value) -> tuple[Place, ...]:
    """Return the places whose content the value may be, in a stable order."""
    found = [alternative.place for alternative in value if isinstance(alternative, Checkpoint)]
    return tuple(sorted(found, key=lambda place: place.order))
