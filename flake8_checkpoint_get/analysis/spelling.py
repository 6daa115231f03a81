"""Keys that are spelled almost the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

SHORTEST, LONG = 5, 9
"""Shorter keys are too near to each other; only of long ones two letters may differ."""

PAIRED = re.compile(r"\d+|(?<![^\W_])(min|max|old|new|src|dst|in|out|row|col)(?![^\W_])")
"""Parts in which keys differ that are meant to: numbers, and words that come in pairs."""


def meant_by(key: str, candidates: Iterable[str]) -> str:
    """Return the candidate that is at most two edits away from a key; empty if there is none."""
    near = [(edits(key, one), one) for one in candidates if _may_be_meant(key, one)]
    most = 2 if len(key) >= LONG else 1
    return min((one for one in near if one[0] <= most), default=(0, ""))[1]


def _may_be_meant(key: str, other: str) -> bool:
    is_long_enough = min(len(key), len(other)) >= SHORTEST
    return is_long_enough and PAIRED.sub("", key) != PAIRED.sub("", other)


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out or changed (Levenshtein's distance)."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for (diagonal, above), against in zip(pairwise(before), other, strict=True):
            now.append(min(above + 1, now[-1] + 1, diagonal + (letter != against)))
        before = now
    return before[-1]
