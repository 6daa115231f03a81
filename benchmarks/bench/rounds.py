"""Run everything, again and again, in an order of chance."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench.tools import HOME, On, Pace, Tool
from benchmarks.bench.trees import Corpus, forget_reads, unread
from benchmarks.measuring import CommandError, Usage, measure


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program, and how many modules it has rewritten, if that is what it does."""

    tool: str
    round: int
    usage: Usage
    rewritten: int | None


def warm_up(tools: Sequence[Tool], corpus: Corpus) -> None:
    """Run each once.

    Raises:
        CommandError: one of them does not read all modules.
    """
    for tool in tools:
        folder = _folder(tool, corpus)
        print(f"{corpus.name}, to warm up, {tool.name}", file=sys.stderr)
        forget_reads(folder)
        measure(tool.command(folder), HOME)
        if left := unread(folder):
            message = f"{tool.name} has not read {len(left)} modules, for instance {left[0]}"
            raise CommandError(message)


def run_rounds(tools: Sequence[Tool], corpus: Corpus, rounds: int, slow_rounds: int) -> list[Run]:
    """Run all in each round, slow ones in the first rounds only."""
    generator = random.Random(0)  # noqa: S311
    runs = list[Run]()
    for number in range(max(rounds, slow_rounds)):
        due = [t for t in tools if number < (slow_rounds if t.pace is Pace.SLOW else rounds)]
        for tool in generator.sample(due, len(due)):
            runs.append(_run(tool, corpus, number))
            print(f"{corpus.name}, round {number}, {tool.name}: {runs[-1].usage}", file=sys.stderr)
    return runs


def _run(tool: Tool, corpus: Corpus, number: int) -> Run:
    folder = _folder(tool, corpus)
    usage = measure(tool.command(folder), HOME)
    rewritten = corpus.rewritten(folder) if tool.on is On.COPY else None
    return Run(tool.name, number, usage, rewritten)


def _folder(tool: Tool, corpus: Corpus) -> Path:
    match tool.on:
        case On.ORIGINAL:
            return corpus.original
        case On.MENDED:
            return corpus.mended
        case On.COPY:
            return corpus.fresh_copy()
