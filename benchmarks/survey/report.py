"""What the survey found, as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.machine import machine
from benchmarks.survey.outcomes import Run
from benchmarks.survey.trees import Tree

COLUMNS = ("", "modules", "lines")


def page(trees: Sequence[Tree], runs: Sequence[Run], problems: Sequence[str]) -> str:
    """Return the tables: what was looked at, what was found, refused and taken, what is wrong."""
    commands = list(dict.fromkeys(run.command for run in runs))
    parts = [
        "# Survey",
        f"`make survey`; {machine()}.",
        "Looked at, and seconds:",
        "\n".join(_seconds(trees, runs, commands)),
        "Found, and with `fix --diff` changed:",
        "\n".join(_counts(commands, _added(runs, "counted"))),
        "Refused:",
        "\n".join(_counts(commands, _added(runs, "refused"))),
        f"Wrong: {len(problems) or 'nothing'}.",
    ]
    return "\n\n".join(parts) + "\n"


def _seconds(trees: Sequence[Tree], runs: Sequence[Run], commands: Sequence[str]) -> Iterator[str]:
    yield _row((*COLUMNS, *commands))
    yield _rule(len(COLUMNS) + len(commands))
    taken = {(run.tree, run.command): run.seconds for run in runs}
    for tree in trees:
        times = (taken.get((tree.name, command)) for command in commands)
        cells = ("" if time is None else f"{time:.1f}" for time in times)
        yield _row((tree.name, f"{len(tree.files):,}", f"{tree.lines:,}", *cells))
    sums = (f"{sum(run.seconds for run in runs if run.command == one):.1f}" for one in commands)
    files, lines = sum(len(tree.files) for tree in trees), sum(tree.lines for tree in trees)
    yield _row(("all", f"{files:,}", f"{lines:,}", *sums))


def _added(runs: Sequence[Run], what: str) -> dict[str, Counter[str]]:
    """Return what all runs of a command counted or refused."""
    added: dict[str, Counter[str]] = {}
    for run in runs:
        counter = run.counted if what == "counted" else run.refused
        added.setdefault(run.command, Counter()).update(counter)
    return added


def _counts(commands: Sequence[str], counted: dict[str, Counter[str]]) -> Iterator[str]:
    yield _row(("", *commands))
    yield _rule(1 + len(commands))
    for name in sorted({name for counter in counted.values() for name in counter}):
        numbers = [counted[command][name] for command in commands]
        if any(numbers):
            yield _row((name, *(f"{number:,}" if number else "" for number in numbers)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return f"|---|{'---:|' * (columns - 1)}"
