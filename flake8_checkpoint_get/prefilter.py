"""Can this file hold a finding at all? A cheap no for most files, before they are analysed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flake8_checkpoint_get.hooks import HOOKS, Hook, Tier
from flake8_checkpoint_get.settings import Settings


def may_hold_findings(text: str, settings: Settings) -> bool:
    """Tell whether the text holds a word without which nothing can be found in it."""
    wanted = _wanted(settings)
    # Most files hold none of the words even as a part of another, which is quicker to see.
    return any(part in text for part in wanted.parts) and wanted.words.search(text) is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words to look for: one of ``parts`` is in every text that ``words`` matches."""

    parts: tuple[str, ...]
    words: re.Pattern[str]


@lru_cache(maxsize=8)
def _wanted(settings: Settings) -> Wanted:
    """Return words of which every file with a finding holds one.

    A restore method that counts by its name is there by name. One that counts only beside its save
    method is looked for by that one's name, which is the rarer word (``load`` is everywhere).
    """
    words = {name for hook in HOOKS for name in _names_to_find(hook, settings)}
    named = [pattern.pattern for pattern in settings.restore_methods if not pattern.excludes]
    words |= {pattern.rpartition(".")[2] for pattern in (*named, *settings.sources)}
    expression = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(words))
    parts = tuple(sorted({max(word.split("*"), key=len) for word in words}))
    return Wanted(parts, re.compile(rf"\b(?:{expression})\b"))


def _names_to_find(hook: Hook, settings: Settings) -> tuple[str, ...]:
    if hook.tier is Tier.NAME or settings.save_methods:
        return (hook.restore,)
    return hook.saves
