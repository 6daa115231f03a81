"""What rounds of fuzzing came to: from pytest's report, and hypothesis' statistics in it."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

STATISTICS = "hypothesis-statistics-"
EXAMPLES = re.compile(r"(\d+) passing[^,]*, (\d+) failing")


@dataclass(frozen=True, slots=True)
class Round:
    """One run of the tests: the examples that each of them was tried on, and which failed."""

    seed: int
    examples: Counter[str] = field(default_factory=Counter)
    failures: tuple[str, ...] = ()


def read_round(seed: int, report: Path) -> Round:
    """Return what is in the JUnit report of a run; one that wrote none failed as a whole."""
    if not report.exists():
        return Round(seed, failures=("the run itself: it hung, or did not start",))
    suites = ET.parse(report).getroot()  # noqa: S314 -- pytest wrote it
    examples = Counter[str]()
    for one in suites.iter("property"):
        if one.get("name", "").startswith(STATISTICS):
            said = base64.b64decode(one.get("value", "")).decode()
            counts = EXAMPLES.findall(said)
            examples[one.get("name", "").removeprefix(STATISTICS)] += sum(
                int(number) for numbers in counts for number in numbers
            )
    failures = tuple(
        f"{case.get('classname')}.{case.get('name')}"
        for case in suites.iter("testcase")
        if case.find("failure") is not None or case.find("error") is not None
    )
    return Round(seed, examples, failures)


def summary(rounds: Sequence[Round], seconds: float) -> str:
    """Return how often each property was tried, and what failed under which seeds."""
    examples = sum((one.examples for one in rounds), Counter[str]())
    lines = [f"{number:>10,}  {name}" for name, number in sorted(examples.items())]
    failed = dict[str, list[int]]()
    for one in rounds:
        for name in one.failures:
            failed.setdefault(name, []).append(one.seed)
    lines += [f"FAILED {name}: SEED={' '.join(map(str, seeds))}" for name, seeds in failed.items()]
    lines.append(
        f"{seconds:,.0f} seconds, {len(rounds)} rounds, {examples.total():,} examples,"
        f" {len(failed)} properties failed"
    )
    return "\n".join(lines)
