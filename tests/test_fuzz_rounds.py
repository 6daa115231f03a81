"""What ``make fuzz`` says of its rounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.__main__ import run_round
from tests.fuzz.tally import Round, read_round, summary

PROPERTIES = """\
from hypothesis import given, settings, strategies as st

@settings(max_examples=7)
@given(st.integers())
def test_holds(number):
    assert number == number

@settings(max_examples=7)
@given(st.integers())
def test_fails(number):
    assert number != number
"""
PROFILE = """\
from hypothesis import settings

settings.register_profile("fuzz", print_blob=True)
"""


def test_a_round_counts_examples_and_names_what_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "test_properties.py").write_text(PROPERTIES)
    (tmp_path / "conftest.py").write_text(PROFILE)
    done = run_round(5, ["test_properties.py"])
    assert done.examples["test_properties.py::test_holds"] == 7
    assert done.failures == ("test_properties.test_fails",)
    assert "number=0" in capsys.readouterr().out


def test_a_run_that_ends_without_a_report_has_failed(tmp_path: Path) -> None:
    assert read_round(5, tmp_path / "report.xml").failures


def test_the_summary_names_the_seeds_of_what_fails() -> None:
    rounds = [Round(1, failures=("test_a",)), Round(2), Round(3, failures=("test_a",))]
    lines = summary(rounds, 61).splitlines()
    assert lines == [
        "FAILED test_a: SEED=1 3",
        "61 seconds, 3 rounds, 0 examples, 1 properties failed",
    ]
