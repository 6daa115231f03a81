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
import csv
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import CODE, projects
from flake8_checkpoint_get.analysis.methods import qualified, restore_methods
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.model import Finding, Span
from flake8_checkpoint_get.prefilter import may_hold_findings
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import NotAnalysedError, Source, decode

HERE = Path(__file__).resolve().parent
JUDGEMENTS = HERE / "triage"
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


DEFAULT = Settings()
LOADED = Settings(sources=("torch.load", "pickle.load"))


@dataclass(frozen=True)
class Located:
    """A finding with the project and the file that it is in."""

    project: str
    file: str
    finding: Finding


def sources(settings: Settings) -> Iterator[tuple[str, str, Source]]:
    """Yield project, path in it, and source of each module that may hold findings."""
    for project in projects():
        for path in sorted((CODE / project).rglob("*.py")):
            data = path.read_bytes()
            if not may_hold_findings("".join(decode(data)), settings):
                continue
            try:
                yield project, str(path.relative_to(CODE / project)), Source.from_bytes(data)
            except NotAnalysedError as error:
                print(f"{path}: not analysed: {error}", file=sys.stderr)


def findings(settings: Settings = DEFAULT) -> list[Located]:
    """Return every finding in the corpus."""
    return [
        Located(project, file, finding)
        for project, file, source in sources(settings)
        for finding in check(source, settings)
    ]


def overlaps(found: list[Located]) -> list[Located]:
    """Return findings inside another one of the same file and key: one flaw, found twice."""
    by_key: dict[tuple[str, str], list[Located]] = {}
    for one in found:
        by_key.setdefault((one.file, one.finding.key), []).append(one)
    return [
        inner
        for group in by_key.values()
        for outer in group
        for inner in group
        if inner is not outer and _is_inside(inner.finding.span, outer.finding.span)
    ]


def _is_inside(inner: Span, outer: Span) -> bool:
    start, end = (inner.line, inner.column), (inner.end_line, inner.end_column)
    begins_inside = (outer.line, outer.column) <= start < (outer.end_line, outer.end_column)
    return begins_inside and end <= (outer.end_line, outer.end_column)


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


def interval(right: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share, in percent."""
    if not total:
        return 0.0, 100.0
    z, share = 1.96, right / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 100 / (1 + z * z / total)
    return (middle - spread) * scale, (middle + spread) * scale


def rate(right: int, total: int) -> str:
    """Return a share as it is shown."""
    low, high = interval(right, total)
    share = 100 * right / total if total else 0.0
    return f"{right} of {total}: {share:.1f} % (95 % interval {low:.1f} to {high:.1f})"


def rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a judged list."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


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


def precision(name: str) -> str:
    """Return what a judged sample of findings says, rule by rule, and where two readers differ."""
    judged = rows(JUDGEMENTS / f"precision-{name}.csv")
    lines = [f"### Precision, {name} sample", ""]
    for column in ("verdict", "second_verdict"):
        for code in ["all", *sorted({row["code"] for row in judged})]:
            of_rule = [row for row in judged if code in ("all", row["code"]) and row.get(column)]
            right = sum(row[column] == "right" for row in of_rule)
            if of_rule:
                lines.append(f"- {READERS[column]}, {code}: {rate(right, len(of_rule))}")
    wrong = [row for row in judged if "wrong" in (row["verdict"], row.get("second_verdict"))]
    lines += ["", *map(_judgement, wrong)]
    return "\n".join(lines).rstrip()


READERS = {"verdict": "first reader", "second_verdict": "second reader"}


def _judgement(row: dict[str, str]) -> str:
    second = row.get("second_verdict")
    both = f"{row['verdict']} and {second}" if second and second != row["verdict"] else "wrong"
    return f"- {both}: `{row['file']}:{row['line']}` {row['key']}: {row['why']}"


def recall(name: str) -> str:
    """Return how many of the silent defaults found by reading were reported at that time."""
    forms = FIRST_FORMS if name in FIRST_SAMPLES else FORMS
    read = [row for row in rows(JUDGEMENTS / f"recall-{name}.csv") if row["form"] in forms]
    listed = [row for row in read if row["reported"] != "out"]
    missed = [row for row in listed if row["reported"] != "yes"]
    hit = rate(len(listed) - len(missed), len(listed))
    lines = [f"### Recall, {name} sample", "", f"- {', '.join(forms)}: {hit}"]
    if len(read) > len(listed):
        lines.append(f"- {len(read) - len(listed)} more are out of scope; the list says why")
    lines += [f"- missed: `{r['file']}:{r['line']}` {r['key']}: {r['why']}" for r in missed]
    return "\n".join(lines)


FIRST_SAMPLES = ("first", "second", "third")
FIRST_FORMS = ("get", "pop", "setdefault")
FORMS = (*FIRST_FORMS, "guard", "except", "merge", "getattr")


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
