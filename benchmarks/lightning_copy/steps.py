"""The fixes, applied to the installed copy one after the other."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lightning_copy.command import Finding, check, command
from benchmarks.lightning_copy.diffs import diff, edits
from benchmarks.lightning_copy.environment import PYTHON, SCRATCH, Tree, reset, snapshot
from benchmarks.lightning_copy.outcome import Outcome

STEPS = {"safe": ("fix", "--isolated"), "unsafe": ("fix", "--isolated", "--unsafe-fixes")}
DRIVER = "benchmarks.lightning_copy.driver"
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Copy:
    """The installed copy at one time: its modules, what is found in them, and what they do."""

    tree: Tree
    findings: list[Finding]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Step:
    """One fix, and what came of it."""

    name: str
    exit_code: int
    printed: str
    is_as_shown: bool
    is_stable: bool
    before: Copy
    after: Copy


def as_installed() -> Copy:
    """Put Lightning back, and run it."""
    reset()
    found = check()
    return Copy(snapshot(), found, drive("original", found))


def take(name: str, original: Copy, before: Copy) -> Step:
    """Fix the installed copy, and run it."""
    _, preview = command(*STEPS[name], "--diff")
    is_untouched = snapshot() == before.tree
    exit_code, printed = command(*STEPS[name])
    tree = snapshot()
    command(*STEPS[name])
    return Step(
        name,
        exit_code,
        printed,
        is_untouched and edits(preview) == edits(diff(before.tree, tree)),
        snapshot() == tree,
        before,
        Copy(tree, check(), drive(name, original.findings)),
    )


def at_once() -> Tree:
    """Return what the unsafe fixes make of Lightning as installed; put it back."""
    reset()
    command(*STEPS["unsafe"])
    tree = snapshot()
    reset()
    return tree


def only_in(one: Copy, other: Copy) -> list[Finding]:
    """Return the findings in a copy that are not in the other."""
    return list((Counter(one.findings) - Counter(other.findings)).elements())


def drive(name: str, found: list[Finding]) -> Outcome:
    """Save and restore with the code that is installed now, dropping the keys that were found."""
    keys = list(dict.fromkeys((one.class_name, one.key) for one in found))
    outcome = SCRATCH / f"{name}.json"
    with (SCRATCH / f"{name}.log").open("w", encoding="utf-8") as log:
        subprocess.run(
            [str(PYTHON), "-m", DRIVER, str(outcome)],
            input=json.dumps(keys),
            text=True,
            check=True,
            cwd=SCRATCH,
            env={**os.environ, "CUDA_VISIBLE_DEVICES": "", "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
    made: Outcome = json.loads(outcome.read_text(encoding="utf-8"))
    return made
