"""Keys in a state: where they are, and whether they are asked for."""

from __future__ import annotations


class Watched(str):
    """A key that notes whether it is asked for: a look-up compares it with what is asked."""

    __slots__ = ("is_asked",)

    def __init__(self, _: str) -> None:
        self.is_asked = False

    def __eq__(self, other: object) -> bool:
        self.is_asked = True
        return super().__eq__(other)

    __hash__ = str.__hash__


def watch(value: object, key: str) -> Watched:
    """Put a watched key in the place of a key."""
    watched = Watched(key)
    for mapping in holders(value, key):
        mapping[watched] = mapping.pop(key)
    watched.is_asked = False
    return watched


def holders(value: object, key: str) -> list[dict[str, object]]:
    """Return the mappings inside that have a key."""
    match value:
        case list():
            return [found for part in value for found in holders(part, key)]
        case dict():
            inside = [found for part in value.values() for found in holders(part, key)]
            return [value, *inside] if key in value else inside
        case _:
            return []
