"""What a save method writes: its keys, how surely each is there, and what may be beside them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from flake8_checkpoint_get.model import KeyPath


class Presence(Enum):
    """How surely a key is in what a save method writes."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    REMOVED = "removed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SavedKey:
    """One key: how surely it is written, and where it is only sometimes, under which condition.

    ``condition`` is source text, empty where it is not one condition. ``is_mapping`` is set where
    it surely holds a mapping that the save method made. ``doubt`` says why nothing is known.
    ``node`` is what writes it, or the first of several that do.
    """

    presence: Presence
    condition: str = ""
    is_mapping: bool = False
    doubt: str = ""
    node: ast.AST | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """What a save method writes.

    ``keys`` are all key paths in sight. ``opened`` says for a mapping in it (the empty path: for
    the whole) why it may hold more keys than that; a mapping that is not in there is closed.
    ``is_filled`` is set where many methods fill one mapping, each with its own keys.
    """

    keys: Mapping[KeyPath, SavedKey] = field(default_factory=dict)
    opened: Mapping[KeyPath, str] = field(default_factory=dict)
    is_filled: bool = False

    def is_closed(self, path: KeyPath) -> bool:
        """Tell whether nothing but the keys in sight can be in the mapping at a key path."""
        return all(path[:depth] not in self.opened for depth in range(len(path) + 1))

    def presence(self, path: KeyPath) -> Presence | None:
        """Return how surely a key path is written; None if it never is."""
        for depth in range(1, len(path)):
            above = self.keys.get(path[:depth])
            if above is not None and above.presence is not Presence.ALWAYS:
                return self._claimed(above.presence, path[:depth])
        if path in self.keys:
            return self._claimed(self.keys[path].presence, path)
        return None if self.is_closed(path[:-1]) else Presence.UNKNOWN

    def presence_within(self, path: KeyPath) -> Presence | None:
        """Return how surely a key is in the mapping around it, wherever that is written at all."""
        above = self.presence_within(path[:-1]) if len(path) > 1 else Presence.ALWAYS
        if above not in (Presence.ALWAYS, Presence.SOMETIMES):
            return above
        if path in self.keys:
            return self._claimed(self.keys[path].presence, path)
        return None if self.is_closed(path[:-1]) else Presence.UNKNOWN

    def known(self, path: KeyPath) -> SavedKey | None:
        """Return what is known of a key path; None if it is surely not there."""
        if path in self.keys or self.is_closed(path[:-1]):
            return self.keys.get(path)
        return SavedKey(Presence.UNKNOWN, doubt=self.why_unknown(path))

    def why_unknown(self, path: KeyPath) -> str:
        """Return why it is not known whether a key path is written."""
        above = [path[:depth] for depth in range(len(path))]
        doubts = (self.keys[p].doubt for p in (*above, path) if p in self.keys)
        opened = (self.opened[p] for p in above if p in self.opened)
        return next(filter(None, (*doubts, *opened)), "")

    def is_mapping(self, path: KeyPath) -> bool:
        """Tell whether a key path surely holds a mapping that the save method made."""
        return not path or (path in self.keys and self.keys[path].is_mapping)

    def _claimed(self, presence: Presence, path: KeyPath) -> Presence:
        """Return a presence as far as it is sure: what is stored sometimes may be there anyway."""
        is_sure = self.is_filled or self.is_closed(path[:-1])
        return presence if is_sure or presence is not Presence.SOMETIMES else Presence.UNKNOWN


def merged(found: list[SavedMapping]) -> SavedMapping:
    """Return what is written on whichever path the method ends."""
    if not found:
        return SavedMapping({}, {(): "nothing is returned"})
    paths = {path for one in found for path in one.keys}
    keys = {path: _joined([one.known(path) for one in found]) for path in paths}
    opened = {path: reason for one in found for path, reason in one.opened.items()}
    return SavedMapping(keys, opened)


def _joined(keys: Iterable[SavedKey | None]) -> SavedKey:
    """Return what is so of a key, whichever of several ways was gone."""
    ways = list(keys)
    known = [key for key in ways if key is not None]
    presences = {key.presence for key in known}
    node = known[0].node if known else None
    if len(set(ways)) == 1 and known:
        return known[0]
    if Presence.UNKNOWN in presences:
        return next(key for key in known if key.presence is Presence.UNKNOWN)
    if presences == {Presence.REMOVED}:
        return known[0]
    if presences == {Presence.ALWAYS} and len(known) == len(ways):
        is_mapping = all(key.is_mapping for key in known)
        return SavedKey(Presence.ALWAYS, is_mapping=is_mapping, node=node)
    return SavedKey(Presence.SOMETIMES, node=node)
