"""Annotations that name a ``TypedDict``, in all the ways in which people write them."""

from __future__ import annotations

import pytest

from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

CODE = """
class Saved(TypedDict):
    step: int
    best: NotRequired[int]

class Slot:
    def load_state_dict(self, state: {}) -> None:
        self.step = state.get("step")
        self.best = state.get("best")
"""


@pytest.mark.parametrize(
    ("annotation", "reported"),
    [
        ("Saved", ["step"]),
        ('"Saved"', ["step"]),
        ('"Saved | None"', ["step"]),
        ("Optional[Saved]", ["step"]),
        ('Annotated[Saved, "old"]', ["step"]),
        ("Slot", ["step", "best"]),
        ('"Saved["', ["step", "best"]),
        ("Unknown", ["step", "best"]),
    ],
)
def test_keys_that_are_not_required_are_not_reported(annotation: str, reported: list[str]) -> None:
    source = Source.from_bytes(CODE.format(annotation).encode())
    assert [finding.key for finding in check(source, Settings())] == reported
