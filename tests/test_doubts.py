"""Reasons why a save method may not be what its text says: the contract is open then."""

from __future__ import annotations

import textwrap

import pytest

from flake8_checkpoint_get.engine import contracts
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

SAVE = "def state_dict(self):\n    return {'a': 1}\n"
RESTORE = "def load_state_dict(self, state):\n    self.a = state['a']\n"


def in_class(*parts: str, head: str = "class Thing:") -> str:
    return f"{head}\n{textwrap.indent(''.join(parts), '    ')}"


REASONS = [
    (in_class("@wraps\n", SAVE, RESTORE), "state_dict() is decorated"),
    (
        in_class("def state_dict(self):\n    raise NotImplementedError\n", RESTORE),
        "state_dict() is abstract",
    ),
    (
        in_class(SAVE, RESTORE) + "other.state_dict = None\n",
        "the module assigns to an attribute state_dict",
    ),
    (
        in_class(SAVE, SAVE, RESTORE),
        "state_dict() is defined twice, or bound to something else",
    ),
    (
        in_class(SAVE, RESTORE, head="class Thing(metaclass=Meta):"),
        "a metaclass makes the class",
    ),
    (
        in_class(
            SAVE.replace("return", "try:\n        pass\n    finally:\n        return"), RESTORE
        ),
        "state_dict() changes what it does in ways that are not followed",
    ),
    (
        in_class(SAVE, RESTORE, head="class One:")
        + in_class(SAVE, head="class Two:")
        + "class Both(One, Two):\n    pass\n",
        "several bases of a class save",
    ),
    (
        in_class(
            SAVE.replace("state_dict", "__getstate__"),
            RESTORE.replace("load_state_dict", "__setstate__"),
            "def __reduce__(self):\n    return Thing, ()\n",
        ),
        "__reduce__() says what is saved",
    ),
]


@pytest.mark.parametrize(("text", "reason"), REASONS, ids=[reason for _, reason in REASONS])
def test_a_save_method_that_may_be_another_one_leaves_the_contract_open(
    text: str, reason: str
) -> None:
    contract, *_ = contracts(Source.from_bytes(text.encode()), Settings())
    assert contract.opened == reason


def test_one_that_nothing_speaks_against_closes_it() -> None:
    text = in_class(SAVE, RESTORE)
    assert [one.opened for one in contracts(Source.from_bytes(text.encode()), Settings())] == [""]
