"""Several processes find and do the same as one, in the same order, and stop when they shall."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main, processes
from flake8_checkpoint_get.flake8_bridge.configuration import ConfigurationError
from tests.front_ends import READ_A, READ_B, Capture, Patch, another_thread, restoring
from tests.test_plugin import FLAWED

NUMBER = 40
KINDS = [FLAWED, restoring(READ_B), "x = 1\n", FLAWED + "\ndef :\n", restoring(READ_A, READ_B)]


@pytest.fixture
def many(project: Path, monkeypatch: Patch) -> Path:
    """Return a folder with many files, each a chunk; processes are always worth it."""
    monkeypatch.setattr(processes, "WORTH_IT", 1)
    monkeypatch.setattr(processes, "CHUNK", 1)
    for number in range(NUMBER):
        folder = project / f"d{number % 3}"
        folder.mkdir(exist_ok=True)
        (folder / f"f{number}.py").write_text(KINDS[number % len(KINDS)])
    (project / "d0" / "dangling.py").symlink_to("nowhere.py")
    return project


def texts(folder: Path) -> dict[Path, str]:
    return {path: path.read_text() for path in folder.rglob("*.py") if path.exists()}


COMMANDS = [
    ["check"],
    ["check", "--format=sarif"],
    ["check", "--warn-unused-noqa", "--statistics"],
    ["check", "--write-baseline=base.json"],
    ["contract", "--format=json"],
    ["fix", "--diff"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_they_report_the_same_in_the_same_order(
    many: Path, capsys: Capture, command: list[str]
) -> None:
    runs = []
    for jobs in ("1", "2", "5"):
        code = main([*command, "--isolated", f"--jobs={jobs}", "."])
        runs.append((code, capsys.readouterr()))
    assert runs[0] == runs[1] == runs[2]
    assert runs[0][1].err.count("not analysed") == NUMBER // len(KINDS)
    assert runs[0][1].err.count("cannot be read") == 1


@pytest.mark.parametrize("command", [["fix"], ["check", "--add-noqa"]], ids=" ".join)
def test_they_write_the_same(many: Path, capsys: Capture, command: list[str]) -> None:
    before, written = texts(many), []
    for jobs in ("1", "3"):
        for path, text in before.items():
            path.write_text(text)
        code = main([*command, "--isolated", f"--jobs={jobs}", "."])
        written.append((code, capsys.readouterr(), texts(many)))
    assert written[0] == written[1]
    assert written[0][2] != before


def test_the_configuration_reaches_them(many: Path, capsys: Capture) -> None:
    (many / "setup.cfg").write_text(
        "[flake8]\njobs = 3\nextend-ignore = CKP101\nper-file-ignores = d1/*:CKP102\n"
        "checkpoint-optional-keys = nothing\n"
    )
    assert main(["check", "."]) == 2
    out = capsys.readouterr().out
    assert "CKP102" in out
    assert "CKP101" not in out
    assert "d1" not in out
    assert main(["check", "--jobs=1", "."]) == 2
    assert capsys.readouterr().out == out


def test_little_to_do_is_done_in_one(project: Path, monkeypatch: Patch, capsys: Capture) -> None:
    monkeypatch.setattr(processes, "_started", lambda *_: pytest.fail("several processes"))
    assert main(["check", "--jobs=4", "."]) == 1


def die(items: list[bytes]) -> list[bytes]:
    if b"die" in items:
        os._exit(1)
    return items


def test_a_process_that_ends_abruptly_is_an_error(monkeypatch: Patch) -> None:
    monkeypatch.setattr(processes, "WORTH_IT", 1)
    with pytest.raises(ConfigurationError, match="--jobs 1"):
        list(processes.in_order([b"one", b"die", b"two"], bytes, die, 2))


def same(items: list[bytes]) -> list[bytes]:
    return items


def test_no_more_is_read_ahead_than_the_processes_need(monkeypatch: Patch) -> None:
    monkeypatch.setattr(processes, "WORTH_IT", 1)
    monkeypatch.setattr(processes, "CHUNK", 1)
    items = iter([b"item"] * 1000)
    done = processes.in_order(items, bytes, same, 2)
    assert next(done) == b"item"
    left = list(items)
    assert len(left) > 980
    assert len(list(done)) + 1 + len(left) == 1000
    assert multiprocessing.active_children() == []


def test_where_the_system_has_no_more_processes_there_is_one(monkeypatch: Patch) -> None:
    monkeypatch.setattr(processes, "WORTH_IT", 1)
    monkeypatch.setattr("os.fork", refuse)
    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    assert list(processes.in_order([b"one", b"two"], bytes, same, 2)) == [b"one", b"two"]


def refuse(*_: object) -> None:
    raise BlockingIOError(11, "Resource temporarily unavailable")


def test_beside_another_thread_nothing_is_forked(monkeypatch: Patch) -> None:
    monkeypatch.setattr(processes, "WORTH_IT", 1)
    monkeypatch.setattr("os.fork", refuse)
    with another_thread():
        done = list(processes.in_order([b"one", b"two"], bytes, same_elsewhere, 2))
    assert done == [b"elsewhere"] * 2


def same_elsewhere(items: list[bytes]) -> list[bytes]:
    return [b"elsewhere" for _ in items]


SLOW = "".join(restoring(READ_A).replace("Slot", f"Slot{n}") for n in range(500))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
@pytest.mark.parametrize("command", ["check", "fix --unsafe-fixes"])
def test_an_interrupt_stops_all_of_them(project: Path, command: str) -> None:
    for number in range(400):
        (project / f"slow{number}.py").write_text(SLOW)
    run = subprocess.Popen(
        [sys.executable, "-m", "flake8_checkpoint_get", *command.split(), "--isolated", "-j2", "."],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    time.sleep(2)
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate()
    name, *_ = command.split()
    assert (run.returncode, err) == (
        130,
        f"flake8-checkpoint-get {name}: interrupted\n",
    )
    assert out == ""
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)
    assert not list(project.glob(".*.tmp"))
    assert {path.read_text() for path in project.glob("slow*.py")} <= {SLOW, FIXED}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_without_the_parent_they_end(project: Path, number: signal.Signals) -> None:
    for file in range(400):
        (project / f"slow{file}.py").write_text(SLOW)
    command = [sys.executable, "-m", "flake8_checkpoint_get", "fix", "--unsafe-fixes", "-j2", "."]
    run = subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, start_new_session=True)
    time.sleep(2)
    run.send_signal(number)
    run.communicate(timeout=20)  # they hold the other end of the pipe
    assert not list(project.glob(".*.tmp"))
    assert {path.read_text() for path in project.glob("slow*.py")} <= {SLOW, FIXED}


FIXED = SLOW.replace('state.get("a", 0)', 'state["a"]')
