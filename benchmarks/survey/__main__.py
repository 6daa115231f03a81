"""Prove on whole trees that nothing breaks: the corpus, and every standard library at hand.

    make survey
    python -m benchmarks.survey --only "Python 3.12" --results DIR
    python -m benchmarks.survey --whole-corpus

Runs check, contract and `fix --diff` (safe, and all), and the analysis of every function of the
standard libraries as if it restored a checkpoint; with `--whole-corpus`, which takes an hour, that
of the corpus as well. Nothing may raise, hang, print what does not parse or apply, make what does
not compile, or change a file. Writes `benchmarks/results/survey.md`; exits with 1 if anything is
wrong.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.judgements import HERE
from benchmarks.survey.analysis import run_whole_analysis
from benchmarks.survey.commands import COMMANDS, run
from benchmarks.survey.outcomes import Run
from benchmarks.survey.report import page
from benchmarks.survey.trees import Tree, all_trees

SECONDS_FOR_A_RUN = 3600


def survey(tree: Tree, jobs: int, *, has_whole_analysis: bool) -> Iterator[Run]:
    """Run everything over a tree."""
    for command in COMMANDS:
        yield run(command, tree, SECONDS_FOR_A_RUN)
    if has_whole_analysis:
        yield run_whole_analysis(tree, jobs)


def watched(tree: Tree, runs: Iterator[Run]) -> Iterator[Run | str]:
    """Yield the runs, and then which files are not what they were before."""
    before = tree.states()
    for one in runs:
        print(f"{one.tree}: {one.command}: {one.seconds:.1f} s", file=sys.stderr)
        yield one
        yield from (f"{one.tree}: {one.command}: {problem}" for problem in one.problems)
    after = tree.states()
    yield from (f"{tree.name}: {file}: changed" for file in before if before[file] != after[file])


def main() -> int:
    """Survey, print and write; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="a regular expression for names of trees")
    parser.add_argument("--whole-corpus", action="store_true")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--results", type=Path, default=HERE / "results")
    given = parser.parse_args()
    trees = [tree for tree in all_trees() if re.search(given.only, tree.name)]
    outcomes = [
        outcome
        for tree in trees
        for outcome in watched(
            tree,
            survey(tree, given.jobs, has_whole_analysis=tree.is_library or given.whole_corpus),
        )
    ]
    runs = [one for one in outcomes if isinstance(one, Run)]
    problems = [one for one in outcomes if isinstance(one, str)]
    text = page(trees, runs, problems)
    print(text)
    print(*problems, sep="\n")
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "survey.md").write_text(text, encoding="utf-8")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
