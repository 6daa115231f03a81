"""The values that every layer speaks of. This module imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Wildcard(Enum):
    """A step of a key path that is not one known key."""

    ANY = "*"


@dataclass(frozen=True, slots=True)
class Each:
    """A step of a key path that is, in turn, each element of a loop; ``loop`` says which loop."""

    loop: int


@dataclass(frozen=True, slots=True)
class Symbol:
    """A step of a key path that is one key, of which only the expression is known."""

    text: str


ConstantKey = str | bytes | int | float | complex | bool | None | tuple["ConstantKey", ...]
"""A key that is known before the program runs."""

Step = ConstantKey | Symbol | Wildcard | Each
KeyPath = tuple[Step, ...]
"""The keys that lead from a checkpoint to a value in it: ``("optimizer", "lr")``."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file as editors count it.

    ``line`` and ``end_line`` start at 1, ``column`` and ``end_column`` at 0; columns count
    characters, and the end is exclusive.
    """

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One flaw at one place: what every report shows.

    ``span`` is the expression that shows the flaw; ``line`` (from 1) and ``column`` (from 0, in
    characters) are where the eye should land. ``key`` is the checkpoint key, ``method`` the
    qualified name of the function that the flaw is in.
    """

    span: Span
    line: int
    column: int
    code: str
    rule: str
    message: str
    key: str
    method: str
