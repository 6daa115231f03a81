"""Can this file hold a finding at all? A cheap no for most files, before they are decoded.

It looks for definitions of restore methods: calls of them are everywhere, and say nothing. Names
that only NFKC normalisation turns into a method's name are out of scope.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flake8_checkpoint_get.hooks import HOOKS, STRICT_LOAD, Hook, Tier
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import decode

DEFINITION = r"def(?<!\wdef)[ \t\f\\\r\n]+"
"""How a definition starts; its name may stand on another line, behind a backslash."""
COOKIE = b"coding"
ASCII_LIKE = frozenset({"utf-8", "utf-8-sig", "ascii", "iso-8859-1", "us-ascii", "latin-1"})
"""Encodings in which a method's name has the bytes that it has in ASCII, and no others."""


@dataclass(frozen=True, slots=True)
class Prefilter:
    """What every file with a finding holds: a definition of a method, or a word.

    ``definition`` is fast as it starts with plain letters; ``word`` is looked for only where one of
    ``parts`` is. Both are there for text and for bytes.
    """

    definition: re.Pattern[str]
    word: re.Pattern[str]
    parts: tuple[str, ...]
    encoded_definition: re.Pattern[bytes]
    encoded_word: re.Pattern[bytes]
    encoded_parts: tuple[bytes, ...]
    is_ascii: bool

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, settings: Settings) -> Prefilter:
        """Return what looks for the names that some settings make matter."""
        defined, mentioned = _defined(settings), _mentioned(settings)
        definition = DEFINITION + _any_of(defined)
        word = _any_of(mentioned)
        parts = tuple(sorted({_longest_part(name) for name in mentioned}))
        return cls(
            re.compile(definition),
            re.compile(word),
            parts,
            re.compile(_in_bytes(definition)),
            re.compile(_in_bytes(word)),
            tuple(part.encode() for part in parts),
            definition.isascii() and word.isascii(),
        )

    def passes(self, text: str) -> bool:
        """Tell whether a text can hold a finding."""
        if self.definition.search(text):
            return True
        return any(part in text for part in self.parts) and self.word.search(text) is not None

    def passes_bytes(self, data: bytes) -> bool:
        """Tell whether a file can hold a finding; one in an unusual encoding always can."""
        if not self.is_ascii:
            return self.passes("".join(decode(data)))
        if self.encoded_definition.search(data):
            return True
        if any(part in data for part in self.encoded_parts) and self.encoded_word.search(data):
            return True
        return COOKIE in _first_lines(data) and not _is_ascii_like(data)


def _defined(settings: Settings) -> set[str]:
    """Return names, with ``*`` for any characters, of functions that a file with a finding defines.

    A restore method that counts by its name is there by name. One that counts only beside its save
    method is looked for by that one's name, which is the rarer string (``load`` is everywhere).
    """
    hooks = [hook for hook in HOOKS if not hook.decorator]
    names = {name for hook in hooks for name in _names_to_find(hook, settings)}
    named = _named(settings)
    return names | {one.rpartition(".")[2] for one in named if not _crosses_dots(one)}


def _mentioned(settings: Settings) -> set[str]:
    """Return names that a file may hold instead: of decorators, and of calls that matter."""
    hooks = [hook for hook in HOOKS if hook.decorator]
    names = {name for hook in hooks for name in _names_to_find(hook, settings)}
    named = [*filter(_crosses_dots, _named(settings)), *settings.sources]
    names |= {pattern.rpartition(".")[2] for pattern in named}
    return names | ({STRICT_LOAD} if settings.opt_in else set())


def _named(settings: Settings) -> list[str]:
    return [pattern.pattern for pattern in settings.restore_methods if not pattern.excludes]


def _crosses_dots(pattern: str) -> bool:
    """Tell whether the last part of a pattern may be one of a class: ``Outer.In*``."""
    _, dot, last = pattern.rpartition(".")
    return bool(dot) and "*" in last


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


def _any_of(names: set[str]) -> str:
    return f"(?:{'|'.join(sorted(map(_word, names)))})"


def _word(name: str) -> str:
    """Return an expression that finds a name as a word, or a word with a part of it."""
    part = re.escape(_longest_part(name))
    return rf"\b\w*{part}" if "*" in name else rf"\b{part}\b"


def _in_bytes(expression: str) -> bytes:
    """Return an expression for bytes: those that are not ASCII may all be letters."""
    return expression.replace(r"\b\w*", r"[\w\x80-\xff]*").encode()


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
