"""``flake8-checkpoint-get check``."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from flake8_checkpoint_get.report.rule_pages import PROJECT
from tests.test_plugin import FLAWED, REPORT, flake8

Capture = pytest.CaptureFixture[str]


def test_findings_as_text(project: Path, capsys: Capture) -> None:
    assert main(["check", str(project)]) == 1
    assert capsys.readouterr() == (f"{project}/slot.py{REPORT}", "")


def test_nothing_found(project: Path, capsys: Capture) -> None:
    assert main(["check", str(project / "clean.py")]) == 0
    assert capsys.readouterr() == ("", "")


def test_findings_as_json(project: Path, capsys: Capture) -> None:
    assert main(["check", "--format", "json", "slot.py"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"] == [
        {
            "path": "slot.py",
            "line": 6,
            "column": 34,
            "end_line": 6,
            "end_column": 71,
            "code": "CKP101",
            "rule": "get-with-default",
            "url": f"{PROJECT}/blob/main/docs/rules/get-with-default.md",
            "message": REPORT.partition("CKP101 ")[2].strip(),
            "key": "isolate_gradients",
            "method": "SeedSlot.set_extra_state",
            "applicability": "safe",
            "clause": None,
            "reason": "",
        }
    ]
    assert FLAWED.splitlines()[5][33:70] == 'state.get("isolate_gradients", False)'


def test_no_findings_as_json(project: Path, capsys: Capture) -> None:
    assert main(["check", "--format=json", "clean.py"]) == 0
    assert json.loads(capsys.readouterr().out) == {"format": 1, "findings": []}


def test_standard_input(project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(FLAWED.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["check", "--stdin-display-name=slot.py", "-"]) == 1
    assert capsys.readouterr().out == f"slot.py{REPORT}"


def test_a_missing_file_is_an_error_and_the_others_are_checked(
    project: Path, capsys: Capture
) -> None:
    assert main(["check", "missing.py", "slot.py"]) == 2
    out, err = capsys.readouterr()
    assert out == f"slot.py{REPORT}"
    assert err == (
        "flake8-checkpoint-get check: missing.py: cannot be read: No such file or directory\n"
    )


def test_invalid_syntax_is_an_error_and_the_others_are_checked(
    project: Path, capsys: Capture
) -> None:
    (project / "broken.py").write_text("def load_state_dict(:\n")
    assert main(["check", "."]) == 2
    out, err = capsys.readouterr()
    assert out == f"./slot.py{REPORT}"
    assert "./broken.py: not analysed: invalid syntax" in err


def test_an_unknown_option_is_a_usage_error(project: Path, capsys: Capture) -> None:
    assert main(["check", "--no-such-option", "slot.py"]) == 2
    assert capsys.readouterr().err == (
        "flake8-checkpoint-get check: unrecognized arguments: --no-such-option;"
        " see 'flake8-checkpoint-get check --help'\n"
    )


def test_a_missing_configuration_file_is_an_error(project: Path, capsys: Capture) -> None:
    assert main(["check", "--config=missing.cfg", "slot.py"]) == 2
    assert "does not exist: missing.cfg" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["chekc"]])
def test_without_a_command_the_usage_is_shown(arguments: list[str], capsys: Capture) -> None:
    assert main(arguments) == 2
    assert "usage: flake8-checkpoint-get COMMAND" in capsys.readouterr().err


def test_help(capsys: Capture) -> None:
    assert main(["--help"]) == 0
    assert main(["check", "--help"]) == 0
    assert "--format" in capsys.readouterr().out


def test_it_finds_what_the_plugin_finds(project: Path, capsys: Capture) -> None:
    """With the same configuration: noqa, exclusions and ignores by file included."""
    for folder in ("kept", "left_out", "quiet"):
        (project / folder).mkdir()
        (project / folder / "a.py").write_text(FLAWED)
    (project / "kept" / "noqa.py").write_text(FLAWED.replace("False)", "False)  # noqa: CKP1"))
    (project / "kept" / "blanket.py").write_text("# flake8: noqa\n" + FLAWED)
    (project / "kept" / "lines.py").write_text(
        FLAWED.replace('("isolate_gradients", False)', '(\n  "isolate_gradients", False)  # noqa')
    )
    (project / "setup.cfg").write_text(
        "[flake8]\nselect = CKP\nexclude = left_out\nper-file-ignores = quiet/*:CKP101\n"
    )
    main(["check", "."])
    ours = capsys.readouterr().out
    assert ours == flake8(".", cwd=project).stdout
    assert "./kept/a.py" in ours
    assert "./kept/lines.py" in ours


def test_what_python_warns_of_in_the_code_is_not_said(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text(FLAWED + '\nPATTERN = "\\d"\n')
    assert main(["check", "slot.py"]) == 1
    assert capsys.readouterr().err == ""
