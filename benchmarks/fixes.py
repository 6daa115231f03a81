"""Fix the whole corpus, in memory: nothing is broken, and nothing is left to fix.

    fixes.py                     fix all, safely and unsafely, and print what went wrong
    fixes.py --sample --seed 1   print a sample of safe fixes, to be judged

A safe fix is *right* if every checkpoint that the save method writes restores exactly as before.
"""

from __future__ import annotations

import argparse
import ast
import random
from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.corpus import CODE
from benchmarks.findings import DEFAULT, Located, findings
from benchmarks.judgements import JUDGEMENTS, rate, rows
from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.codemod.fixing import fix
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.source import Source

MOST_FIXES = 60
FIXES = """\
How far the findings can be mended, and the first condition of a safe fix that is not met. All fixes
were done on copies (`python -m benchmarks.fixes`): each fixed file compiles, differs from the old
one by nothing but the edits (that is verified before any file is written), has none of the mended
findings left, and a second run changes nothing.

Sixty safe fixes were drawn and read with their save methods. Of what those methods write, all sixty
restore as before. The reader also counted what other code puts between saving and restoring: five
were judged wrong for that. In four of them a caller in the same module makes up a part of the
checkpoint; these are not called safe any more. The fifth is a filter that users can set in another
module, which is not seen."""


def look(source: Source) -> tuple[Finding, ...]:
    """Return what is found with the settings that everybody starts with."""
    return check(source, DEFAULT)


def problems(found: Sequence[Located], *, unsafe: bool) -> Iterator[str]:
    """Fix all files with findings; yield what is wrong with the outcome."""
    for project, file in sorted({(one.project, one.file) for one in found}):
        data = (CODE / project / file).read_bytes()
        try:
            fixed = fix(data, look, unsafe=unsafe)
            again = fix(fixed.data, look, unsafe=unsafe)
        except NotRewrittenError as error:
            yield f"{project}/{file}: not fixed: {error}"
            continue
        ast.parse(fixed.data)
        if again.data != fixed.data or again.mended:
            yield f"{project}/{file}: a second run changes it"
        left = _names(again.left) - (_names(fixed.found) - _names(fixed.mended))
        yield from (f"{project}/{file}: {code} {key} is new" for code, _, key in left)


def _names(found: Sequence[Finding]) -> Counter[tuple[str, str, str]]:
    return Counter((one.code, one.method, one.key) for one in found)


def fixability(found: Sequence[Finding]) -> str:
    """Return the table of findings by rule, applicability, and the condition that is not met."""
    number = Counter((one.code, _shown(one)) for one in found)
    codes = sorted({code for code, _ in number})
    lines = ["| applicability | " + " | ".join(codes) + " | all |", "|---|" + "---|" * len(codes)]
    lines[1] += "---|"
    for kind in sorted({kind for _, kind in number}, key=_order):
        cells = [number[code, kind] for code in codes]
        lines.append(f"| {kind} | " + " | ".join(map(str, cells)) + f" | {sum(cells)} |")
    return "\n".join(lines)


def _shown(finding: Finding) -> str:
    fix = finding.fix
    match fix.applicability:
        case Applicability.SAFE:
            return "safe"
        case Applicability.UNSAFE:
            return f"unsafe, condition {fix.clause}" if fix.clause else f"unsafe, {fix.reason}"
        case Applicability.MANUAL:
            return f"manual: {fix.reason}"


def _order(kind: str) -> tuple[int, str]:
    return ["safe", "unsafe", "manual"].index(kind.partition(":")[0].partition(",")[0]), kind


def judged_fixes() -> str:
    """Return what was judged of the safe fixes."""
    lines = list[str]()
    for file in sorted(JUDGEMENTS.glob("fixes-*.csv")):
        judged = rows(file)
        right = sum(row["verdict"] == "right" for row in judged)
        lines.append(f"Safe fixes judged, {file.stem.partition('-')[2]} sample: ")
        lines[-1] += f"{rate(right, len(judged))} right."
        wrong = (row for row in judged if row["verdict"] != "right")
        lines += [f"- `{r['file']}:{r['line']}` {r['key']}: {r['why']}" for r in wrong]
    return "\n".join(lines)


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = findings()
    if not given.sample:
        for unsafe in (False, True):
            print(*problems(found, unsafe=unsafe), sep="\n")
        return
    safe = [one for one in found if one.finding.fix.applicability is Applicability.SAFE]
    generator = random.Random(given.seed)  # noqa: S311
    for one in sorted(generator.sample(safe, min(len(safe), MOST_FIXES)), key=repr):
        f = one.finding
        print(f"{one.project},{one.file},{f.line},{f.column + 1},{f.code},{f.key}")


if __name__ == "__main__":
    main()
