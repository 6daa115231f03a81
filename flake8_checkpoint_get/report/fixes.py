"""What was fixed, and what is left and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.printing import shown_path
from flake8_checkpoint_get.source import shown


@dataclass(frozen=True, slots=True)
class FileFixes:
    """The findings of one file that were mended, and those that are left.

    ``refused`` are those left that could not be rewritten, though they should, and why; ``known``
    is how many more are left that a baseline knows.
    """

    name: str
    mended: Sequence[Finding]
    left: Sequence[Finding]
    refused: Mapping[Finding, str] = field(default_factory=dict)
    known: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run was asked for: to write, to do unsafe fixes; and whether some files failed."""

    is_done: bool
    has_unsafe: bool
    has_failed: bool

    def of_all(self, files: Sequence[FileFixes]) -> str:
        """Return how much was done, and how much more can be."""
        mended = sum(len(file.mended) for file in files)
        in_files = sum(bool(file.mended) for file in files)
        left = [one.fix.applicability for file in files for one in file.left]
        parts = list[str]()
        if mended:
            parts.append(
                f"{self.verb} {_counted(mended, 'finding')} in {_counted(in_files, 'file')}"
            )
        if left:
            more = self._more(left)
            parts.append(f"{len(left)} left{': ' if more else ''}{', '.join(more)}")
        if parts and self.has_failed:
            parts.append("some files are left as they were, see the errors")
        if not parts:
            parts.append("Nothing fixed" if self.has_failed else "Nothing to fix")
        if known := sum(file.known for file in files):
            parts.append(f"{known} in the baseline")
        return "; ".join(parts) + "."

    @property
    def verb(self) -> str:
        """What was done, or would be."""
        return "Fixed" if self.is_done else "Would fix"

    def _more(self, left: Sequence[Applicability]) -> list[str]:
        unsafe, manual = left.count(Applicability.UNSAFE), left.count(Applicability.MANUAL)
        more = [f"{unsafe} with --unsafe-fixes"] if unsafe and not self.has_unsafe else []
        return [*more, f"{manual} to be mended by hand"] if manual else more


def fixes_report(files: Sequence[FileFixes], summary: Summary) -> str:
    """Return a line for each finding that is left, one for each file, and one for all."""
    lines = [line for file in files for line in _of_file(file, summary)]
    return "".join(f"{line}\n" for line in (*lines, summary.of_all(files)))


def _of_file(file: FileFixes, summary: Summary) -> Iterator[str]:
    if file.mended:
        codes = Counter(one.code for one in file.mended)
        what = ", ".join(f"{code} ({number})" for code, number in sorted(codes.items()))
        number = _counted(len(file.mended), "finding")
        yield f"{shown_path(file.name)}: {summary.verb.lower()} {number}: {what}"
    for one in file.left:
        place = f"{shown_path(file.name)}:{one.line}:{one.column + 1}"
        yield f"{place}: {one.code} {_what(one)} left, {_why(one, file.refused.get(one, ''))}"


def _what(finding: Finding) -> str:
    """Return what is left: for people who mend it by hand, with what they have to do."""
    is_by_hand = finding.fix.applicability is Applicability.MANUAL
    return f"({finding.message})" if is_by_hand else shown(finding.key)


def _why(finding: Finding, refused: str) -> str:
    fix = finding.fix
    if refused:
        return f"could not be rewritten: {refused}"
    match fix.applicability:
        case Applicability.MANUAL:
            return f"to be mended by hand: {fix.reason}"
        case Applicability.UNSAFE if fix.clause is not None:
            return f"not safe (condition {fix.clause}): {fix.reason}"
        case Applicability.UNSAFE:
            return f"not safe: {fix.reason}"
        case Applicability.SAFE:
            return "safe, but not fixed in this run"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"
