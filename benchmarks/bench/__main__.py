"""Measure this plugin and its peers: time of the processor, on real projects.

    make bench
    python -m benchmarks.bench --rounds 2 --slow-rounds 1 --pairs 2 --results /tmp/trial

Installs the peers in scratch environments in `.corpus/bench`, proves that each finds the flaw that
it is there for and reads all files, and runs all of them in turn. Writes `benchmarks/results`.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import plugin_overhead
from benchmarks.bench.environments import install_all
from benchmarks.bench.proof import prove
from benchmarks.bench.report import Measured, page
from benchmarks.bench.rounds import run_rounds, warm_up
from benchmarks.bench.tools import HOME, Pace, Tool, all_tools
from benchmarks.bench.trees import Corpus, corpora
from benchmarks.charts import bars
from benchmarks.judgements import HERE
from benchmarks.machine import machine


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """How often everything is run, or those programs ``only`` whose names match."""

    rounds: int
    slow_rounds: int
    pairs: int
    only: str


def measure_on(corpus: Corpus, tools: Sequence[Tool], plan: Plan) -> Measured:
    """Run all on one project."""
    warm_up(tools, corpus)
    runs = run_rounds(tools, corpus, plan.rounds, plan.slow_rounds)
    return Measured(corpus, tuple(tools), tuple(runs), None)


def measure_all(plan: Plan) -> Iterator[Measured]:
    """Run everything, project by project."""
    install_all()
    plugin_overhead.set_up()
    HOME.mkdir(parents=True, exist_ok=True)
    tools = [tool for tool in all_tools() if re.search(plan.only, tool.name)]
    prove(tools)
    *usual, largest = corpora()
    for corpus in usual:
        corpus.make_mended()
        overhead = plugin_overhead.compare(corpus.original, plan.pairs) if plan.pairs else None
        one = measure_on(corpus, tools, plan)
        yield dataclasses.replace(one, overhead=overhead)
    yield measure_on(largest, [tool for tool in tools if tool.pace is Pace.FAST], plan)


def write(measured: Sequence[Measured], results: Path) -> None:
    """Write page, runs and charts."""
    results.mkdir(parents=True, exist_ok=True)
    (results / "peers.md").write_text(page(measured), encoding="utf-8")
    content = {
        "machine": machine(),
        "versions": {tool.name: tool.version for tool in measured[0].tools},
        "runs": {one.corpus.name: [dataclasses.asdict(r) for r in one.runs] for one in measured},
        "user seconds of pairs": {
            one.corpus.name: dataclasses.asdict(one.overhead) for one in measured if one.overhead
        },
    }
    (results / "peers.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    for one in measured:
        rows = [(tool.name, one.median(tool.name), tool.is_ours) for tool in one.tools]
        title = f"{one.corpus.name}, {one.corpus.files:,} modules"
        bars(results / f"peers-{one.corpus.name}.svg", title, rows)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--slow-rounds", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=15, help="of plugin_overhead.py")
    parser.add_argument("--only", default="", help="regular expression for names of programs")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    given = parser.parse_args()
    measured = list[Measured]()
    for one in measure_all(Plan(given.rounds, given.slow_rounds, given.pairs, given.only)):
        measured.append(one)
        write(measured, given.results)
    print(page(measured))


if __name__ == "__main__":
    main()
