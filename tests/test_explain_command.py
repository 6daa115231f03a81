"""``flake8-checkpoint-get explain`` and ``rules``."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from flake8_checkpoint_get.report.rule_pages import all_pages
from flake8_checkpoint_get.rules import all_rules
from flake8_checkpoint_get.source import Source
from tests.case_files import all_cases, checker_of
from tests.test_documentation import ROOT

Capture = pytest.CaptureFixture[str]


def on_a_terminal(*arguments: str) -> str:
    """Return what a command prints where standard output is a terminal."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "flake8_checkpoint_get", *arguments]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen(command, stdout=follower, env=environment):
        os.close(follower)
        output = b""
        while part := _read(leader):
            output += part
    os.close(leader)
    return output.decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says so that the other end is closed
        return b""


@pytest.mark.parametrize("name", ["CKP105", "ckp105", "membership-guard", "membership_guard"])
def test_a_rule_by_its_code_or_its_name(name: str, capsys: Capture) -> None:
    assert main(["explain", name]) == 0
    page = ROOT / "docs" / "rules" / "membership-guard.md"
    assert capsys.readouterr() == (page.read_text("utf-8"), "")


def test_what_only_an_option_reports_has_a_page_as_well(capsys: Capture) -> None:
    assert main(["explain", "CKP001"]) == 0
    assert "--warn-unused-noqa" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("membership-gaurd", "did you mean membership-guard?"),
        ("CKP1O1", "did you mean CKP101?"),
        ("zzz", "'flake8-checkpoint-get rules' lists them"),
    ],
)
def test_there_is_no_such_rule(name: str, hint: str, capsys: Capture) -> None:
    assert main(["explain", name]) == 2
    said = f"flake8-checkpoint-get explain: no such rule: {name}; {hint}\n"
    assert capsys.readouterr() == ("", said)


def test_a_page_on_a_terminal_is_laid_out() -> None:
    page = on_a_terminal("explain", "CKP101")
    assert "get-with-default (CKP101)" in page
    assert "\x1b[" in page
    assert "## What it does" not in page


def test_all_rules_are_listed(capsys: Capture) -> None:
    assert main(["rules"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    listed = [(row[0], row[1]) for row in rows if row and row[0].startswith("CKP")]
    assert listed == [(page.code, page.name) for page in all_pages()]


def test_states_and_fixes_are_listed(capsys: Capture) -> None:
    main(["rules"])
    text = " ".join(capsys.readouterr().out.split())
    assert "CKP001 unused-noqa by option manual" in text
    assert "CKP101 get-with-default on safe" in text
    assert "CKP109 getattr-with-default on unsafe" in text
    assert "CKP905 computed-key opt-in manual" in text


def test_a_rule_says_how_far_its_findings_can_be_mended_at_best() -> None:
    known = {rule.code: rule.best_fix for rule in all_rules()}
    seen: dict[str, set[str]] = {code: set() for code in known}
    for case in all_cases():
        for one in checker_of(case).reported("a.py", Source.from_bytes(case.unmarked.encode())):
            seen[one.code].add(one.fix.applicability.value)
    ranks = ["manual", "unsafe", "safe"]
    best = {code: max(found, key=ranks.index) for code, found in seen.items()}
    assert best == {code: fix.value for code, fix in known.items()}


@pytest.mark.parametrize("command", ["check", "fix", "contract", "explain", "rules"])
def test_every_command_has_help(command: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "flake8_checkpoint_get", command, "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith(f"usage: flake8-checkpoint-get {command} ")
    assert run.stderr == ""
