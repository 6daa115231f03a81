"""What must hold on the corpus of real code (``make corpus`` downloads it)."""

from __future__ import annotations

import pytest

from benchmarks.triage import DEFAULT, LOADED, findings, overlaps
from flake8_checkpoint_get.settings import Settings

pytestmark = pytest.mark.nightly


@pytest.mark.parametrize("settings", [DEFAULT, LOADED], ids=["restore methods", "torch.load"])
def test_no_flaw_is_found_twice(settings: Settings) -> None:
    found = findings(settings)
    assert found != []
    assert overlaps(found) == []
