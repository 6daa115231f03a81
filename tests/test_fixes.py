"""What the fixes make of every case, and what must be so of any fix."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable

import pytest

from flake8_checkpoint_get.codemod.fixing import fix
from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.source import Source
from tests.case_files import CASES, ERROR, Case, all_cases, checker_of

ALL = [case for case in all_cases() if not case.is_known_miss]
REPORTED = [case for case in ALL if case.expected]


def _is_shown(case: Case) -> bool:
    is_about_fixes = case.file.is_relative_to(CASES / "fixes")
    return is_about_fixes or case.fixed is not None or case.fixed_unsafe is not None


SHOWN = [case for case in REPORTED if _is_shown(case)]


def look_of(case: Case) -> Callable[[Source], list[Finding]]:
    checker = checker_of(case)
    return lambda source: checker.reported("module.py", source)


def fixed(case: Case, code: str, *, unsafe: bool) -> str:
    return fix(code.encode(), look_of(case), unsafe=unsafe).data.decode()


def named(cases: list[Case]) -> list[object]:
    return [pytest.param(case, id=str(case)) for case in cases]


@pytest.mark.parametrize("case", named(SHOWN))
def test_safe_fixes_make_what_the_case_shows(case: Case) -> None:
    expected = case.unmarked if case.fixed is None else case.fixed
    assert fixed(case, case.unmarked, unsafe=False) == expected


@pytest.mark.parametrize("case", named(SHOWN))
def test_all_fixes_make_what_the_case_shows(case: Case) -> None:
    safe = case.unmarked if case.fixed is None else case.fixed
    expected = safe if case.fixed_unsafe is None else case.fixed_unsafe
    assert fixed(case, case.unmarked, unsafe=True) == expected


@pytest.mark.parametrize("case", named([case for case in REPORTED if "noqa" not in case.code]))
def test_what_is_marked_noqa_is_not_rewritten(case: Case) -> None:
    lines = [ERROR.sub(r"  # noqa: \g<codes>", line) for line in case.code.splitlines()]
    code = "\n".join(lines) + "\n"
    assert fixed(case, code, unsafe=True) == code


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("case", named(REPORTED))
def test_fixed_code_has_nothing_left_to_fix(case: Case, *, unsafe: bool) -> None:
    look = look_of(case)
    once = fix(case.unmarked.encode(), look, unsafe=unsafe)
    again = fix(once.data, look, unsafe=unsafe)
    assert (again.data, again.mended) == (once.data, ())
    ast.parse(once.data)
    before = Counter(map(_identity, look(Source.from_bytes(case.unmarked.encode()))))
    before.subtract(map(_identity, once.mended))
    left = Counter(map(_identity, again.left))
    assert not [one for one in map(_identity, once.mended) if left[one] > before[one]]


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.method, finding.key


@pytest.mark.parametrize("case", named(REPORTED))
def test_what_is_left_to_people_has_no_edits_and_says_why(case: Case) -> None:
    for finding in look_of(case)(Source.from_bytes(case.code.encode())):
        is_manual = finding.fix.applicability is Applicability.MANUAL
        assert is_manual == (not finding.edits)
        assert bool(finding.fix.reason) == (finding.fix.applicability is not Applicability.SAFE)
