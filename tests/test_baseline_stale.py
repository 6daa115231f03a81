"""Entries of a baseline that no finding needs any more, and what ``fix`` makes of a baseline."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import (
    A_AGAIN,
    READ_A,
    Capture,
    checked,
    error_lines,
    places,
    plugin_lines,
    restoring,
)
from tests.test_baseline import ENTRY, keep, write
from tests.test_plugin import FLAWED, flake8


@pytest.mark.parametrize(
    "text",
    [FLAWED.replace('.get("isolate_gradients", False)', '["isolate_gradients"]'), "x = 1\n", ""],
    ids=["mended", "no restore method left", "empty"],
)
def test_an_entry_that_is_found_no_more_is_said_and_the_exit_code_stays(
    project: Path, capsys: Capture, text: str
) -> None:
    keep(ENTRY)
    (project / "slot.py").write_text(text)
    assert main(["check", "--baseline", "base.json", "."]) == 0
    (line,) = error_lines(capsys)
    assert "slot.py" in line
    assert "isolate_gradients" in line


def test_an_entry_that_is_found_fewer_times_than_it_says_is_said(
    project: Path, capsys: Capture
) -> None:
    (project / "slot.py").write_text(restoring(READ_A, A_AGAIN))
    write("slot.py")
    (project / "slot.py").write_text(restoring(READ_A))
    capsys.readouterr()
    assert main(["check", "--baseline", "base.json", "slot.py"]) == 0
    assert len(error_lines(capsys)) == 1


def test_an_entry_of_a_file_that_is_gone_is_said(project: Path, capsys: Capture) -> None:
    keep(ENTRY | {"path": "gone.py"})
    assert main(["check", "--baseline", "base.json", "clean.py"]) == 0
    (line,) = error_lines(capsys)
    assert "gone.py" in line


def test_an_entry_of_a_file_that_was_not_checked_is_not_stale(
    project: Path, capsys: Capture
) -> None:
    keep(ENTRY)
    (project / "slot.py").write_text("x = 1\n")
    assert main(["check", "--baseline", "base.json", "clean.py"]) == 0
    assert main(["check", "--baseline", "base.json", "--exclude=slot.py", "."]) == 0
    assert error_lines(capsys) == []


def test_an_entry_of_a_file_with_a_syntax_error_is_not_stale(
    project: Path, capsys: Capture
) -> None:
    keep(ENTRY)
    (project / "slot.py").write_text(f"{FLAWED}\ndef :\n")
    assert main(["check", "--baseline", "base.json", "slot.py"]) == 2
    (line,) = error_lines(capsys)
    assert "not analysed" in line


def test_an_entry_whose_code_is_not_selected_is_not_stale(project: Path, capsys: Capture) -> None:
    keep(ENTRY)
    assert main(["check", "--baseline", "base.json", "--select=CKP2", "slot.py"]) == 0
    assert error_lines(capsys) == []


def test_the_plugin_says_nothing_of_stale_entries(project: Path) -> None:
    keep(ENTRY, ENTRY | {"path": "gone.py"})
    (project / "slot.py").write_text("x = 1\n")
    run = flake8("--isolated", "--select=CKP", "--checkpoint-baseline=base.json", cwd=project)
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)


NOQA = "  # noqa: CKP101"


@pytest.mark.parametrize(
    "lines",
    [(READ_A + NOQA, A_AGAIN), (READ_A, A_AGAIN + NOQA)],
    ids=["first silenced", "last silenced"],
)
def test_the_count_holds_findings_with_noqa_as_well(
    project: Path, capsys: Capture, lines: tuple[str, str]
) -> None:
    (project / "slot.py").write_text(restoring(*lines))
    (entry,) = write("slot.py")
    assert entry["count"] == 2
    capsys.readouterr()
    assert main(["check", "--baseline", "base.json", "slot.py"]) == 0
    assert capsys.readouterr() == ("", "")
    options = ("--isolated", "--select=CKP", "--checkpoint-baseline=base.json", "slot.py")
    assert plugin_lines(*options, cwd=project) == []


@pytest.mark.parametrize("silenced", range(8))
@pytest.mark.parametrize("count", [1, 2])
def test_noqa_and_baseline_together_do_the_same_in_flake8(
    project: Path, capsys: Capture, silenced: int, count: int
) -> None:
    """Three equal findings, any of them with a comment, of which the baseline covers a few."""
    lines = [READ_A + NOQA * (silenced >> number & 1) for number in range(3)]
    (project / "slot.py").write_text(restoring(*lines))
    keep(ENTRY | {"method": "Slot.load_state_dict", "key": "a", "count": count})
    options = ("--isolated", "--select=CKP", "--checkpoint-baseline=base.json", "slot.py")
    ours = checked(capsys, *options)
    expected = [number + 3 for number in range(count, 3) if not silenced >> number & 1]
    assert places(ours) == [f"slot.py:{line} CKP101" for line in expected]
    assert plugin_lines(*options, cwd=project) == ours


def test_fix_mends_what_is_in_a_baseline_without_a_reason(project: Path) -> None:
    keep(ENTRY)
    assert main(["fix", "--checkpoint-baseline=base.json", "slot.py"]) == 1
    assert 'state["isolate_gradients"]' in (project / "slot.py").read_text()


@pytest.mark.parametrize("place", ["command line", "setup.cfg"])
def test_fix_leaves_what_is_in_a_baseline_with_a_reason(project: Path, place: str) -> None:
    keep(ENTRY | {"reason": "runs of 1.x lack it"})
    if place == "setup.cfg":
        (project / "setup.cfg").write_text("[flake8]\ncheckpoint-baseline = base.json\n")
        options = []
    else:
        options = ["--checkpoint-baseline=base.json"]
    main(["fix", "--unsafe-fixes", *options, "slot.py"])
    assert (project / "slot.py").read_text() == FLAWED


def test_fix_mends_what_is_not_in_the_baseline(project: Path) -> None:
    keep(ENTRY | {"reason": "runs of 1.x lack it"})
    text = FLAWED.replace("self.isolate_gradients}", 'self.isolate_gradients, "a": self.a}')
    (project / "slot.py").write_text(f'{text}        self.a = state.get("a", 0)\n')
    assert main(["fix", "--checkpoint-baseline=base.json", "slot.py"]) == 1
    after = (project / "slot.py").read_text()
    assert 'state.get("isolate_gradients", False)' in after
    assert 'self.a = state["a"]' in after
