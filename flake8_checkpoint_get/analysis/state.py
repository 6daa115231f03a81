"""What is known at one point of a function while it is walked."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flake8_checkpoint_get.analysis.path_ends import End, Excuse
from flake8_checkpoint_get.analysis.syntax import written
from flake8_checkpoint_get.analysis.values import Place, Value
from flake8_checkpoint_get.model import Each, Symbol, Wildcard


@dataclass(slots=True)
class State:
    """Names and their values, and what is known about keys on every path that leads here.

    - ``names``, ``attributes``: values by name, and by dotted name (``self._restored``);
    - ``present``: keys that are in the mapping on every path, because a strict read or a test said
      so, because the code stored them, or because somebody was told that they are missing;
    - ``stored``: keys that the code itself may have stored: reading them proves nothing;
    - ``missing``: keys that a test has just found missing;
    - ``guarded``: computed keys that a test has just found, by their mapping and expression;
    - ``removed``: keys that the code may have taken out, ``gone``: those that it surely has, and
      ``taken``: those that it has found there, and then taken out, with what lies below them;
    - ``made``: mappings that a save method has made, by their origin; what is known of one that is
      not made yet counts for nothing where paths meet;
    - ``held``: which of these mappings a key holds; None stands for anything else;
    - ``handed``: checkpoint data that code out of sight got hold of, and may have changed;
    - ``live``: defaulted reads whose key may be missing here without anybody having been told,
      with the places they read;
    - ``absent``: those of them whose missing key is what leads to this very branch;
    - ``end``: how the path ended; None while it goes on;
    - ``waiting``: for each place, the reads that a proof of it may settle; all states of one walk
      share it, and it only grows.
    """

    names: dict[str, Value] = field(default_factory=dict)
    attributes: dict[str, Value] = field(default_factory=dict)
    present: set[Place] = field(default_factory=set)
    stored: set[Place] = field(default_factory=set)
    missing: set[Place] = field(default_factory=set)
    guarded: set[tuple[Place, str]] = field(default_factory=set)
    removed: set[Place] = field(default_factory=set)
    gone: set[Place] = field(default_factory=set)
    taken: set[Place] = field(default_factory=set)
    made: set[int] = field(default_factory=set)
    held: dict[Place, frozenset[Place | None]] = field(default_factory=dict)
    handed: set[Place] = field(default_factory=set)
    live: dict[int, frozenset[Place]] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)
    excuse: Excuse | None = None
    end: End | None = None
    waiting: dict[Place, set[int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def alive(self) -> bool:
        """Whether any path leads here."""
        return self.end is None

    @property
    def size(self) -> int:
        """How much is known: one at least."""
        of_names = len(self.names) + len(self.attributes)
        return 1 + of_names + len(self.present) + len(self.stored) + len(self.held) + len(self.live)

    def fork(self) -> State:
        """Return a copy that can go its own way."""
        return State(
            self.names.copy(),
            self.attributes.copy(),
            self.present.copy(),
            self.stored.copy(),
            self.missing.copy(),
            self.guarded.copy(),
            self.removed.copy(),
            self.gone.copy(),
            self.taken.copy(),
            self.made.copy(),
            self.held.copy(),
            self.handed.copy(),
            self.live.copy(),
            self.absent.copy(),
            self.excuse,
            self.end,
            self.waiting,
        )

    def become(self, other: State) -> None:
        """Take over everything from another state, which is not used any more."""
        self.names, self.attributes = other.names, other.attributes
        self.present, self.stored, self.missing = other.present, other.stored, other.missing
        self.guarded, self.held, self.handed = other.guarded, other.held, other.handed
        self.removed, self.gone, self.taken = other.removed, other.gone, other.taken
        self.made, self.live, self.absent = other.made, other.live, other.absent
        self.excuse, self.end, self.waiting = other.excuse, other.end, other.waiting

    def bind(self, name: str, value: Value) -> None:
        """Give a name a new value; what was known of its attributes is gone."""
        if self.attributes:
            prefix = f"{name}."
            for known in [known for known in self.attributes if known.startswith(prefix)]:
                del self.attributes[known]
        self.names[name] = value

    def store(self, targets: Iterable[Place]) -> None:
        """Note that the code put values of its own at these places."""
        for place in targets:
            self.present.add(place)
            self.stored.add(place)
            self.gone.discard(place)
            self.taken -= {taken for taken in self.taken if place.holds(taken)}

    def renew(self, places: Iterable[Place]) -> None:
        """Note that places hold something new: nothing is known of what is in them."""
        new = {(place.origin, place.path) for place in places}
        for depth in {len(path) for _, path in new}:
            for known in (self.present, self.stored, self.removed, self.gone, self.taken):
                known -= {at for at in known if (at.origin, at.path[:depth]) in new}
            for at in [at for at in self.held if (at.origin, at.path[:depth]) in new]:
                del self.held[at]

    def canonical(self, place: Place) -> Place:
        """Return the place by which a save method knows what lies in a mapping in a mapping."""
        if not self.held:
            return place
        at = Place(place.origin, ())
        for step in place.path:
            held = self.held.get(at, frozenset())
            at = next(iter(held), None) or at if len(held) == 1 else at
            at = at.at(step)
        return at

    def remove(self, targets: Iterable[Place]) -> None:
        """Note that the code took one of these keys, and what lies below it, out of the mapping."""
        out = set(targets)
        self.gone |= out if len(out) == 1 else set()
        for gone in out:
            self.removed.add(gone)
            if gone.path and isinstance(gone.path[-1], Each | Symbol):
                self.removed.add(gone.mapping.at(Wildcard.ANY))
            with_it = {place for place in self.present if gone.holds(place)}
            self.present -= with_it
            self.taken |= {place for place in with_it if not self.may_be_stored(place)}

    def clear(self, mapping: Place) -> None:
        """Note that the code emptied a mapping: every key of it that is known is taken out."""
        known = {place for place in self.stored if mapping.holds(place) and place != mapping}
        for place in (mapping.at(Wildcard.ANY), *known):
            self.remove((place,))

    def doubt_removal(self, mappings: Iterable[Place]) -> None:
        """Note that what was taken out of these may not have been: it was one of several."""
        self.gone -= {gone for gone in self.gone for at in mappings if at.holds(gone)}

    def may_be_stored(self, place: Place) -> bool:
        """Tell whether the code may have put a value at the place, or at any key beside it."""
        if not self.stored or not place.path:
            return False
        beside = Place(place.origin, (*place.path[:-1], Wildcard.ANY))
        return place in self.stored or beside in self.stored

    def confirm(self, targets: Iterable[Place]) -> None:
        """Note that these keys are there: else a strict read would have failed, or a test.

        What the code may have stored itself proves nothing about the checkpoint; what is known of
        some element of a collection proves nothing about another one.
        """
        found = {place for place in targets if Wildcard.ANY not in place.path}
        self.present |= found
        reads = set[int]().union(*(self.waiting.get(place, ()) for place in found))
        live = ((read, self.live[read]) for read in reads if read in self.live)
        self.settle([read for read, where in live if self._all_confirmed(where)])

    def knows(self, where: Iterable[Place]) -> bool:
        """Tell whether keys are known to be there at all these places."""
        return all(_is_in(self.present, place) for place in where)

    def has_known(self, where: Iterable[Place]) -> bool:
        """Tell whether keys are known to be there, or to have been there before they were taken."""
        return all(_is_in(self.present, place) or _is_in(self.taken, place) for place in where)

    def guard(self, where: Iterable[Place], key: ast.expr | None) -> None:
        """Note that a test has found a computed key in these mappings."""
        if key is not None:
            self.guarded |= {(place.mapping, written(key)) for place in where}

    def is_guarded(self, where: Iterable[Place], key: ast.expr | None) -> bool:
        """Tell whether a test has just found this computed key."""
        if not self.guarded or key is None:
            return False
        text = written(key)
        return all((place.mapping, text) in self.guarded for place in where)

    def of_every_element(self, known: Iterable[Place], loop: int) -> set[Place]:
        """Return what is so of all elements when a loop is over: what was so of each."""
        return {of_every_element(place) for place in known if Each(loop) in place.path}

    def _all_confirmed(self, where: frozenset[Place]) -> bool:
        return all(place in self.present and not self.may_be_stored(place) for place in where)

    def shorten(self, most: int) -> None:
        """Forget details of deep places where there are too many to carry on."""
        if len(self.present) > most:
            self.present = {place for place in self.present if len(place.path) <= 1}
        if len(self.stored) > most:
            self.stored = {Place(place.origin, (Wildcard.ANY,)) for place in self.stored}
        if len(self.handed) > most:
            self.handed = {place for place in self.handed if len(place.path) <= 1}
        if len(self.removed) > most:
            self.removed = {Place(place.origin, ()) for place in self.removed}
        self.taken = self.taken if len(self.taken) <= most else set()

    def settle(self, reads: Iterable[int]) -> None:
        """Note that the absence of these reads' keys is told, or excused, on every path here."""
        for read in reads:
            self.live.pop(read, None)
            self.absent.discard(read)

    def tell(self) -> None:
        """Note that somebody is told of the keys whose absence led here."""
        self.settle(set(self.absent))
        self.present |= self.missing

    def excuse_absence(self, excuse: Excuse) -> None:
        """Note that on this path a missing key is all right."""
        self.excuse = excuse
        self.live.clear()
        self.absent.clear()

    def await_keys(self, reads: Mapping[int, frozenset[Place]]) -> None:
        """Note that the keys of these reads may be missing, unless they are known to be there."""
        for read, where in reads.items():
            if self.excuse is None and not self.knows(where):
                self.live[read] = self.live.get(read, frozenset()) | where
                for place in where:
                    self.waiting.setdefault(place, set()).add(read)


def _is_in(known: set[Place], place: Place) -> bool:
    return place in known or of_every_element(place) in known


def of_every_element(place: Place) -> Place:
    """Return the place that stands for what every element of a collection is known to have."""
    if not any(isinstance(step, Each) for step in place.path):
        return place
    steps = (Wildcard.ANY if isinstance(step, Each) else step for step in place.path)
    return Place(place.origin, tuple(steps))
