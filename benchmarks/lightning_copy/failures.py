"""What did not hold."""

from __future__ import annotations

from benchmarks.lightning_copy.comparisons import compared, pairs
from benchmarks.lightning_copy.steps import Copy, Step, only_in


def failures(original: Copy, step: Step) -> list[str]:
    """Return all that did not hold of a fix."""
    keys = [*compared("trips", original, step.after), *compared("trainings", original, step.after)]
    found = [*(key.failure for key in keys), *broken(step), *unchanged(original, step.after)]
    return [*filter(None, dict.fromkeys(found))]


def broken(step: Step) -> list[str]:
    """Return what the command did not do as it says, whatever became of Lightning."""
    for path, text in step.after.tree.items():
        compile(text, path, "exec", dont_inherit=True)
    done = {one.applicability for one in only_in(step.before, step.after)}
    claims = {
        f"`fix` has to rewrite what is {step.name}, and nothing else": done <= {step.name},
        f"no finding may be left that is {step.name}": (
            step.name not in {one.applicability for one in step.after.findings}
        ),
        "`fix` has to exit with 1 if anything was found": (
            step.exit_code == bool(step.before.findings)
        ),
        "`fix --diff` has to show what `fix` writes, and write nothing": step.is_as_shown,
        "`fix` has to change nothing the second time": step.is_stable,
    }
    return [claim for claim, is_true in claims.items() if not is_true]


def unchanged(original: Copy, fixed: Copy) -> list[str]:
    """Return what behaves differently though it was not rewritten."""
    gone = {one.class_name for one in only_in(original, fixed)}
    return [
        f"{old['class_name']}, {old['variant']}, was not rewritten, and differs"
        for old, new in pairs("trips", original, fixed)
        if old["class_name"] not in gone and old != new
    ]
