"""What is analysed is never run, nor what its folder or its configuration holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_plugin import FLAWED

SCRIPT = str(Path(sys.executable).parent / "flake8-checkpoint-get")
IMPORTED_LATE = ["json", "difflib", "pickle", "rich", "libcst", "flake8", "concurrent", "conftest"]
LOUD = "open('was-run', 'w').close()\n"
PLUGIN = """\
[flake8]
require-plugins = other-plugin
[flake8:local-plugins]
extension =
    XX = local:Plugin
paths = .
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    for name in [*IMPORTED_LATE, "local", "setup"]:
        (tmp_path / f"{name}.py").write_text(LOUD)
    (tmp_path / "slot.py").write_text(LOUD + FLAWED)
    (tmp_path / "setup.cfg").write_text(PLUGIN)
    return tmp_path


@pytest.mark.parametrize("program", [[SCRIPT], [sys.executable, "-m", "flake8_checkpoint_get"]])
@pytest.mark.parametrize(
    "command", ["check", "check --format=json", "contract --format=json", "fix --diff", "fix"]
)
def test_nothing_of_the_folder_is_run(hostile: Path, program: list[str], command: str) -> None:
    run = subprocess.run(
        [*program, *command.split(), "."], cwd=hostile, capture_output=True, text=True, check=False
    )
    assert "set_extra_state" in run.stdout or "slot.py" in run.stdout
    assert run.stderr.count("Traceback") == 0
    assert not (hostile / "was-run").exists()
