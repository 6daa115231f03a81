"""What readers judged, as shares with their intervals."""

from __future__ import annotations

import csv
import math
from pathlib import Path

HERE = Path(__file__).resolve().parent
JUDGEMENTS = HERE / "triage"


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
