"""Mappings of a save method of which one gets what another holds: ``out.update(part)``."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import Place

MOST_GRAFTED = 200
"""How much can be known of a mapping before it is not carried into another one."""


def graft(builder: Builder, source: Place, target: Place, node: ast.AST, state: State) -> None:
    """Note at one place what is known of the keys of the mapping at another."""
    below = {p for p in state.stored if p != source and source.holds(p)}
    if len(below) > MOST_GRAFTED:
        builder.opened.setdefault(target, "too much to follow")
        return
    state.stored |= {_moved(place, source, target) for place in below}
    state.present |= {_moved(place, source, target) for place in below & state.present}
    builder.unsure |= {_moved(place, source, target) for place in below & builder.unsure}
    _graft_removals(source, target, below, state)
    for place in below & state.held.keys():
        state.held[_moved(place, source, target)] = state.held[place]
    for place in below & builder.stores.keys():
        builder.note_copy(place, _moved(place, source, target), node)
    for place in [place for place in builder.opened if source.holds(place)]:
        builder.opened.setdefault(_moved(place, source, target), builder.opened[place])
    if source.origin in builder.lost:
        builder.opened.setdefault(target, builder.lost[source.origin])
        builder.unsure |= {_moved(place, source, target) for place in below}
        replace_parts(builder, (target,), state)


def _graft_removals(source: Place, target: Place, below: set[Place], state: State) -> None:
    """Note at one place which keys may have been taken out of the mapping at another before."""
    removed = [place for place in state.removed if place.path and source.holds(place)]
    taken = {p for p in below - state.present for one in removed if one.holds(p)}
    state.removed |= {_moved(place, source, target) for place in taken}


def _moved(place: Place, source: Place, target: Place) -> Place:
    at = target
    for step in place.path[len(source.path) :]:
        at = at.at(step)
    return at


def replace_parts(builder: Builder, mappings: Iterable[Place], state: State) -> None:
    """Note that any key of some mappings may hold something else from here on."""
    around = tuple(mappings)
    for place in state.held:
        if any(mapping.holds(place) and place != mapping for mapping in around):
            builder.opened.setdefault(place, "it may be replaced")
    state.doubt_removal(around)
