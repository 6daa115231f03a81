"""Nothing in the folder that is looked at is imported, executed or evaluated."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import processes
from tests.front_ends import Patch, another_thread
from tests.test_plugin import FLAWED

SCRIPT = [str(Path(sys.executable).parent / "flake8-checkpoint-get")]
MODULE = [sys.executable, "-m", "flake8_checkpoint_get"]
SAFE_MODULE = [sys.executable, "-P", "-m", "flake8_checkpoint_get"]
TRAP = f"""\
import os
open(os.environ["TRAP"], "a").write(__file__ + "\\n")
{FLAWED}
class Plugin:
    def __init__(self, tree):
        raise SystemExit(3)
"""
NAMES = ["sitecustomize", "usercustomize", "conftest", "setup", "__init__", "__main__", "evil"]
SHADOWS = ["ast", "json", "re", "pickle", "struct", "tokenize", "argparse", "rich", "libcst"]
PACKAGES = ["flake8_checkpoint_get", "flake8", "encodings", "multiprocessing"]
CONFIGURATION = """\
[flake8:local-plugins]
extension = XYZ = evil:Plugin
report = evil = evil:Plugin
paths = .
"""


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: Patch) -> Path:
    """Return a file that is written if any module of the current folder is imported."""
    folder = tmp_path / "project"
    for package in PACKAGES:
        (folder / package).mkdir(parents=True)
        (folder / package / "__init__.py").write_text(TRAP)
        (folder / package / "__main__.py").write_text(TRAP)
    for name in [*NAMES, *SHADOWS]:
        (folder / f"{name}.py").write_text(TRAP)
    (folder / "cookie.py").write_text(f"# coding: evil\n{FLAWED}")
    (folder / "setup.cfg").write_text(CONFIGURATION)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TRAP", str(tmp_path / "sprung"))
    return tmp_path / "sprung"


@pytest.mark.parametrize(
    "program", [SCRIPT, MODULE, SAFE_MODULE], ids=["script", "python -m", "python -P -m"]
)
@pytest.mark.parametrize(
    "command", ["check", "check --format=sarif", "fix --diff", "fix --unsafe-fixes", "contract"]
)
def test_commands(trap: Path, command: str, program: list[str]) -> None:
    if program == MODULE:  # a package of that name in the folder is what Python runs
        shutil.rmtree("flake8_checkpoint_get")
    asked = [*program, *command.split(), "."]
    run = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert "evil.py" in run.stdout
    assert "Traceback" not in run.stderr
    assert not trap.exists()


def test_that_the_traps_would_be_sprung(trap: Path) -> None:
    subprocess.run([sys.executable, "-c", "import evil, json"], check=True)
    assert trap.read_text().count("evil.py") == 1


def test_processes_that_are_not_forked(trap: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(processes, "WORTH_IT", 1)
    with another_thread():
        done = list(processes.in_order([b"one", b"two"], here, elsewhere, 2))
    assert done == ["elsewhere"] * 2
    assert not trap.exists()


def here(item: bytes) -> str:
    return f"here: {item!r}"


def elsewhere(items: list[bytes]) -> list[str]:
    return ["elsewhere" for _ in items]
