"""Objects, saved and restored: whole, and without single keys."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.lightning_copy.driver.attributes import attributes
from benchmarks.lightning_copy.driver.keys import holders, watch
from benchmarks.lightning_copy.outcome import Attributes, Dropped, Loaded, Trip

FAILURES = (LookupError, RuntimeError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make an object, and how to fill the one that is saved."""

    class_name: str
    variant: str
    make: Callable[[], Any]
    fill: Callable[[Any], None] = lambda _: None


def trip(recipe: Recipe, keys: list[str]) -> Trip:
    """Save an object, load the state in a fresh one, and again without each key."""
    original = recipe.make()
    recipe.fill(original)
    state = original.state_dict()
    return {
        "class_name": recipe.class_name,
        "variant": recipe.variant,
        "saved": attributes(state),
        "whole": load(recipe, copy.deepcopy(state)),
        "dropped": [load_without(recipe, state, key) for key in keys],
    }


def load_without(recipe: Recipe, state: object, key: str) -> Dropped:
    """Load a state without a key."""
    whole, less = copy.deepcopy(state), copy.deepcopy(state)
    watched = watch(whole, key)
    load(recipe, whole)
    found = holders(less, key)
    for mapping in found:
        del mapping[key]
    return {
        "key": key,
        "found": bool(found),
        "read": watched.is_asked,
        "loaded": load(recipe, less),
        "renamed": None,
    }


def load(recipe: Recipe, state: object) -> Loaded:
    """Load a state in a fresh object."""

    def loaded() -> Attributes:
        target = recipe.make()
        target.load_state_dict(state)
        return attributes(target)

    return attempt(loaded)


def attempt(action: Callable[[], Attributes]) -> Loaded:
    """Return the attributes that there are after an action, or what it raised."""
    try:
        return {"error": "", "attributes": action()}
    except FAILURES as error:
        return {"error": repr(error), "attributes": {}}
