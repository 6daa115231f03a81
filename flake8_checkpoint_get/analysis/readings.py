"""A reading of keys, made from the places that they are read at."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.keys import constant_keys, pattern_of
from flake8_checkpoint_get.analysis.recorder import Flaw, Reading, ReadKind
from flake8_checkpoint_get.analysis.values import UNKNOWN, Place
from flake8_checkpoint_get.analysis.walk import Walk


def reading_at(
    walk: Walk,
    kind: ReadKind,
    node: Flaw,
    where: frozenset[Place],
    *,
    receiver: ast.expr | None = None,
    key: ast.expr | None = None,
) -> Reading:
    """Return the reading of the keys at these places: each is asked of the mapping around it."""
    steps = frozenset(place.path[-1] for place in where)
    asked = frozenset(place.mapping for place in where)
    return Reading(
        kind,
        walk.function,
        node,
        receiver,
        key,
        constant_keys(steps),
        pattern_of(steps),
        None,
        UNKNOWN,
        asked,
        where,
    )
