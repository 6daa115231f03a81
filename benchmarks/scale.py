"""Time and memory of `check` on trees of growing size: 10,000 and 100,000 files, or more.

    make scale
    python -m benchmarks.scale --sizes 10000 100000 1000000 --repetitions 3
    python -m benchmarks.scale --jobs 1

The trees are in `.corpus/scale`, and used again. Each repeats the same 10,000 files of the corpus,
so that the sizes differ in nothing else; 3 % of them pass the prefilter, as in the corpus, which is
all machine learning. Files are hard-linked, so that they are read from the
operating system's cache. With several processes the peak is that of the largest one.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.charts import growth
from benchmarks.corpus import CORPUS
from benchmarks.judgements import HERE
from benchmarks.machine import machine
from benchmarks.measuring import Usage, measure
from benchmarks.scale_trees import Tree, tree_of

COMMAND = (str(Path(sys.executable).parent / "flake8-checkpoint-get"), "check")
OPTIONS = ("--isolated", "--exit-zero")
COLUMNS = "| files | pass the prefilter | MB | seconds | CPU s | µs a file | against the fewest"


@dataclass(frozen=True, slots=True)
class Row:
    """The runs on one tree."""

    tree: Tree
    runs: tuple[Usage, ...]

    @property
    def seconds(self) -> float:
        """The median time by the clock."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def each(self) -> float:
        """Seconds a file."""
        return self.seconds / self.tree.files

    def cells(self, least: Row) -> str:
        """Return the row of the table."""
        processor = statistics.median(run.processor for run in self.runs)
        peak = max(run.peak_mb for run in self.runs)
        tree = self.tree
        return (
            f"| {tree.files:,} | {tree.passing:,} | {tree.size / 1e6:,.0f} | {self.seconds:.2f}"
            f" | {processor:.2f} | {1e6 * self.each:.0f} | {self.each / least.each:.2f}"
            f" | {peak:.0f} |"
        )


def run_all(trees: Sequence[Tree], jobs: str | None, repetitions: int) -> list[Row]:
    """Measure, one size after the other, again and again."""
    options = (*OPTIONS, *([f"--jobs={jobs}"] if jobs else []))
    runs: dict[Tree, list[Usage]] = {tree: [] for tree in trees}
    for number in range(repetitions + 1):
        for tree in trees:
            usage = measure((*COMMAND, *options, str(tree.folder)), CORPUS)
            print(f"{tree.files} files: {usage}", file=sys.stderr)
            if number:  # the first is to warm up
                runs[tree].append(usage)
    return [Row(tree, tuple(runs[tree])) for tree in trees]


def page(rows: Sequence[Row], jobs: str | None) -> str:
    """Return the table with what it was measured with."""
    about = f"`check {' '.join(OPTIONS)}{f' --jobs={jobs}' if jobs else ''}`"
    lines = ["# Growth", "", f"{about}, medians of {len(rows[0].runs)} runs; {machine()}.", ""]
    lines += [f"{COLUMNS} | peak MB, largest process |", "|" + "---:|" * 8]
    return "\n".join([*lines, *(row.cells(rows[0]) for row in rows)]) + "\n"


def write(rows: Sequence[Row], jobs: str | None, results: Path) -> None:
    """Write table, runs and chart."""
    results.mkdir(parents=True, exist_ok=True)
    name = f"scale-jobs-{jobs}" if jobs else "scale"
    (results / f"{name}.md").write_text(page(rows, jobs), encoding="utf-8")
    content = {
        "machine": machine(),
        "runs": {row.tree.files: [dataclasses.asdict(run) for run in row.runs] for row in rows},
    }
    (results / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    points = [(row.tree.files, row.seconds) for row in rows]
    growth(results / f"{name}.svg", "flake8-checkpoint-get check", points)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--jobs", help="handed to check; without it, check decides")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    given = parser.parse_args()
    trees = [tree_of(size) for size in sorted(given.sizes)]
    rows = run_all(trees, given.jobs, given.repetitions)
    print(page(rows, given.jobs))
    write(rows, given.jobs, given.results)


if __name__ == "__main__":
    main()
