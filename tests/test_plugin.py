"""The plugin inside the real flake8 process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.settings import OPTIONS, Settings
from flake8_checkpoint_get.source import Source
from tests.case_files import all_cases

FLAWED = """\
class SeedSlot:
    def get_extra_state(self):
        return {"isolate_gradients": self.isolate_gradients}

    def set_extra_state(self, state):
        self.isolate_gradients = state.get("isolate_gradients", False)
"""
REPORT = (
    ":6:34: CKP101 a checkpoint without 'isolate_gradients' restores as False;"
    ' get_extra_state() always saves it: read state["isolate_gradients"]\n'
)

UTF8 = {**os.environ, "PYTHONUTF8": "1"}
"""The environment of programs whose output is read: it need not be that of the tests."""


def flake8(
    *arguments: str, cwd: Path, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flake8", *arguments],
        cwd=cwd,
        env=UTF8,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "slot.py").write_text(FLAWED)
    return tmp_path


def test_the_flaw_of_the_ticket_is_reported_where_state_get_begins(project: Path) -> None:
    run = flake8("--isolated", "--select=CKP", "slot.py", cwd=project)
    assert (run.stdout, run.stderr, run.returncode) == (f"slot.py{REPORT}", "", 1)


def test_it_is_reported_without_selecting_anything(project: Path) -> None:
    assert REPORT in flake8("--isolated", cwd=project).stdout


def test_ignoring_the_code_silences_it(project: Path) -> None:
    run = flake8("--isolated", "--ignore=CKP101", "slot.py", cwd=project)
    assert (run.stdout, run.returncode) == ("", 0)


def test_standard_input(project: Path) -> None:
    run = flake8("--isolated", "--select=CKP", "-", cwd=project, stdin=FLAWED)
    assert run.stdout == f"stdin{REPORT}"


def test_several_processes(project: Path) -> None:
    for number in range(6):
        (project / f"slot{number}.py").write_text(FLAWED)
    run = flake8("--isolated", "--select=CKP", "-j2", ".", cwd=project)
    expected = [f"./slot{n}.py{REPORT}" for n in range(6)] + [f"./slot.py{REPORT}"]
    assert sorted(run.stdout.splitlines(keepends=True)) == sorted(expected)


def test_options_reach_other_processes(project: Path) -> None:
    (project / "other.py").write_text(FLAWED)
    option = "--checkpoint-optional-keys=isolate_gradients"
    run = flake8("--isolated", "--select=CKP", "-j2", option, ".", cwd=project)
    assert (run.stdout, run.returncode) == ("", 0)


def test_the_column_counts_characters(project: Path) -> None:
    (project / "slot.py").write_text(
        FLAWED.replace("self.isolate_gradients = state", 'x = "über→", state'), encoding="utf-8"
    )
    run = flake8("--isolated", "--select=CKP", "slot.py", cwd=project)
    assert run.stdout == ""
    text = FLAWED.replace("= state.get", '= "über→" and state.get')
    (project / "slot.py").write_text(text, encoding="utf-8")
    run = flake8("--isolated", "--select=CKP", "slot.py", cwd=project)
    assert run.stdout.startswith(f"slot.py:6:{text.splitlines()[5].index('state.get') + 1}: ")


OPTION_CASES = {
    "restore_methods": ("def rebuild(self, state):", "SeedSlot.rebuild"),
    "save_methods": ("def set_state(self, state):", "SeedSlot.get_extra_state"),
}


@pytest.mark.parametrize("field", OPTION_CASES)
@pytest.mark.parametrize("place", ["setup.cfg", "tox.ini", ".flake8", "command line"])
def test_options_that_add_methods(project: Path, field: str, place: str) -> None:
    definition, value = OPTION_CASES[field]
    text = FLAWED.replace("def set_extra_state(self, state):", definition)
    (project / "slot.py").write_text(text)
    assert flake8("--select=CKP", cwd=project).stdout == ""
    name = f"checkpoint-{field.replace('_', '-')}"
    if place == "command line":
        run = flake8("--select=CKP", f"--{name}={value}", "slot.py", cwd=project)
    else:
        (project / place).write_text(f"[flake8]\n{name} = {value}\n")
        run = flake8("--select=CKP", "slot.py", cwd=project)
    assert run.stdout.startswith("slot.py:6:34: CKP101 a checkpoint without 'isolate_gradients'")
    # With the save method that goes with it, that one is read, too.
    assert ("always saves it" in run.stdout) is (field == "save_methods")


def test_a_restore_method_can_be_taken_out(project: Path) -> None:
    option = "--checkpoint-restore-methods=!SeedSlot.set_extra_state"
    assert flake8("--isolated", "--select=CKP", option, cwd=project).stdout == ""


def test_sources(project: Path) -> None:
    text = "import torch\n\nepoch = torch.load('x.pt').get('epoch', 0) + 1\n"
    (project / "slot.py").write_text(text)
    assert flake8("--isolated", "--select=CKP", "slot.py", cwd=project).stdout == ""
    run = flake8(
        "--isolated", "--select=CKP", "--checkpoint-sources=torch.load", "slot.py", cwd=project
    )
    assert run.stdout.startswith("slot.py:3:9: CKP101 a checkpoint without 'epoch' restores as 0")


def test_every_option_is_in_the_help(project: Path) -> None:
    shown = flake8("--help", cwd=project).stdout
    assert [option.flag for option in OPTIONS if option.flag not in shown] == []


@pytest.mark.parametrize(
    ("option", "complaint"),
    [
        ("--checkpoint-restore-methods=a-b", "--checkpoint-restore-methods: 'a-b' is not"),
        ("--checkpoint-version-keys=(", "--checkpoint-version-keys: '(' is not a regular"),
        ("--checkpoint-sources=torch..load", "--checkpoint-sources: 'torch..load' is not"),
    ],
)
def test_a_wrong_value_is_a_usage_error(project: Path, option: str, complaint: str) -> None:
    run = flake8("--isolated", option, "slot.py", cwd=project)
    assert (run.stdout, run.returncode) == ("", 2)
    assert complaint in run.stderr
    assert "Traceback" not in run.stderr


COMPUTED = """\
class Meters:
    def load_state_dict(self, state):
        for name in self.names:
            self.totals[name] = state.get(name, 0)
