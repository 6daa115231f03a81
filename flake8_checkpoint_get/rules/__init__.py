"""The rules, one module each, named after the flaw."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from flake8_checkpoint_get.rules._base import Rule

__all__ = ["Rule", "all_rules"]


@cache
def all_rules() -> tuple[type[Rule], ...]:
    """Return every rule, by code."""
    modules = [name for _, name, _ in pkgutil.iter_modules(__path__) if not name.startswith("_")]
    for name in modules:
        importlib.import_module(f"{__name__}.{name}")
    return tuple(sorted(Rule.__subclasses__(), key=lambda rule: rule.code))
