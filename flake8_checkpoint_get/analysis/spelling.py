"""Keys that are spelled almost the same."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

MOST_EDITS = 2
SHORTEST = 4
"""Shorter keys are too near to each other to say that one is meant by the other."""


def meant_by(key: str, candidates: Iterable[str]) -> str:
    """Return the candidate that is at most two edits away from a key; empty if there is none."""
    near = [(edits(key, one), one) for one in candidates if min(len(key), len(one)) >= SHORTEST]
    return min((one for one in near if one[0] <= MOST_EDITS), default=(0, ""))[1]


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out or changed (Levenshtein's distance)."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for (diagonal, above), against in zip(pairwise(before), other, strict=True):
            now.append(min(above + 1, now[-1] + 1, diagonal + (letter != against)))
        before = now
    return before[-1]
