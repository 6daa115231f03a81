"""What `benchmarks/real_fix.md` says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from benchmarks.lightning_copy.comparisons import Comparison, compared
from benchmarks.lightning_copy.diffs import diff
from benchmarks.lightning_copy.failures import failures
from benchmarks.lightning_copy.steps import STEPS, Copy, Step, only_in
from flake8_checkpoint_get.model import Applicability

ABOUT = """\
# A real framework, fixed

Written by `python -m benchmarks.real_fix`: the installed copy of Lightning is fixed, and what it
saves is restored, with the code as installed and with the fixed code. Objects are made with values
unlike their defaults (and once as they are made), saved, and restored in fresh objects; *equal*
means that all attributes are, deep down. Then each rewritten key is dropped from the state. The
trainings are of a model with one layer, with Timer, EarlyStopping and ModelCheckpoint: all are
resumed from the same checkpoint, and compared when training starts again, and when it ends."""
HEADS = (
    "state",
    "key",
    "applicability",
    "whole state",
    "without the key, as installed",
    "and fixed",
)


def page(original: Copy, safe: Step, unsafe: Step, *, is_same_at_once: bool) -> str:
    """Return the page."""
    versions = (f"{name} {number}" for name, number in original.outcome["versions"].items())
    left = [
        f"{one.class_name}, `{one.key}`: {one.reason}"
        for one in original.findings
        if one in unsafe.after.findings
    ]
    parts = [
        ABOUT,
        f"Versions: {', '.join(versions)}.",
        "## Findings",
        counts(original, (safe, unsafe)),
        "Left as they are:",
        listed(left),
        "## Safe fixes",
        *chapter(original, safe),
        "## Unsafe fixes, after the safe ones",
        *chapter(original, unsafe),
        f"Both at once give {'the same' if is_same_at_once else 'SOMETHING ELSE'}.",
    ]
    return "\n\n".join(parts) + "\n"


def counts(original: Copy, steps: Iterable[Step]) -> str:
    """Return how many findings there are, and how many each fix rewrote."""
    columns = {"findings": original.findings} | {
        f"rewritten after the {step.name} fixes": only_in(original, step.after) for step in steps
    }
    numbers = [Counter(one.applicability for one in column) for column in columns.values()]
    kinds = [kind.value for kind in Applicability]
    rows = ((kind, *(str(number[kind]) for number in numbers)) for kind in kinds)
    return table(("applicability", *columns), rows)


def chapter(original: Copy, step: Step) -> list[str]:
    """Return what is to be said of a fix."""
    objects = compared("trips", original, step.after)
    trainings = compared("trainings", original, step.after)
    caveats = dict.fromkeys(one.caveat for one in newly(step, [*objects, *trainings]))
    new = [f"`{one.path}` {one.message}" for one in only_in(step.after, original)]
    shown = " ".join(["flake8-checkpoint-get", *STEPS[step.name], "lightning"])
    return [
        f"`{shown}` exits with {step.exit_code} and prints:",
        f"```text\n{step.printed.strip()}\n```",
        "What it changed:",
        f"```diff\n{diff(step.before.tree, step.after.tree)}\n```",
        *section("Objects, saved and restored", step, objects),
        f"Not run, for want of a recipe: {', '.join(no_recipe(original, step)) or 'none'}.",
        *section("Trainings, resumed", step, trainings),
        "### What did not hold",
        listed([*failures(original, step), *filter(None, caveats)]),
        "### Findings that were not there before",
        listed(new),
    ]


def section(title: str, step: Step, keys: list[Comparison]) -> tuple[str, ...]:
    """Return what became of the objects, or the trainings: in detail where it is new."""
    return f"### {title}", held(keys), table(HEADS, map(cells, newly(step, keys)))


def newly(step: Step, keys: list[Comparison]) -> list[Comparison]:
    """Return the comparisons of what this fix rewrote, and none before it."""
    new = only_in(step.before, step.after)
    return [key for key in keys if key.finding in new]


def held(keys: list[Comparison]) -> str:
    """Return how many comparisons came out as they have to."""
    states = {key.place: key.whole for key in keys}
    told = [key for key in keys if key.is_read and not key.whole]
    equal, loud = list(states.values()).count(""), sum(key.holds for key in told)
    return (
        f"Restored as before, of {len(states)} whole states: {equal}. A `KeyError` that names the"
        f" key, of {len(told)} states without (or, where that leaves nothing, with another name"
        f" for) a key that is read: {loud}."
    )


def cells(key: Comparison) -> tuple[str, ...]:
    """Return the row of a comparison."""
    finding = key.finding
    whole = key.whole or "equal"
    return key.place, f"`{finding.key}`", finding.applicability, whole, key.before, key.after


def no_recipe(original: Copy, step: Step) -> list[str]:
    """Return the rewritten classes that the driver does not know how to make."""
    known = {trip["class_name"] for trip in original.outcome["trips"]}
    return sorted({one.class_name for one in only_in(original, step.after)} - known)


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table."""
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def listed(items: list[str]) -> str:
    """Return a list."""
    return "\n".join(f"- {item}" for item in items) or "None."
