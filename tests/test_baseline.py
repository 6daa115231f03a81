"""``check --write-baseline`` and ``--baseline``: what is known already is not reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import (
    A_AGAIN,
    READ_A,
    READ_B,
    Capture,
    checked,
    error_lines,
    feed,
    places,
    restoring,
)
from tests.test_plugin import FLAWED, REPORT

ENTRY = {
    "path": "slot.py",
    "code": "CKP101",
    "method": "SeedSlot.set_extra_state",
    "key": "isolate_gradients",
    "count": 1,
    "reason": "",
}


ONCE = {"count": 1}
"""What an entry means that says no count."""


def write(*paths: str, reason: str | None = None) -> list[dict[str, object]]:
    """Write ``base.json`` for these paths and return its entries."""
    options = [] if reason is None else ["--reason", reason]
    assert main(["check", "--write-baseline", "base.json", *options, *paths]) == 0
    return entries()


def entries() -> list[dict[str, object]]:
    document = json.loads(Path("base.json").read_text(encoding="utf-8"))
    assert document["format"] == 1
    found: list[dict[str, object]] = document["findings"]
    return [{**ONCE, **one} for one in found]


def keep(*kept: dict[str, object]) -> None:
    text = json.dumps({"format": 1, "findings": kept})
    Path("base.json").write_text(text, encoding="utf-8")


def test_what_is_in_the_baseline_is_not_reported(project: Path, capsys: Capture) -> None:
    assert write("slot.py") == [ENTRY]
    capsys.readouterr()
    assert main(["check", "--baseline", "base.json", "slot.py"]) == 0
    assert capsys.readouterr() == ("", "")


def test_writing_reports_nothing_on_standard_output(project: Path, capsys: Capture) -> None:
    write(".")
    assert capsys.readouterr().out == ""


MANUAL = """\
class Slot:
    def load_state_dict(self, state):
        self.a = state.get("a", 0)
