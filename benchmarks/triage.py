"""Check the corpus, draw samples for judging, and write what the judgements say to `triage.md`.

    triage.py                          check the corpus and write benchmarks/triage.md
    triage.py findings --seed 1        print a sample of findings, to be judged
    triage.py findings --sources       the same, with what torch.load and pickle.load return
    triage.py methods --seed 1         print a sample of restore methods, to be read whole

A report is *right* if a checkpoint without that key restores a made-up value and nobody is told.
Judgements lie in `benchmarks/triage/`: `precision-<sample>.csv` holds one row for each finding of
a sample, `recall-<sample>.csv` one row for each silent default found by reading.
"""

from __future__ import annotations

import argparse
import ast
import random
from collections import Counter

from benchmarks.corpus import projects
from benchmarks.findings import DEFAULT, LOADED, Located, findings, overlaps, sources
from benchmarks.fixes import FIXES, fixability, judged_fixes
from benchmarks.judgements import HERE, JUDGEMENTS, precision, recall
from flake8_checkpoint_get.analysis.methods import qualified, restore_methods
from flake8_checkpoint_get.analysis.module_index import ModuleIndex

MOST_PER_RULE = 50
MOST_METHODS = 60
SOFT = (
    ".get",
    ".pop",
    ".setdefault",
    " in ",
    " not in ",
    "except",
    "suppress",
    "getattr",
    "hasattr",
    "**",
    " | ",
    ".update",
    "defaultdict",
    "ChainMap",
    "case {",
)


def sample(found: list[Located], seed: int) -> list[Located]:
    """Draw from each rule: all findings if there are few, else as many as are judged."""
    generator = random.Random(seed)  # noqa: S311
    drawn = list[Located]()
    for code in sorted({one.finding.code for one in found}):
        of_rule = [one for one in found if one.finding.code == code]
        drawn += generator.sample(of_rule, min(len(of_rule), MOST_PER_RULE))
    return drawn


def methods_to_read(seed: int) -> list[tuple[str, str, int, str]]:
    """Draw restore methods in which anything is done that could be a soft read, by their text."""
    found = list[tuple[str, str, int, str]]()
    for project, file, source in sources(DEFAULT):
        for method in restore_methods(ModuleIndex(source.tree), DEFAULT):
            text = ast.unparse(method.node)
            if any(word in text for word in SOFT):
                name = qualified(method.class_name, method.node.name)
                found.append((project, file, method.node.lineno, name))
    return random.Random(seed).sample(found, min(len(found), MOST_METHODS))  # noqa: S311


def counts(found: list[Located]) -> str:
    """Return the table of findings by project and rule."""
    codes = sorted({one.finding.code for one in found})
    number = Counter((one.project, one.finding.code) for one in found)
    lines = ["| project | " + " | ".join(codes) + " |", "|---|" + "---|" * len(codes)]
    for project in projects():
        cells = [str(number[project, code]) for code in codes]
        lines.append(f"| {project} | " + " | ".join(cells) + " |")
    totals = [str(sum(one.finding.code == code for one in found)) for code in codes]
    return "\n".join([*lines, "| all | " + " | ".join(totals) + " |"])


ABOUT = """\
Written by `make triage`: the rules run over the pinned wheels of `benchmarks/corpus.py`. A report
is *right* if a checkpoint without that key restores a made-up value and nobody is told. Findings
were judged one by one, by readers who did not see the implementation. The judged lists are in
`benchmarks/triage/`.

The samples were drawn one after another, with the seeds 1 to 5; what was found in one was mended
before the next. The third was drawn while functions with *legacy* in their name were followed: the
four reports judged wrong are all in one of them, `stats_from_legacy_state`. They are not followed
any more, as in the second sample, whose three misses are in the same function: one reader took its
defaults for silent, another took the function for a migration. The restore methods of the recall
samples are drawn from those in which anything is done that could be a soft read, by their text.

The first three samples are of CKP101 to CKP104 in thirteen packages. The fourth is the first with
membership tests and the like, in twenty packages more; much of what was wrong in it has been mended
since. The fifth is fresh: every finding in twenty more packages, and every membership test that was
not judged before; two readers judged all of it. Caught KeyErrors, merges and `getattr` hardly
occur in restore methods, so these rules were judged where `torch.load` and `pickle.load` are
checkpoint data (`sources`), before what was wrong there was mended: the
seven reports judged wrong are not made any more, the others are."""


def report(found: list[Located]) -> str:
    """Return the whole page."""
    parts = [
        "# Triage of the corpus",
        ABOUT,
        "## Findings",
        counts(found),
        "## Fixes",
        FIXES,
        fixability([one.finding for one in found]),
        judged_fixes(),
        "## Judgements",
    ]
    judged = [file.stem.partition("-")[2] for file in sorted(JUDGEMENTS.glob("precision-*.csv"))]
    read = [file.stem.partition("-")[2] for file in sorted(JUDGEMENTS.glob("recall-*.csv"))]
    parts += [precision(name) for name in judged] + [recall(name) for name in read]
    lines = [
        f"- `{o.project}/{o.file}:{o.finding.line}` {o.finding.code} {o.finding.message}"
        for o in found
        if o.file.startswith("torch/nn/modules/")
    ]
    nn = "\n".join(lines) or "None."
    return "\n\n".join([*parts, "## torch/nn/modules", nn]) + "\n"


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", nargs="?", choices=("report", "findings", "methods"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sources", action="store_true")
    given = parser.parse_args()
    if given.command == "methods":
        for project, file, line, name in methods_to_read(given.seed):
            print(f"{project},{file},{line},{name}")
    elif given.command == "findings":
        for one in sample(findings(LOADED if given.sources else DEFAULT), given.seed):
            f = one.finding
            print(f"{one.project},{one.file},{f.line},{f.column + 1},{f.code},{f.key}")
    else:
        found = findings()
        (HERE / "triage.md").write_text(report(found), encoding="utf-8")
        for one in overlaps(found):
            print(f"found twice: {one.project}/{one.file}:{one.finding.line} {one.finding.message}")


if __name__ == "__main__":
    main()
