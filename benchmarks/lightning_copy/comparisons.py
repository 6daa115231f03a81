"""What the code as installed and the fixed code make of the same states."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from benchmarks.lightning_copy.command import Finding
from benchmarks.lightning_copy.outcome import TRAINER, Attributes, Dropped, Loaded, Trip
from benchmarks.lightning_copy.steps import Copy, only_in

LONGEST = 60
SAME = "restores the same"
SKIPPED = ", as the state is empty then, and Lightning skips it; with the key renamed instead: "
Kind = Literal["trips", "trainings"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is made of a whole state, and of the state without a key that was rewritten."""

    place: str
    finding: Finding
    whole: str
    before: str
    after: str
    is_read: bool
    holds: bool

    @property
    def failure(self) -> str:
        """Say what did not hold; what fails with the whole state says nothing about a key."""
        if self.whole:
            return f"{self.place}, with the whole state: {self.whole}"
        return "" if self.holds else self._without

    @property
    def caveat(self) -> str:
        """Say what Lightning keeps from being noticed, whatever the fix did."""
        return self._without if SKIPPED in self.after else ""

    @property
    def _without(self) -> str:
        return f"{self.place}, without `{self.finding.key}`: {self.after}"


def compared(kind: Kind, original: Copy, fixed: Copy) -> list[Comparison]:
    """Return the comparisons of the keys that were rewritten."""
    said = only_in(original, fixed)
    return [one for old, new in pairs(kind, original, fixed) for one in compare(old, new, said)]


def pairs(kind: Kind, original: Copy, fixed: Copy) -> Iterator[tuple[Trip, Trip]]:
    """Yield what was run with both."""
    return zip(original.outcome[kind], fixed.outcome[kind], strict=True)


def compare(original: Trip, fixed: Trip, said: list[Finding]) -> Iterator[Comparison]:
    """Yield what came of the keys of the class; for a training, of every class."""
    place = f"{original['class_name']}, {original['variant']}"
    whole = round_trip(original, fixed)
    dropped = {new["key"]: new for new in fixed["dropped"]}
    for old, finding in itertools.product(original["dropped"], said):
        is_of_class = original["class_name"] in (finding.class_name, TRAINER)
        if is_of_class and old["key"] == finding.key:
            before = came_to(old["loaded"], original["whole"]) if old["found"] else "is never there"
            after, holds = answer(dropped[old["key"]], original["whole"], is_read=old["read"])
            yield Comparison(place, finding, whole, before, after, old["read"], holds)


def round_trip(original: Trip, fixed: Trip) -> str:
    """Return what differs once the whole state was saved and restored; nothing if nothing does."""
    if original["saved"] != fixed["saved"]:
        return f"saves something else: {difference(original['saved'], fixed['saved'])}"
    whole = original["whole"]["attributes"]
    return raised(fixed["whole"]) or difference(whole, fixed["whole"]["attributes"])


def difference(one: Attributes, other: Attributes) -> str:
    """Return the first attribute that differs, and how; nothing if none does."""
    for path in (*one, *other):
        old, new = one.get(path, "nothing"), other.get(path, "nothing")
        if old != new:
            return f"`{path}` is {short(new)}, not {short(old)}"
    return ""


def short(text: str) -> str:
    """Return a value as it is shown."""
    return f"`{text}`" if len(text) <= LONGEST else f"`{text[:LONGEST]}`..."


def came_to(loaded: Loaded, whole: Loaded) -> str:
    """Return what loading a state came to, next to the whole state."""
    return raised(loaded) or difference(whole["attributes"], loaded["attributes"]) or SAME


def answer(dropped: Dropped, whole: Loaded, *, is_read: bool) -> tuple[str, bool]:
    """Return what the fixed code does without a key, and whether it is what it has to do."""
    if not is_read:
        after = came_to(dropped["loaded"], whole)
        return f"{after}: the key is not read" if after == SAME else after, after == SAME
    right = f"raises `{KeyError(dropped['key'])!r}`"
    after = raised(dropped["loaded"]) or "restores silently"
    if not dropped["renamed"] or after == right:
        return after, after == right
    renamed = raised(dropped["renamed"]) or "restores silently"
    return f"{after}{SKIPPED}{renamed}", renamed == right


def raised(loaded: Loaded) -> str:
    """Return what was raised; nothing if nothing was."""
    return f"raises `{loaded['error']}`" if loaded["error"] else ""