"""


def test_opt_in_codes_are_off(project: Path) -> None:
    (project / "slot.py").write_text(COMPUTED)
    assert flake8("--isolated", "slot.py", cwd=project).stdout == ""
    assert flake8("--isolated", "--select=CKP", "slot.py", cwd=project).stdout == ""


def test_opt_in_codes_are_on_when_enabled(project: Path) -> None:
    (project / "slot.py").write_text(COMPUTED)
    run = flake8("--isolated", "--enable-extensions=CKP9", "slot.py", cwd=project)
    assert "slot.py:4:33: CKP905 " in run.stdout
    run = flake8(
        "--isolated", "--enable-extensions=CKP9", "--select=CKP905", "slot.py", cwd=project
    )
    assert run.stdout.startswith("slot.py:4:33: CKP905 ")


def test_opt_in_codes_stay_off_when_ignore_is_set(project: Path) -> None:
    (project / "slot.py").write_text(COMPUTED)
    (project / "setup.cfg").write_text("[flake8]\nignore = E501\n")
    assert "CKP" not in flake8("slot.py", cwd=project).stdout


@pytest.mark.parametrize("option", ["--select=CKP905", "--extend-select=CKP9"])
def test_selecting_opt_in_codes_without_enabling_them_is_a_usage_error(
    project: Path, option: str
) -> None:
    run = flake8("--isolated", option, "slot.py", cwd=project)
    assert (run.stdout, run.returncode) == ("", 2)
    assert "enable-extensions = CKP9" in run.stderr


def test_enabling_opt_in_codes_in_a_configuration_file(project: Path) -> None:
    (project / "slot.py").write_text(COMPUTED)
    (project / "setup.cfg").write_text("[flake8]\nselect = CKP905\nenable-extensions = CKP9\n")
    run = flake8("slot.py", cwd=project)
    assert run.stdout.startswith("slot.py:4:33: CKP905 ")
    assert (run.stderr, run.returncode) == ("", 1)


def test_what_cannot_be_analysed_is_said(project: Path) -> None:
    deep = "x = " + " + ".join(["state.get('a', 0)"] * 900)
    (project / "slot.py").write_text(
        f"class A:\n    def load_state_dict(self, state):\n        {deep}\n"
    )
    run = flake8("--isolated", "--select=CKP", "slot.py", cwd=project)
    assert "Traceback" not in run.stderr
    assert run.stdout or "slot.py: not analysed: too deeply nested" in run.stderr


def test_it_finds_what_the_engine_finds_in_every_case(tmp_path: Path) -> None:
    """Line, column and code of each finding, through flake8 and through the command line."""
    cases = [case for case in all_cases() if not case.options and "noqa" not in case.code]
    expected = []
    for number, case in enumerate(cases):
        (tmp_path / f"case{number:03}.py").write_text(case.code, encoding="utf-8")
        for finding in check(Source.from_bytes(case.code.encode()), Settings()):
            place = f"./case{number:03}.py:{finding.line}:{finding.column + 1}"
            expected.append(f"{place}: {finding.code} {finding.message}")
    run = flake8("--isolated", "--select=CKP", ".", cwd=tmp_path)
    assert sorted(run.stdout.splitlines()) == sorted(expected)
    command = [sys.executable, "-m", "flake8_checkpoint_get", "check", "--isolated", "."]
    ours = subprocess.run(
        command, cwd=tmp_path, env=UTF8, capture_output=True, encoding="utf-8", check=False
    )
    assert ours.stdout.splitlines() == run.stdout.splitlines()