"""


def test_what_fix_leaves_and_a_baseline_knows_is_no_failure(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text(MANUAL)
    write(".")
    capsys.readouterr()
    assert main(["fix", "--checkpoint-baseline=base.json", "."]) == 0
    assert capsys.readouterr().out == "Nothing to fix; 1 in the baseline.\n"
    (project / "new.py").write_text(MANUAL)
    assert main(["fix", "--checkpoint-baseline=base.json", "."]) == 1
    out = capsys.readouterr().out
    assert "./slot.py" not in out
    assert "./new.py:3:18: CKP101 a left, not safe" in out
    assert out.endswith("1 left: 1 with --unsafe-fixes; 1 in the baseline.\n")


def test_both_spellings_of_the_option_do_the_same(project: Path, capsys: Capture) -> None:
    write(".")
    assert main(["check", "--checkpoint-baseline=base.json", "."]) == 0
    assert main(["check", "--baseline=base.json", "."]) == 0


def test_nothing_found_is_an_empty_baseline(project: Path) -> None:
    assert write("clean.py") == []
    assert main(["check", "--baseline", "base.json", "clean.py"]) == 0


def test_each_entry_has_a_line_of_its_own_and_they_are_sorted(project: Path) -> None:
    (project / "b.py").write_text(restoring(READ_B, 'self.x = state.get("x", 0)', READ_A))
    (project / "a.py").write_text(restoring(READ_A))
    found = write(".")
    order = [(one["path"], one["code"], one["method"], one["key"]) for one in found]
    assert order == sorted(order, key=str)
    lines = (project / "base.json").read_text().splitlines()
    rows = [line.strip().rstrip(",") for line in lines if '"path"' in line]
    assert [{**ONCE, **json.loads(row)} for row in rows] == found


def test_writing_again_changes_no_byte(project: Path) -> None:
    (project / "b.py").write_text(restoring(READ_B, READ_A))
    write(".")
    first = (project / "base.json").read_bytes()
    write(".")
    assert (project / "base.json").read_bytes() == first
    assert first.endswith(b"}\n")


def test_a_new_finding_is_reported(project: Path, capsys: Capture) -> None:
    write(".")
    (project / "new.py").write_text(restoring(READ_A))
    assert main(["check", "--baseline", "base.json", "."]) == 1
    assert places(checked(capsys, "--baseline", "base.json", ".")) == ["./new.py:3 CKP101"]


def test_lines_that_move_do_not_matter(project: Path, capsys: Capture) -> None:
    write("slot.py")
    capsys.readouterr()
    moved = FLAWED.replace("        self.iso", "\n        # moved\n        self.iso")
    (project / "slot.py").write_text(f'"""New text."""\n\n\n{moved}')
    assert main(["check", "--baseline", "base.json", "slot.py"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('get("isolate_gradients"', 'get("isolate_gradient"'),
        ("class SeedSlot", "class SproutSlot"),
        ("def set_extra_state", "def load_state_dict"),
        (", False)", ")"),
    ],
    ids=["key", "class", "method", "code"],
)
def test_what_got_another_name_is_reported_and_the_old_entry_is_stale(
    project: Path, capsys: Capture, old: str, new: str
) -> None:
    write("slot.py")
    capsys.readouterr()
    (project / "slot.py").write_text(FLAWED.replace(old, new))
    assert main(["check", "--baseline", "base.json", "slot.py"]) == 1
    (line,) = error_lines(capsys)
    assert "slot.py" in line
    assert "isolate_gradients" in line


def test_findings_of_one_identity_are_counted(project: Path) -> None:
    (project / "slot.py").write_text(restoring(READ_A, A_AGAIN))
    (entry,) = write("slot.py")
    assert (entry["key"], entry["count"]) == ("a", 2)


def test_more_than_the_count_are_reported_the_last_ones(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text(restoring(READ_A))
    write("slot.py")
    (project / "slot.py").write_text(restoring(READ_A, A_AGAIN, READ_A))
    found = checked(capsys, "--baseline", "base.json", "slot.py")
    assert places(found) == ["slot.py:4 CKP101", "slot.py:5 CKP101"]


def test_count_and_reason_may_be_left_out(project: Path, capsys: Capture) -> None:
    keep({name: ENTRY[name] for name in ("path", "code", "method", "key")})
    assert main(["check", "--baseline", "base.json", "slot.py"]) == 0
    assert capsys.readouterr() == ("", "")


def test_new_entries_get_the_reason_and_old_ones_keep_theirs(project: Path) -> None:
    keep(ENTRY | {"reason": "old runs lack it"})
    (project / "other.py").write_text(restoring(READ_A))
    found = write(".", reason="at the switch")
    reasons = {str(one["path"]): one["reason"] for one in found}
    assert reasons == {"slot.py": "old runs lack it", "other.py": "at the switch"}


def test_an_old_entry_without_a_reason_gets_one(project: Path) -> None:
    keep(ENTRY)
    assert write(".", reason="at the switch") == [{**ENTRY, "reason": "at the switch"}]
    assert write(".", reason="later") == [{**ENTRY, "reason": "at the switch"}]


def test_a_reason_is_kept_as_it_is_written(project: Path) -> None:
    keep(ENTRY | {"reason": 'für "alte" Läufe → 2.0\n\tzwei Zeilen'})
    (entry,) = write(".")
    assert entry["reason"] == 'für "alte" Läufe → 2.0\n\tzwei Zeilen'


def test_entries_of_files_that_are_not_checked_are_kept(project: Path) -> None:
    (project / "other.py").write_text(restoring(READ_A))
    before = write(".")
    (project / "slot.py").write_text("x = 1\n")
    assert write("other.py") == before


def test_entries_of_mended_findings_and_of_files_that_are_gone_are_dropped(
    project: Path,
) -> None:
    for name in ("gone.py", "mended.py"):
        (project / name).write_text(restoring(READ_A))
    assert len(write(".")) == 3
    (project / "gone.py").unlink()
    (project / "mended.py").write_text("x = 1\n")
    assert write(".") == [ENTRY]


def test_entries_of_a_file_with_a_syntax_error_are_kept(project: Path) -> None:
    write(".")
    (project / "slot.py").write_text(f"{FLAWED}\ndef :\n")
    assert main(["check", "--write-baseline", "base.json", "."]) == 2
    assert entries() == [ENTRY]


def test_a_baseline_that_is_configured_does_not_hide_what_is_written(project: Path) -> None:
    (project / "setup.cfg").write_text("[flake8]\ncheckpoint-baseline = base.json\n")
    assert write(".") == [ENTRY]
    assert write(".") == [ENTRY]


def test_standard_input_is_looked_up_by_its_name(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("slot.py")
    options = ["--baseline=base.json", "--stdin-display-name"]
    feed(monkeypatch, FLAWED.encode())
    assert main(["check", *options, "slot.py", "-"]) == 0
    feed(monkeypatch, FLAWED.encode())
    capsys.readouterr()
    assert main(["check", *options, "new.py", "-"]) == 1
    assert capsys.readouterr().out == f"new.py{REPORT}"
