"""The command, run on the installed copy, and what it finds there."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field, fields

from benchmarks.lightning_copy.environment import site


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding; where a fix may change what is said of it, it is the same finding still."""

    path: str
    method: str
    code: str
    key: str
    applicability: str = field(compare=False)
    reason: str = field(compare=False)
    message: str = field(compare=False)

    @property
    def class_name(self) -> str:
        """The class whose state is read."""
        return self.method.rpartition(".")[0]


def command(*arguments: str) -> tuple[int, str]:
    """Run flake8-checkpoint-get on Lightning; return its exit code, and what it prints."""
    whole = [sys.executable, "-m", "flake8_checkpoint_get", *arguments, "lightning"]
    done = subprocess.run(whole, cwd=site(), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        print(done.stdout, done.stderr, file=sys.stderr)
        done.check_returncode()
    return done.returncode, done.stdout + done.stderr


def check() -> list[Finding]:
    """Return what is found in Lightning."""
    _, printed = command("check", "--isolated", "--format=json")
    names = [part.name for part in fields(Finding)]
    return [Finding(*(one[name] for name in names)) for one in json.loads(printed)]
