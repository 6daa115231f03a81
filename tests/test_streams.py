"""Standard streams that are closed, full, or left by their reader; and interrupts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import PREFIX, Capture, Patch, feed
from tests.test_plugin import FLAWED

PROGRAM = f"'{sys.executable}' -m flake8_checkpoint_get"
MANY = "".join(FLAWED.replace("SeedSlot", f"SeedSlot{n}") + "\n\n" for n in range(300))


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell that takes over the exit code of the first part of a pipe."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


COMMANDS = ["check slot.py", "fix --diff slot.py", "contract slot.py", "rules", "--version"]


@pytest.mark.parametrize("where", [">&-", "> /dev/full"])
@pytest.mark.parametrize("command", COMMANDS)
def test_output_that_cannot_be_written_is_one_line(project: Path, command: str, where: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    run = shell(f"{PROGRAM} {command} {where}", project)
    *_, last = run.stderr.splitlines()
    assert (run.returncode, ": cannot write: " in last) == (2, True)
    assert "Traceback" not in run.stderr
    assert "Exception ignored" not in run.stderr
    assert (project / "slot.py").read_text() == FLAWED


@pytest.mark.parametrize("command", [f"{one} missing.py" for one in COMMANDS[:3]] + COMMANDS)
def test_messages_that_nobody_can_read_change_nothing(project: Path, command: str) -> None:
    without, plain = (shell(f"{PROGRAM} {command} {end}", project) for end in ("2>&-", ""))
    assert (without.returncode, without.stdout) == (plain.returncode, plain.stdout)
    assert without.stderr == ""


def test_standard_input_that_is_closed_is_a_file_that_cannot_be_read(project: Path) -> None:
    run = shell(f"{PROGRAM} check - slot.py <&-", project)
    assert (run.returncode, run.stdout.count("CKP101")) == (2, 1)
    assert run.stderr == f"{PREFIX}stdin: cannot be read: Bad file descriptor\n"


@pytest.mark.parametrize(
    ("options", "code"), [("", 1), ("--exit-zero", 0), ("missing.py", 2), ("--format=sarif", 1)]
)
def test_a_reader_that_leaves_does_not_change_the_exit_code_of_check(
    project: Path, options: str, code: int
) -> None:
    (project / "many.py").write_text(MANY)
    run = shell(f"{PROGRAM} check --isolated many.py {options} | head -c 100", project)
    assert run.returncode == code
    assert [line for line in run.stderr.splitlines() if not line.startswith(PREFIX)] == []


def test_a_reader_that_leaves_ends_the_differences_quietly(project: Path) -> None:
    (project / "many.py").write_text(MANY)
    run = shell(f"{PROGRAM} fix --diff --isolated many.py slot.py | head -1", project)
    assert (run.returncode, "read" in run.stderr, "Traceback" in run.stderr) == (1, False, False)


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_is_said_in_one_line(
    project: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    monkeypatch.setattr("flake8_checkpoint_get.cli.check.run", interrupted)
    assert main(["check", "slot.py"]) == 130
    assert capsys.readouterr() == ("", f"{PREFIX}interrupted\n")


def test_an_interrupt_between_both_passes_of_add_noqa_leaves_standard_input_as_it_was(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: Patch
) -> None:
    feed(monkeypatch, FLAWED.encode())
    monkeypatch.setattr("flake8_checkpoint_get.cli.silencing.Silencer._silenced", interrupted)
    assert main(["check", "--add-noqa", "-"]) == 130
    assert capfdbinary.readouterr().out == FLAWED.encode()
