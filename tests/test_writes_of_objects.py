"""What a save method is found to write of objects and enums of its module."""

from __future__ import annotations

import pytest

from flake8_checkpoint_get.analysis.saved import Presence
from tests.saved_mappings import method, written


def test_members_of_a_plain_enum_are_not_their_values() -> None:
    text = method("return {Key.A: 1, Key.B.value: 2, Name.C: 3}", before=ENUMS)
    found = written(text)
    assert set(found.keys) & {("a",), ("b",), ("c",)} == {("b",), ("c",)}


ENUMS = """
from enum import Enum


class Key(Enum):
    A = "a"
    B = "b"


class Name(str, Enum):
    C = "c"
"""


OBJECTS = """
from dataclasses import InitVar, asdict, dataclass
from typing import ClassVar, NamedTuple


@dataclass
class Base:
    kind: ClassVar[str] = "base"
    scale: InitVar[float] = 1.0
    lr: float = 0.1


@dataclass
class Config(Base):
    decay: float = 0.0

    def to_dict(self):
        return asdict(self)


class Point(NamedTuple):
    x: int
    y: int

    def state(self):
        return self._asdict()


class Part:
    def state_dict(self):
        return {"count": self.count}


class Thing(Root):
    def __init__(self, config: Config, point: Point | None):
        self.config = config
        self.point = point
        self.part = None
        self.anything = anything()

    def restore(self, state):
        self.part = Part()

    def state_dict(self):
        return {SAVED}
"""


@pytest.mark.parametrize(
    ("saved", "keys"),
    [
        ("asdict(self.config)", {"lr", "decay"}),
        ("self.config.to_dict()", {"lr", "decay"}),
        ("asdict(Config(0.1))", {"lr", "decay"}),
        ("self.point._asdict()", {"x", "y"}),
        ("self.point.state()", {"x", "y"}),
        ("self.part.state_dict()", {"count"}),
    ],
)
def test_the_fields_and_parts_of_objects_of_the_module_are_known(
    saved: str, keys: set[str]
) -> None:
    found = written(OBJECTS.replace("SAVED", f'"part": {saved}'))
    assert {path[1] for path in found.keys if len(path) > 1} == keys
    assert all(found.presence(("part", key)) is Presence.ALWAYS for key in keys)


@pytest.mark.parametrize("saved", ["asdict(self.anything)", "self.anything.state_dict()"])
def test_objects_that_are_not_in_sight_hold_anything(saved: str) -> None:
    found = written(OBJECTS.replace("SAVED", f'"part": {saved}'))
    assert found.presence(("part", "lr")) is Presence.UNKNOWN


def test_a_subclass_may_have_more_fields() -> None:
    more = "@dataclass\nclass More(Config):\n    momentum: float = 0.0\n\n\nclass Point"
    text = OBJECTS.replace("class Point", more).replace("SAVED", '"part": asdict(self.config)')
    found = written(text)
    assert found.presence(("part", "lr")) is Presence.ALWAYS
    assert found.presence(("part", "momentum")) is Presence.UNKNOWN
