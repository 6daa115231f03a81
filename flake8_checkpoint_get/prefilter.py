"""Can this file hold a finding at all? A cheap no for most files, before they are analysed."""

from __future__ import annotations

from functools import lru_cache

from flake8_checkpoint_get.hooks import HOOKS, Hook, Tier
from flake8_checkpoint_get.settings import Settings


def may_hold_findings(text: str, settings: Settings) -> bool:
    """Tell whether the text holds a string without which nothing can be found in it."""
    return any(wanted in text for wanted in _wanted(settings))


@lru_cache(maxsize=8)
def _wanted(settings: Settings) -> tuple[str, ...]:
    """Return strings of which every file with a finding holds one.

    A restore method that counts by its name is there by name. One that counts only beside its save
    method is looked for by that one's name, which is the rarer string (``load`` is everywhere).
    """
    names = {name for hook in HOOKS for name in _names_to_find(hook, settings)}
    named = [pattern.pattern for pattern in settings.restore_methods if not pattern.excludes]
    names |= {pattern.rpartition(".")[2] for pattern in (*named, *settings.sources)}
    parts = {max(name.split("*"), key=len) for name in names}
    # A part that holds another one says nothing that the other does not.
    return tuple(sorted(p for p in parts if not any(q in p for q in parts if q != p)))


def _names_to_find(hook: Hook, settings: Settings) -> tuple[str, ...]:
    if hook.tier is Tier.NAME and settings.opt_in:
        # A save method can lack its restore method.
        return (hook.restore, *hook.saves)
    if hook.tier is Tier.NAME or settings.save_methods:
        return (hook.restore,)
    return hook.saves
