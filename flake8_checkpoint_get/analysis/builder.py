"""What is noted of the mappings that save methods build."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from flake8_checkpoint_get.analysis.values import Place


@dataclass(slots=True)
class Builder:
    """What all walks over the save methods of a module share.

    - ``unsure``: keys that may or may not be there, under no condition that has a text;
    - ``opened``: for a mapping, why more can be in it than is seen;
    - ``lost``: for a mapping, why what was stored in it may not be there any more;
    - ``stores``: which nodes store at a place;
    - ``copies``: which nodes carried what is at a place there, from another mapping.
    """

    unsure: set[Place] = field(default_factory=set)
    opened: dict[Place, str] = field(default_factory=dict)
    lost: dict[int, str] = field(default_factory=dict)
    stores: dict[Place, list[ast.AST]] = field(default_factory=dict)
    copies: dict[Place, list[ast.AST]] = field(default_factory=dict)

    def note_stores(self, place: Place, nodes: Iterable[ast.AST]) -> None:
        """Note the nodes that store at a place, each once."""
        _add(self.stores.setdefault(place, []), nodes)

    def note_copy(self, source: Place, target: Place, node: ast.AST) -> None:
        """Note that a node carries what is at one place to another."""
        self.note_stores(target, self.stores.get(source, []))
        _add(self.copies.setdefault(target, []), (*self.copies.get(source, []), node))

    def copy(self, origin: int, other: int) -> None:
        """Note of one mapping what is noted of another."""
        self.unsure |= {_at(place, other) for place in self.unsure if place.origin == origin}
        for place in [place for place in self.opened if place.origin == origin]:
            self.opened.setdefault(_at(place, other), self.opened[place])
        for place in [place for place in self.stores if place.origin == origin]:
            self.note_stores(_at(place, other), self.stores[place])
        for place in [place for place in self.copies if place.origin == origin]:
            _add(self.copies.setdefault(_at(place, other), []), self.copies[place])
        if origin in self.lost:
            self.lost.setdefault(other, self.lost[origin])


def _add(known: list[ast.AST], nodes: Iterable[ast.AST]) -> None:
    known += [node for node in nodes if node not in known]


def _at(place: Place, origin: int) -> Place:
    return Place(origin, place.path)
