"""The codemod as a command of libcst's tool, with the very line that is documented."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_fix_command import FIXED, LEFT
from tests.test_plugin import FLAWED

LINE = (
    "-m libcst.tool codemod --no-format --include-generated"
    " -x flake8_checkpoint_get.libcst_command.RequireCheckpointKeys"
)
ROOT = Path(__file__).parent.parent
GENERATED = f"# @{'generated'}\n"
"""Files with this mark are skipped, unless told otherwise."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "slot.py").write_text(f"{GENERATED}{FLAWED}")
    (tmp_path / "crlf.py").write_bytes(FLAWED.replace("\n", "\r\n").encode("utf-8-sig"))
    (tmp_path / "carriage.py").write_bytes(FLAWED.replace("\n", "\r").encode())
    (tmp_path / "other.py").write_text(LEFT)
    (tmp_path / "broken.py").write_text("def load_state_dict(:\n")
    return tmp_path


def codemod(project: Path, *options: str, path: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *LINE.split(), "--hide-progress", *options, "."]
    environment = os.environ | {"PATH": path}
    return subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False, env=environment
    )


@pytest.mark.parametrize("has_black", [False, True])
def test_it_does_what_fix_does(project: Path, *, has_black: bool) -> None:
    tools = project / "tools"
    tools.mkdir()
    if has_black:
        (tools / "black").write_text("#!/bin/sh\ntouch was-called\ncat\n")
        (tools / "black").chmod(0o755)
    run = codemod(project, path=str(tools))
    assert (project / "slot.py").read_text() == f"{GENERATED}{FIXED}"
    crlf = FIXED.replace("\n", "\r\n").encode("utf-8-sig")
    assert (project / "crlf.py").read_bytes() == crlf
    assert (project / "other.py").read_text() == LEFT
    assert not (project / "was-called").exists()
    assert "Transformed 3 files successfully" in run.stderr


def test_the_documented_line_is_the_tested_one() -> None:
    assert f"\npython {LINE} src/\n" in (ROOT / "docs" / "fixing.md").read_text(encoding="utf-8")


def test_what_cannot_be_fixed_is_skipped(project: Path) -> None:
    run = codemod(project)
    assert (project / "carriage.py").read_bytes() == FLAWED.replace("\n", "\r").encode()
    assert "Skipped 1 files" in run.stderr
    assert "libcst would change its blanks or line ends" in run.stderr


def test_unsafe_fixes_and_the_configuration(project: Path) -> None:
    (project / ".flake8").write_text("[flake8]\nper-file-ignores = slot.py: CKP1\n")
    codemod(project, "--unsafe-fixes")
    assert 'self.step = state["step"]' in (project / "other.py").read_text()
    assert (project / "slot.py").read_text() == f"{GENERATED}{FLAWED}"
