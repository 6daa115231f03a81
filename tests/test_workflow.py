"""The workflow of the public repository runs what is promised, and nothing that can change."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_it_tests_on_every_python_that_is_promised() -> None:
    [listed] = re.findall(r"^ +python: \[(.*)\]$", WORKFLOW, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert re.findall(r'"(.*?)"', listed) == promised


def test_what_it_makes_is_there() -> None:
    made = re.findall(r"(?:- what:|run: make) ([a-z-]+)", WORKFLOW)
    assert {"test", "lint", "dist", "audit"} <= set(made)
    assert [one for one in made if f"\n{one}:" not in MAKEFILE] == []


def test_actions_are_pinned_and_may_only_read() -> None:
    used = re.findall(r"uses: (.*)", WORKFLOW)
    assert used != []
    assert [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d\S+", one)] == []
    assert re.findall(r"permissions:\n((?:  .*\n)+)", WORKFLOW) == ["  contents: read\n"]
