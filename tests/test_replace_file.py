"""Files are replaced whole, or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli.replace_file import replace_file
from flake8_checkpoint_get.codemod.file_text import NotRewrittenError


def test_a_file_that_was_changed_meanwhile_is_left(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"newer")
    with pytest.raises(NotRewrittenError, match="meanwhile"):
        replace_file(file, b"old", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.py", b"newer")]


def test_what_is_no_regular_file_is_left(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotRewrittenError, match="no regular file"):
        replace_file(tmp_path / "pipe", b"", b"new")


@pytest.mark.parametrize("step", ["fsync", "fchmod", "replace"])
def test_an_interrupt_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def interrupted(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    file = tmp_path / "a.py"
    file.write_bytes(b"old")
    owner = Path if step == "replace" else os
    monkeypatch.setattr(owner, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_file(file, b"old", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.py", b"old")]


def test_a_full_disk_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "a.py"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotRewrittenError, match="cannot be written: No space left"):
        replace_file(file, b"old", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.py", b"old")]


FOR_EVER = """
import sys
from pathlib import Path
from flake8_checkpoint_get.cli.replace_file import replace_file
file, old, new = Path(sys.argv[1]), b"o" * 50_000, b"n" * 50_000
print("ready", flush=True)
while True:
    replace_file(file, old, new)
    old, new = new, old
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_leaves_a_whole_file(tmp_path: Path, how: signal.Signals) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"o" * 50_000)
    for pause in (0.001, 0.004, 0.01, 0.02, 0.03):
        file.write_bytes(b"o" * 50_000)
        command = [sys.executable, "-c", FOR_EVER, str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
            assert run.stdout is not None
            run.stdout.readline()
            time.sleep(pause)
            run.send_signal(how)
        assert file.read_bytes() in (b"o" * 50_000, b"n" * 50_000)
