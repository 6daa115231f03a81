"""What is not looked at: pipes, devices, sockets, folders, and files that are too large."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from flake8_checkpoint_get import source
from flake8_checkpoint_get.cli import main, reading
from tests.front_ends import PREFIX, READ_A, Capture, Patch, feed, plugin_lines, restoring
from tests.test_plugin import FLAWED, REPORT, flake8

CHECKED = f"./slot.py{REPORT}"
NO_FILE = "it is no regular file ('-' is standard input)"
COMMANDS = ["check", "fix", "fix --diff", "contract", "check --add-noqa", "check --jobs=2"]


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_read_from_a_pipe(project: Path, capsys: Capture, command: str) -> None:
    os.mkfifo("pipe.py")
    assert main([*command.split(), "--isolated", "."]) == 2
    assert f": ./pipe.py: cannot be read: {NO_FILE}\n" in capsys.readouterr().err


def test_a_pipe_that_takes_the_place_of_a_file_while_it_is_opened(
    project: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    os.mkfifo("pipe.py")
    regular = os.stat(project / "slot.py")  # noqa: PTH116
    monkeypatch.setattr(os, "stat", lambda _: regular)
    assert main(["check", "pipe.py"]) == 2
    assert capsys.readouterr().err == f"{PREFIX}pipe.py: cannot be read: {NO_FILE}\n"


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/full", "/dev/null", "/dev/tty"])
def test_devices(project: Path, capsys: Capture, path: str) -> None:
    (project / "device.py").symlink_to(path)
    assert main(["check", path, "."]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count(f"cannot be read: {NO_FILE}")) == (CHECKED, 2)


def test_a_socket(project: Path, capsys: Capture) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket.py")
        assert main(["check", "."]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == (CHECKED, f"{PREFIX}./socket.py: cannot be read: {NO_FILE}\n")


def test_a_folder_that_is_called_like_a_file(project: Path, capsys: Capture) -> None:
    (project / "folder.py").mkdir()
    (project / "folder.py" / "inner.py").write_text(FLAWED)
    assert main(["check", "."]) == 1
    out, err = capsys.readouterr()
    assert (out.count("CKP101"), err) == (2, "")


def test_links_in_a_circle(project: Path, capsys: Capture) -> None:
    (project / "round").symlink_to(".")
    (project / "one.py").symlink_to("two.py")
    (project / "two.py").symlink_to("one.py")
    assert main(["check", "."]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("Too many levels of symbolic links")) == (CHECKED, 2)


def test_a_file_that_vanishes(project: Path, capsys: Capture, monkeypatch: Patch) -> None:
    def vanishing(descriptor: int, size: int) -> bytes:
        (project / "slot.py").unlink(missing_ok=True)
        return read_all(descriptor, size)

    read_all = reading._read_all
    monkeypatch.setattr(reading, "_read_all", vanishing)
    assert main(["fix", "--unsafe-fixes", "clean.py", "slot.py"]) == 2
    assert "slot.py: cannot be read: No such file" in capsys.readouterr().err


@pytest.fixture
def large(project: Path, monkeypatch: Patch) -> Path:
    """Return a file that is one byte too large, beside a small one."""
    monkeypatch.setattr(source, "LARGEST", len(FLAWED) + 100)
    (project / "large.py").write_text(FLAWED + "#" * 101)
    return project / "large.py"


TOO_LARGE = f"not analysed: too large: more than {len(FLAWED) + 100} bytes"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_too_large(large: Path, capsys: Capture, command: str) -> None:
    before = large.read_bytes()
    assert main([*command.split(), "--isolated", "large.py", "slot.py"]) == 2
    out, err = capsys.readouterr()
    assert f": large.py: {TOO_LARGE}\n" in err
    assert "SeedSlot" in out + (large.parent / "slot.py").read_text()
    assert large.read_bytes() == before


def test_a_file_that_is_just_not_too_large(large: Path, capsys: Capture) -> None:
    large.write_bytes(large.read_bytes()[:-1])
    assert main(["check", "large.py"]) == 1
    assert capsys.readouterr() == (f"large.py{REPORT}", "")


def test_a_file_that_grows_while_it_is_read(
    large: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(reading, "BLOCK", 1)
    status = os.stat(large.parent / "slot.py")  # noqa: PTH116
    monkeypatch.setattr(os, "fstat", lambda _: status)
    assert main(["check", "large.py"]) == 2
    assert capsys.readouterr().err == f"{PREFIX}large.py: {TOO_LARGE}\n"


@pytest.mark.parametrize("command", ["fix", "check --add-noqa"])
def test_standard_input_that_is_too_large_is_put_out_again(
    large: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: Patch,
    command: str,
) -> None:
    feed(monkeypatch, large.read_bytes())
    assert main([*command.split(), "-"]) == 2
    out, err = capfdbinary.readouterr()
    assert (out, TOO_LARGE in err.decode()) == (large.read_bytes(), True)


def test_the_plugin_says_what_is_too_large(tmp_path: Path) -> None:
    text = restoring(READ_A) + "#" * source.LARGEST
    (tmp_path / "large.py").write_text(text)
    run = flake8("--isolated", "--select=CKP", "large.py", cwd=tmp_path)
    assert (run.stdout, run.returncode) == ("", 0)
    assert run.stderr.startswith("flake8-checkpoint-get: large.py: not analysed: too large")
    (tmp_path / "large.py").write_text(text[: source.LARGEST])
    assert plugin_lines("--isolated", "--select=CKP", "large.py", cwd=tmp_path)
