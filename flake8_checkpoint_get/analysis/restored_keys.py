"""Which keys a restore method reads, itself or through the functions that it calls."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flake8_checkpoint_get.analysis.effort import OF_LANDING
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.recorder import Record, StrictRead
from flake8_checkpoint_get.analysis.summaries import moved
from flake8_checkpoint_get.analysis.values import Place
from flake8_checkpoint_get.model import KeyPath, Step


@dataclass(slots=True)
class ReadKeys:
    """What is read of one checkpoint, by key path.

    ``whole`` are the paths whose value goes elsewhere as it is, ``touched`` are all that are read.
    """

    strict: dict[KeyPath, list[StrictRead]] = field(default_factory=dict)
    soft: dict[KeyPath, list[Record]] = field(default_factory=dict)
    touched: set[KeyPath] = field(default_factory=set)
    whole: set[KeyPath] = field(default_factory=set)

    def is_touched(self, path: KeyPath) -> bool:
        """Tell whether a key is read: itself, a key below it, or by a computed key."""
        return any(_fits(one, path) for one in self.touched if len(one) >= len(path))

    def is_handed_on(self, path: KeyPath) -> bool:
        """Tell whether a key is in something that goes elsewhere as a whole."""
        return any(_fits(path, one) for one in self.whole if len(one) < len(path))


def _fits(longer: KeyPath, shorter: KeyPath) -> bool:
    """Tell whether a path starts with another one, whose computed keys may be any."""
    return all(map(_may_be, longer, shorter))


def _may_be(one: Step, other: Step) -> bool:
    return one == other or not (_is_known(one) and _is_known(other))


def _is_known(step: Step) -> bool:
    return isinstance(step, str | bytes | int | float | tuple) or step is None


class ReadIndex:
    """What is read of every checkpoint in a module, by the origin of the checkpoint."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self._read: dict[int, ReadKeys] = {}
        recorder = interpreter.recorder
        for place in recorder.strict | recorder.soft:
            for origin, path in self._landings(place):
                self._of(origin).touched.add(path)
        for place in recorder.whole:
            for origin, path in self._landings(place):
                self._of(origin).touched.add(path)
                self._of(origin).whole.add(path)
        for read in recorder.strict_reads.values():
            for origin, path in self._landings(read.place):
                self._of(origin).strict.setdefault(path, []).append(read)
        for record in recorder:
            self._note(record)

    def of(self, node: ast.AST, parameter: str) -> ReadKeys:
        """Return what is read of the checkpoint that a parameter of a function holds."""
        return self._read.get(self._interpreter.origin(node, parameter), ReadKeys())

    def _note(self, record: Record) -> None:
        for place in record.places:
            for origin, path in self._landings(place):
                keys = self._of(origin)
                keys.touched.add(path)
                records = keys.soft.setdefault(path, [])
                if record not in records:
                    records.append(record)

    def _of(self, origin: int) -> ReadKeys:
        return self._read.setdefault(origin, ReadKeys())

    def _landings(self, place: Place) -> Iterator[tuple[int, KeyPath]]:
        """Yield where a place lies for the function that reads it, and for all that call it."""
        pending, seen = [place], set[Place]()
        while pending and len(seen) < MOST_LANDINGS:
            at = pending.pop()
            if at in seen:
                continue
            seen.add(at)
            self._interpreter.index.effort.spend(OF_LANDING)
            yield at.origin, at.path
            pending += self._above(at)

    def _above(self, place: Place) -> Iterable[Place]:
        for base in self._interpreter.passed.get(place.origin, ()):
            yield from moved(place, {place.origin: (base,)})


MOST_LANDINGS = 200
"""From how many callers a read is looked at."""
