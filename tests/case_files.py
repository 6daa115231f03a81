"""Cases in Markdown: what is reported in a piece of code.

A case is a heading and a ``python`` fence. A line that must be reported ends in
``# error: CODE``; nothing else may be. ``[safe]``, ``[unsafe 7]`` or ``[manual]`` after the code
says how far it can be mended, and which condition of a safe fix is the first that is not met. A
second fence, ``python fixed``, holds the code after the safe fixes, and ``python fixed unsafe`` the
code after all; in ``cases/fixes`` a case without one of them is one that is not rewritten. An
HTML comment ``<!-- options: … -->`` between the two gives options. A heading that starts with
``Known miss:`` is expected to fail.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from pathlib import Path

from flake8_checkpoint_get.configured import Checker
from flake8_checkpoint_get.flake8_bridge.configuration import configure

CASES = Path(__file__).parent / "cases"
HEADING = re.compile(r"^#{2,} +(?P<title>.+)$")
OPTIONS = re.compile(r"^<!-- options: (?P<options>.+) -->$")
FENCE = re.compile(r"^```(?P<info>.*)$")
ERROR = re.compile(r"  # error: (?P<codes>CKP\d+(?:, CKP\d+)*)(?: \[(?P<fix>[a-z]+(?: \d)?)\])?$")
KNOWN_MISS = "Known miss:"


@dataclass(frozen=True)
class Case:
    """One piece of code and the codes that must be reported, by line."""

    file: Path
    title: str
    options: tuple[str, ...]
    code: str
    fixed: str | None = None
    fixed_unsafe: str | None = None

    @property
    def unmarked(self) -> str:
        """The code without the marks."""
        lines = self.code.splitlines(keepends=True)
        return "".join(ERROR.sub("", line.removesuffix("\n")) + "\n" for line in lines)

    @property
    def expected(self) -> list[tuple[int, str]]:
        """Line and code of every finding there must be."""
        return [
            (number, code)
            for number, line in enumerate(self.code.splitlines(), 1)
            if (match := ERROR.search(line))
            for code in match["codes"].split(", ")
        ]

    @property
    def fixes(self) -> dict[int, str]:
        """How far what is found on a line can be mended, where the case says so."""
        marks = ((n, ERROR.search(line)) for n, line in enumerate(self.code.splitlines(), 1))
        return {number: mark["fix"] for number, mark in marks if mark and mark["fix"]}

    @property
    def is_known_miss(self) -> bool:
        """Whether the case is known to fail."""
        return self.title.startswith(KNOWN_MISS)

    def __str__(self) -> str:
        return f"{self.file.relative_to(CASES).with_suffix('')}: {self.title}"


def read_cases(file: Path) -> list[Case]:
    """Return the cases of one Markdown file."""
    cases: list[Case] = []
    title, options = "", tuple[str, ...]()
    code: list[str] | None = None
    kind = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if code is not None:
            if line == "```":
                _add(cases, kind, Case(file, title, options, "".join(code)))
                code, options = None, ()
            else:
                code.append(line + "\n")
        elif heading := HEADING.match(line):
            title = heading["title"]
        elif found := OPTIONS.match(line):
            options = tuple(shlex.split(found["options"]))
        elif (fence := FENCE.match(line)) and fence["info"].startswith("python"):
            code, kind = [], fence["info"]
    return cases


def _add(cases: list[Case], kind: str, case: Case) -> None:
    """Add a case, or what becomes of the code of the last one."""
    match kind:
        case "python":
            cases.append(case)
        case "python fixed":
            cases[-1] = replace(cases[-1], fixed=case.code)
        case "python fixed unsafe":
            cases[-1] = replace(cases[-1], fixed_unsafe=case.code)
        case _:
            message = f"{case}: no such fence: {kind}"
            raise ValueError(message)


def checker_of(case: Case) -> Checker:
    """Return what checks the code of a case, with its options."""
    return Checker.of(configure("test", ["--isolated", *case.options]))


def all_cases() -> list[Case]:
    """Return every case there is."""
    return [case for file in sorted(CASES.rglob("*.md")) for case in read_cases(file)]
