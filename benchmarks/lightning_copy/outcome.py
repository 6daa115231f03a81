"""What the driver writes, and the benchmark reads, as JSON."""

from __future__ import annotations

from typing import TypedDict

Attributes = dict[str, str]
"""What a value holds, by path, as text."""

TRAINER = "Trainer"
"""The class name of a trip that is a whole training."""


class Loaded(TypedDict):
    """What loading a state came to."""

    error: str
    attributes: Attributes


class Dropped(TypedDict):
    """What loading a state came to, once each mapping in it had lost a key.

    `read` is true if the key was there, and the code asked for it. `renamed` is what came of the
    key under another name, where a state was empty without it.
    """

    key: str
    found: bool
    read: bool
    loaded: Loaded
    renamed: Loaded | None


class Trip(TypedDict):
    """One object, or a training, saved and restored."""

    class_name: str
    variant: str
    saved: Attributes
    whole: Loaded
    dropped: list[Dropped]


class Outcome(TypedDict):
    """All that the driver did."""

    versions: dict[str, str]
    trips: list[Trip]
    trainings: list[Trip]
