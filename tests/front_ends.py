"""Code with flaws, and what the tests of the front ends ask of the commands and of flake8."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.test_plugin import flake8

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch

PREFIX = "flake8-checkpoint-get check: "
"""How each line that check writes to standard error starts."""

READ_A = 'self.a = state.get("a", 0)'
READ_B = 'self.b = state.get("b")'
A_AGAIN = 'self.c = state.get("a", 1)'
"""Reads of the keys a (CKP101), b (CKP102) and once more a (CKP101)."""


def restoring(*lines: str, method: str = "load_state_dict") -> str:
    """Return a module with a restore method that holds these lines; the first one is line 3."""
    body = "".join(f"        {line}\n" for line in lines)
    return f"class Slot:\n    def {method}(self, state):\n{body}"


def run_check(*arguments: str) -> int:
    """Run check; a usage error counts as its exit code."""
    try:
        return main(["check", *arguments])
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 2


def checked(capsys: Capture, *arguments: str) -> list[str]:
    """Return the lines that check writes to standard output."""
    capsys.readouterr()
    run_check(*arguments)
    return capsys.readouterr().out.splitlines()


def plugin_lines(*arguments: str, cwd: Path) -> list[str]:
    """Return the lines that flake8 writes of this plugin's findings."""
    run = flake8(*arguments, cwd=cwd)
    assert "Traceback" not in run.stderr
    return [line for line in run.stdout.splitlines() if ": CKP" in line]


def places(lines: list[str]) -> list[str]:
    """Return ``path:line CODE`` for each line of a report as text."""
    fields = [line.split(":", 3) for line in lines]
    return [f"{path}:{line} {rest.split()[0]}" for path, line, _, rest in fields]


def error_lines(capsys: Capture) -> list[str]:
    """Return the lines on standard error, each of which must be a message of check."""
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if not line.startswith(PREFIX)] == []
    return [line.removeprefix(PREFIX) for line in lines]


def feed(monkeypatch: Patch, data: bytes) -> None:
    """Put bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


def skip_unless_possible(name: str) -> None:
    """Skip a test of a file whose name the system's encoding does not have."""
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        pytest.skip(f"names of files are {sys.getfilesystemencoding()} here")


@contextmanager
def another_thread() -> Iterator[None]:
    """Let another thread run meanwhile."""
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
