"""Run programs and say what they took; compare what was measured side by side."""

from __future__ import annotations

import json
import math
import os
import random
import shlex
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).resolve().parent / "launcher.py"
NEAR_ONE = (0.8, 2)
DRAWS = 2000
TAIL = DRAWS // 40
"""Draws beyond either end of a 95 % interval."""


class CommandError(Exception):
    """A command failed, so that its time says nothing."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run took, children included; the memory is that of the largest process."""

    seconds: float
    user: float
    system: float
    peak_mb: float

    @property
    def processor(self) -> float:
        """The processor time in seconds."""
        return self.user + self.system


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of ratios of runs side by side, with its 95 % bootstrap interval."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, numerators: Sequence[float], denominators: Sequence[float]) -> Ratio:
        """Compare runs pair by pair."""
        ratios = [a / b for a, b in zip(numerators, denominators, strict=True)]
        return cls(statistics.median(ratios), *interval(ratios))

    def __str__(self) -> str:
        return f"{significant(self.median)} ({significant(self.low)} to {significant(self.high)})"


def significant(number: float) -> str:
    """Return a number with three significant digits, and at least three decimals around 1."""
    if NEAR_ONE[0] <= number < NEAR_ONE[1]:
        return f"{number:.3f}"
    decimals = max(0, 2 - math.floor(math.log10(number))) if number else 0
    return f"{number:.{decimals}f}"


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the median."""
    generator = random.Random(0)  # noqa: S311
    medians = sorted(
        statistics.median(generator.choices(values, k=len(values))) for _ in range(DRAWS)
    )
    return medians[TAIL], medians[-TAIL - 1]


def usual_environment() -> dict[str, str]:
    """Return the environment without what changes how Python runs.

    With PYTHONDONTWRITEBYTECODE, say, every run compiles every module anew: no user has that.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def launch(
    command: Sequence[str], folder: Path, timeout: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder by ``launcher.py``, which prints what it took.

    Raises:
        TimeoutExpired: it takes longer than that many seconds.
    """
    return subprocess.run(
        [sys.executable, "-I", "-S", str(LAUNCHER), *command],
        cwd=folder,
        env=usual_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="backslashreplace",
        timeout=timeout,
        check=False,
    )


def measure(command: Sequence[str], folder: Path) -> Usage:
    """Run a command in a folder.

    Raises:
        CommandError: it did not exit with 0, or a traceback was printed.
    """
    run = launch(command, folder)
    code, seconds, user, system, peak = json.loads(run.stdout) if run.returncode == 0 else [1] * 5
    if code or "Traceback (most recent call last)" in run.stderr:
        message = f"{shlex.join(command)}\nfailed with exit code {code}:\n{run.stderr}"
        raise CommandError(message)
    return Usage(seconds, user, system, peak / 1024)
