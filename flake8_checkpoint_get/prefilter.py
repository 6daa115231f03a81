"""Can this file hold a finding at all? A cheap no for most files, before they are analysed."""

from __future__ import annotations

import re
from functools import lru_cache

from flake8_checkpoint_get.hooks import HOOKS, Hook, Tier
from flake8_checkpoint_get.settings import Settings


def may_hold_findings(text: str, settings: Settings) -> bool:
    """Tell whether the text holds a word without which nothing can be found in it."""
    return _words_wanted(settings).search(text) is not None


@lru_cache(maxsize=8)
def _words_wanted(settings: Settings) -> re.Pattern[str]:
    """Match a word that every file with a finding holds.

    A restore method that counts by its name is there by name. One that counts only beside its save
    method is looked for by that one's name, which is the rarer word (``load`` is everywhere).
    """
    words = {name for hook in HOOKS for name in _names_to_find(hook, settings)}
    named = [pattern.pattern for pattern in settings.restore_methods if not pattern.excludes]
    patterns = {re.escape(word) for word in words}
    patterns |= {_word(pattern.rpartition(".")[2]) for pattern in (*named, *settings.sources)}
    return re.compile(rf"\b(?:{'|'.join(sorted(patterns))})\b")


def _names_to_find(hook: Hook, settings: Settings) -> tuple[str, ...]:
    if hook.tier is Tier.NAME or settings.save_methods:
        return (hook.restore,)
    return hook.saves


def _word(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", r"\w*")
