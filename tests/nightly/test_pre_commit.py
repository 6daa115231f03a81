"""The hooks in the real pre-commit, which installs what the last commit of this checkout holds.

Changes that are not committed are not tested here: pre-commit clones, as it does for users.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_plugin import FLAWED, REPORT

pytestmark = pytest.mark.nightly

ROOT = Path(__file__).parent.parent.parent
SECONDS = 600
MENDED = FLAWED.replace('state.get("isolate_gradients", False)', 'state["isolate_gradients"]')

HOOKS = """\
repos:
  - repo: {root}
    rev: {commit}
    hooks:
      - id: checkpoint-get
      - id: checkpoint-get-fix
  - repo: local  # stands for flake8's own repository
    hooks:
      - id: flake8
        name: flake8
        language: python
        entry: flake8
        types: [python]
        require_serial: true
        additional_dependencies: [flake8, "flake8-checkpoint-get @ git+{url}@{commit}"]
"""


def git(*arguments: str, cwd: Path) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps its environments: each is built once for all tests."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so that pre-commit cannot clone it")
    return tmp_path_factory.mktemp("pre-commit")


class Project:
    """A scratch git repository that uses the hooks."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        # A git command that runs the tests (a hook, a rebase) must not lead git to its repository.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self._environment = {**clean, "PRE_COMMIT_HOME": str(home)}
        self._git("init", "--quiet")
        commit = git("rev-parse", "HEAD", cwd=ROOT).strip()
        hooks = HOOKS.format(root=ROOT, url=ROOT.as_uri(), commit=commit)
        self.write(".pre-commit-config.yaml", hooks)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text)
        self._git("add", name)

    def run(self, hook: str) -> subprocess.CompletedProcess[str]:
        """Run a hook on all files; ``--verbose`` shows what a hook that passes has to say."""
        return self._run(sys.executable, "-m", "pre_commit", "run", "--all-files", "-v", hook)

    def _git(self, *arguments: str) -> None:
        self._run("git", *arguments).check_returncode()

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment,
            timeout=SECONDS,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def project(tmp_path: Path, home: Path) -> Project:
    return Project(tmp_path, home)


@pytest.mark.parametrize("hook", ["checkpoint-get", "flake8"])
def test_a_flaw_is_reported_until_it_is_mended(project: Project, hook: str) -> None:
    project.write("src/slot.py", FLAWED)
    run = project.run(hook)
    assert f"\nsrc/slot.py{REPORT}" in run.stdout
    assert run.returncode == 1
    project.write("src/slot.py", MENDED)
    run = project.run(hook)
    assert "Passed" in run.stdout
    assert run.returncode == 0


def test_a_flaw_is_fixed_and_that_fails_once(project: Project) -> None:
    project.write("src/slot.py", FLAWED)
    run = project.run("checkpoint-get-fix")
    assert "src/slot.py: fixed 1 finding: CKP101 (1)\n" in run.stdout
    assert run.returncode == 1
    assert (project.folder / "src" / "slot.py").read_text() == MENDED
    run = project.run("checkpoint-get-fix")
    assert "Passed" in run.stdout
    assert run.returncode == 0


@pytest.mark.parametrize("hook", ["checkpoint-get", "checkpoint-get-fix", "flake8"])
def test_files_that_flake8_excludes_are_left_alone(project: Project, hook: str) -> None:
    project.write("generated/slot.py", FLAWED)
    # The name of the folder alone keeps flake8 out of it, but not from a file that it is handed.
    project.write("setup.cfg", "[flake8]\nexclude = generated/*\n")
    run = project.run(hook)
    assert "Passed" in run.stdout
    assert "slot.py" not in run.stdout + run.stderr
    assert run.returncode == 0
    assert (project.folder / "generated" / "slot.py").read_text() == FLAWED
