"""What is imported only where it is needed: a run that finds nothing pays for nothing more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """\
import os, sys
from flake8_checkpoint_get.cli import main
sys.stdout = open(os.devnull, "w")
main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
"""
HEAVY = {"libcst", "rich", "json", "concurrent.futures"}
ANALYSIS = "flake8_checkpoint_get.analysis.interpreter"
MENDING = "flake8_checkpoint_get.analysis.mending"
WATCHED = HEAVY | {ANALYSIS, MENDING}


def imported(*arguments: str, cwd: Path) -> set[str]:
    """Return what a run of the command line imports, of what matters."""
    command = [sys.executable, "-c", CODE, *arguments]
    # `make coverage` makes every Python import what measures it.
    apart = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    run = subprocess.run(command, cwd=cwd, env=apart, capture_output=True, text=True, check=True)
    return WATCHED.intersection(run.stderr.split())


@pytest.mark.parametrize("command", ["check", "fix", "check --format=github"])
def test_a_file_without_restore_methods_needs_no_analysis(project: Path, command: str) -> None:
    (project / "plain.py").write_text("model.load_state_dict(state)\n")
    assert imported(*command.split(), "plain.py", cwd=project) == set()


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ("check slot.py", {ANALYSIS}),
        ("check --format=json slot.py", {ANALYSIS, MENDING, "json"}),
        ("check --format=sarif slot.py", {ANALYSIS, MENDING, "json"}),
        ("check --color=always slot.py", {ANALYSIS, "rich"}),
        ("fix --diff slot.py", {ANALYSIS, MENDING, "libcst", "json"}),
        ("fix clean.py", set()),
        ("rules", {"rich"}),
        ("explain CKP101", set()),
    ],
)
def test_what_a_command_needs_and_no_more(project: Path, arguments: str, needed: set[str]) -> None:
    assert imported(*arguments.split(), cwd=project) == needed
