"""Can this file hold a finding at all? A cheap no for most files, before they are decoded.

Names that only NFKC normalisation turns into a method's name are out of scope.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flake8_checkpoint_get.hooks import HOOKS, Hook, Tier
from flake8_checkpoint_get.settings import Settings

COOKIE = b"coding"
ASCII_LIKE = frozenset({"utf-8", "utf-8-sig", "ascii", "iso-8859-1", "us-ascii", "latin-1"})
"""Encodings in which a method's name has the bytes that it has in ASCII, and no others."""


@dataclass(frozen=True, slots=True)
class Prefilter:
    """What every file with a finding holds: one of some words.

    ``parts`` are strings that are found fast; where one of them is, ``words`` looks closer.
    """

    parts: tuple[str, ...]
    words: re.Pattern[str]
    encoded_parts: tuple[bytes, ...]
    encoded_words: re.Pattern[bytes]

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, settings: Settings) -> Prefilter:
        """Return what looks for the names that some settings make matter."""
        names = _names(settings)
        parts = {_longest_part(name) for name in names}
        # A part that holds another one says nothing that the other does not.
        rarest = sorted(p for p in parts if not any(q in p for q in parts if q != p))
        words = "|".join(sorted(map(_word, names)))
        return cls(
            tuple(rarest),
            re.compile(words),
            tuple(part.encode() for part in rarest),
            re.compile(words.encode()),
        )

    def passes(self, text: str) -> bool:
        """Tell whether a text can hold a finding."""
        return any(part in text for part in self.parts) and self.words.search(text) is not None

    def passes_bytes(self, data: bytes) -> bool:
        """Tell whether a file can hold a finding; one in an unusual encoding always can."""
        if any(part in data for part in self.encoded_parts) and self.encoded_words.search(data):
            return True
        return COOKIE in _first_lines(data) and not _is_ascii_like(data)


def _names(settings: Settings) -> set[str]:
    """Return names, with ``*`` for any characters, of which every file with a finding holds one.

    A restore method that counts by its name is there by name. One that counts only beside its save
    method is looked for by that one's name, which is the rarer string (``load`` is everywhere).
    """
    names = {name for hook in HOOKS for name in _names_to_find(hook, settings)}
    named = [pattern.pattern for pattern in settings.restore_methods if not pattern.excludes]
    return names | {pattern.rpartition(".")[2] for pattern in (*named, *settings.sources)}


def _names_to_find(hook: Hook, settings: Settings) -> Iterator[str]:
    if hook.tier is Tier.NAME or settings.save_methods:
        yield hook.restore
    if hook.tier is not Tier.NAME and not settings.save_methods:
        yield from hook.saves
    if hook.tier is Tier.NAME and settings.opt_in:
        # A save method can lack its restore method.
        yield from hook.saves


def _longest_part(name: str) -> str:
    return max(name.split("*"), key=len)


def _word(name: str) -> str:
    """Return an expression that finds a name as a word, or a part of it where it has a ``*``."""
    part = re.escape(_longest_part(name))
    return part if "*" in name else rf"\b{part}\b"


def _first_lines(data: bytes) -> bytes:
    """Return the lines in which PEP 263 allows an encoding cookie, or more."""
    end = data.find(b"\n", data.find(b"\n") + 1)
    return data[:end] if end >= 0 else data


def _is_ascii_like(data: bytes) -> bool:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError:
        return False
    return encoding in ASCII_LIKE
