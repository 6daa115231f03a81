"""What was fixed, and what is left and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.source import shown


@dataclass(frozen=True, slots=True)
class FileFixes:
    """The findings of one file that were mended, and those that are left."""

    name: str
    mended: Sequence[Finding]
    left: Sequence[Finding]


def fixes_report(files: Sequence[FileFixes], *, is_done: bool, has_unsafe: bool) -> str:
    """Return a line for each finding that is left, one for each file, and one for all.

    ``is_done`` is set where files were written; ``has_unsafe`` where unsafe fixes were asked for.
    """
    lines = [line for file in files for line in _of_file(file, is_done=is_done)]
    lines.append(_of_all(files, is_done=is_done, has_unsafe=has_unsafe))
    return "".join(f"{line}\n" for line in lines)


def _of_file(file: FileFixes, *, is_done: bool) -> Iterator[str]:
    if file.mended:
        what = ", ".join(map(_named, file.mended))
        yield f"{file.name}: {'fixed' if is_done else 'would fix'} {what}"
    for one in file.left:
        place = f"{file.name}:{one.line}:{one.column + 1}"
        yield f"{place}: {_named(one)} left, {_why(one)}"


def _named(finding: Finding) -> str:
    return f"{finding.code} {shown(finding.key)}".strip()


def _why(finding: Finding) -> str:
    fix = finding.fix
    match fix.applicability:
        case Applicability.MANUAL:
            return f"to be mended by hand: {fix.reason}"
        case Applicability.UNSAFE if fix.clause is not None:
            return f"not safe (condition {fix.clause}): {fix.reason}"
        case Applicability.UNSAFE:
            return f"not safe: {fix.reason}"
        case Applicability.SAFE:
            return "safe"


def _of_all(files: Sequence[FileFixes], *, is_done: bool, has_unsafe: bool) -> str:
    """Return how much was done, and how much more can be."""
    mended = sum(len(file.mended) for file in files)
    left = [one.fix.applicability for file in files for one in file.left]
    if not mended and not left:
        return "Nothing to fix."
    unsafe, manual = left.count(Applicability.UNSAFE), left.count(Applicability.MANUAL)
    done = f"{'Fixed' if is_done else 'Would fix'} {_counted(mended)}"
    in_files = sum(bool(file.mended) for file in files)
    where = f" in {in_files} file{'s' if in_files != 1 else ''}" if mended else ""
    more = [f"{manual} to be mended by hand"] if manual else []
    if unsafe and not has_unsafe:
        more.insert(0, f"{unsafe} with --unsafe-fixes")
    rest = f"; {len(left)} left" if left else ""
    return f"{done}{where}{rest}{': ' if more else ''}{', '.join(more)}."


def _counted(number: int) -> str:
    return f"{number} finding{'s' if number != 1 else ''}"
