"""The prefilter never turns away what the analysis would find something in."""

from __future__ import annotations

import pytest

from flake8_checkpoint_get.prefilter import may_hold_findings
from flake8_checkpoint_get.settings import MethodPattern, Settings
from tests.case_files import Case, all_cases, checker_of

CASES = [pytest.param(c, id=str(c)) for c in all_cases() if c.expected and not c.is_known_miss]


@pytest.mark.parametrize("case", CASES)
def test_it_lets_every_case_through(case: Case) -> None:
    assert checker_of(case).may_hold_findings(case.code)


@pytest.mark.parametrize(
    "text",
    ["", "def forward(self, x): ...", "model.load(path)", "state = read()"],
)
def test_it_turns_away_what_has_no_restore_method(text: str) -> None:
    assert not may_hold_findings(text, Settings())


def test_a_line_continuation_in_a_definition() -> None:
    assert may_hold_findings("def \\\n  load_state_dict(self, state): ...", Settings())


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (Settings(sources=("torch.load",)), "from torch import load as read"),
        (Settings(sources=("*.read_checkpoint",)), "io.read_checkpoint(path)"),
        (Settings(restore_methods=(MethodPattern("Run.re*"),)), "def resume(self, saved): ..."),
        (Settings(save_methods=(MethodPattern("dump"),)), "def set_state(self, state): ..."),
    ],
)
def test_settings_widen_it(settings: Settings, text: str) -> None:
    assert not may_hold_findings(text, Settings())
    assert may_hold_findings(text, settings)
