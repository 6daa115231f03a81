"""Every case through the engine, and again with noqa through the command line.

That flake8, the command line and the engine agree on every case is in ``test_plugin.py``.
"""

from __future__ import annotations

import ast
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.model import NOT_ASKED, Finding, Fixability
from flake8_checkpoint_get.settings import Settings, settings_from
from flake8_checkpoint_get.source import Source
from tests.case_files import ERROR, Case, all_cases, checker_of

ALL = all_cases()
REPORTED = [case for case in ALL if case.expected and not case.is_known_miss]


def _marked(cases: Iterable[Case]) -> list[object]:
    miss = pytest.mark.xfail(strict=True, reason="a known miss")
    return [
        pytest.param(case, id=str(case), marks=[miss] if case.is_known_miss else [])
        for case in cases
    ]


def _found(case: Case) -> list[Finding]:
    return checker_of(case).reported("module.py", Source.from_bytes(case.code.encode()))


@pytest.mark.parametrize("case", _marked(ALL))
def test_reports_what_is_marked_and_nothing_else(case: Case) -> None:
    ast.parse(case.code)
    assert [(finding.line, finding.code) for finding in _found(case)] == case.expected


@pytest.mark.parametrize("case", _marked(case for case in ALL if case.fixes))
def test_says_how_far_a_flaw_can_be_mended(case: Case) -> None:
    unmarked = replace(case, code=case.unmarked)
    found = [finding for finding in _found(unmarked) if finding.line in case.fixes]
    assert {(finding.line, _shown(finding.fix)) for finding in found} == set(case.fixes.items())


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case)) for case in REPORTED])
def test_what_is_found_does_not_depend_on_whether_mends_are_asked_for(case: Case) -> None:
    source, settings = Source.from_bytes(case.code.encode()), checker_of(case).settings
    asked = [replace(one, fix=NOT_ASKED, edits=()) for one in check(source, settings)]
    plain = [replace(one, fix=NOT_ASKED) for one in check(source, settings, has_mends=False)]
    assert plain == asked


def _shown(fix: Fixability) -> str:
    return f"{fix.applicability.value} {fix.clause or ''}".strip()


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case)) for case in REPORTED])
def test_noqa_silences_every_finding(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        ERROR.sub(lambda found: f"  # noqa: {found['codes']}", line)
        for line in case.code.splitlines()
    ]
    file = tmp_path / "module.py"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["check", "--isolated", *case.options, str(file)]) == 0
    assert capsys.readouterr() == ("", "")


def test_there_is_a_settings_object_without_flake8() -> None:
    names = ["restore_methods", "save_methods", "version_keys", "optional_keys"]
    names += ["missing_reporters", "sources"]
    options = Namespace(**{f"checkpoint_{name}": [] for name in names})
    assert settings_from(options) == Settings()
