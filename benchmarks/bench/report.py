"""What was measured, as a page."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.bench.rounds import Run
from benchmarks.bench.tools import SIDE_BY_SIDE, Tool
from benchmarks.bench.trees import Corpus
from benchmarks.machine import machine
from benchmarks.measuring import Ratio, significant
from benchmarks.plugin_overhead import Overhead

REFERENCES = ("flake8", "check")
"""What the others are held against: the first that was run."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All runs on one project."""

    corpus: Corpus
    tools: tuple[Tool, ...]
    runs: tuple[Run, ...]
    overhead: Overhead | None

    def of(self, name: str) -> dict[int, Run]:
        """Return the runs of a program, by round."""
        return {run.round: run for run in self.runs if run.tool == name}

    def median(self, name: str) -> float:
        """Return the median of a program's processor seconds."""
        return statistics.median(run.usage.processor for run in self.of(name).values())

    def ratio(self, name: str, other: str) -> Ratio:
        """Compare two programs, round by round."""
        ours, theirs = self.of(name), self.of(other)
        common = sorted(ours.keys() & theirs.keys())
        return Ratio.of(
            [ours[number].usage.processor for number in common],
            [theirs[number].usage.processor for number in common],
        )

    def rewritten(self, name: str) -> str:
        """Return how many modules a program has rewritten, if it does so."""
        numbers = {run.rewritten for run in self.of(name).values() if run.rewritten is not None}
        return ", ".join(map(str, sorted(numbers)))


def page(measured: Sequence[Measured]) -> str:
    """Return all tables."""
    parts = [f"# Peers, measured\n\nWritten by `make bench`. {ABOUT}", f"{machine()}."]
    for one in measured:
        parts += [f"## {one.corpus.name}, {one.corpus.files:,} modules", table(one)]
        if pairs := side_by_side(one):
            parts += ["Side by side:", pairs]
        if one.overhead:
            parts.append(f"flake8 with the plugin, user time: {one.overhead}.")
    parts += ["## Commands", commands(measured[0].tools)]
    return "\n\n".join(parts) + "\n"


ABOUT = """\
Medians of processor seconds, user and system, child processes
included, of programs on one process each that run in turn. Ratios are medians of ratios within a
round, with their 95 % bootstrap interval; of three rounds that is their range."""


def table(one: Measured) -> str:
    """Return a row for each program, the slowest first."""
    names = {tool.name: tool for tool in one.tools}
    reference = next(name for name in REFERENCES if name in names)
    lines = [
        f"| what | version | rounds | CPU s | against {reference} | modules rewritten |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for name in sorted(names, key=one.median, reverse=True):
        cells = (
            name,
            names[name].version,
            len(one.of(name)),
            significant(one.median(name)),
            "1" if name == reference else one.ratio(name, reference),
            one.rewritten(name),
        )
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def side_by_side(one: Measured) -> str:
    """Return the pairs of which both were run."""
    names = {tool.name for tool in one.tools}
    pairs = [pair for pair in SIDE_BY_SIDE if names.issuperset(pair)]
    return "\n".join(f"- {a} against {b}: {one.ratio(a, b)}" for a, b in pairs)


def commands(tools: Sequence[Tool]) -> str:
    """Return what was run, with paths left out."""
    return "\n".join(f"- {tool.name}: `{tool.shown}`" for tool in tools)
