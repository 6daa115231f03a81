"""What a new user does, from the pages alone, in an empty environment with the wheel."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from docs.sessions import commands, prepare, rerun, run
from tests.test_commands import PAGES, ROOT

pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs of an environment in which the README's installation was done."""
    folder = tmp_path_factory.mktemp("newcomer")
    wheel = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(wheel, check=True)
    venv.create(folder / "environment", with_pip=True)
    bin_folder = folder / "environment" / "bin"
    installing = [one for one in commands((ROOT / "README.md").read_text("utf-8")) if "pip" in one]
    assert installing == ["pip install flake8-checkpoint-get"]
    # The wheel stands in for the package index.
    code, output = run(f"PIP_FIND_LINKS={folder} {installing[0]}", folder, bin_folder)
    assert code == 0, output
    return bin_folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_work_with_what_is_installed(
    page: Path, programs: Path, tmp_path: Path
) -> None:
    prepare(tmp_path, ROOT)
    text = page.read_text("utf-8")
    assert rerun(text, tmp_path, programs) == text
