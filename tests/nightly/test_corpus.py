"""What must hold on the corpus of real code (``make corpus`` downloads it)."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from benchmarks.contracts import all_contracts
from benchmarks.corpus import CODE
from benchmarks.findings import DEFAULT, LOADED, findings, overlaps
from benchmarks.fixes import problems
from flake8_checkpoint_get.cli import main
from flake8_checkpoint_get.engine import check, contracts
from flake8_checkpoint_get.hooks import HOOKS
from flake8_checkpoint_get.prefilter import Prefilter
from flake8_checkpoint_get.report.contract_json import contracts_as_json
from flake8_checkpoint_get.report.contract_markdown import contracts_as_markdown
from flake8_checkpoint_get.settings import MethodPattern, Settings
from flake8_checkpoint_get.source import NotAnalysedError, Source
from tests.sarif_schema import sarif_validator
from tests.test_contract_command import SCHEMA
from tests.test_report_schemas import FINDINGS_SCHEMA

pytestmark = pytest.mark.nightly

PREFILTERED = [
    Settings(),
    Settings(opt_in=True),
    Settings(sources=("torch.load",), restore_methods=(MethodPattern("*.load*"),)),
]
MENTIONED = {name for hook in HOOKS for name in (hook.restore, *hook.saves)}
RESTORING = re.compile("|".join(sorted(MENTIONED)).encode())
"""What every module holds that is worth a look without the prefilter: all others take hours."""


@pytest.mark.parametrize("settings", [DEFAULT, LOADED], ids=["restore methods", "torch.load"])
def test_no_flaw_is_found_twice(settings: Settings) -> None:
    found = findings(settings)
    assert found != []
    assert overlaps(found) == []


def test_all_contracts_are_as_the_schema_says() -> None:
    found = [(f"{one.project}/{one.file}", one.contract) for one in all_contracts()]
    assert found != []
    jsonschema.validate(json.loads(contracts_as_json(found)), SCHEMA)
    assert contracts_as_markdown(found).count("\n### ") == len(found) - 1


@pytest.mark.parametrize("settings", PREFILTERED, ids=["default", "opt-in", "by option"])
def test_the_prefilter_turns_away_nothing_with_a_finding(settings: Settings) -> None:
    prefilter, turned_away = Prefilter.of(settings), 0
    for path in CODE.rglob("*.py"):
        data = path.read_bytes()
        if RESTORING.search(data) and not prefilter.passes_bytes(data):
            with contextlib.suppress(NotAnalysedError):
                source = Source.from_bytes(data)
                assert (path, check(source, settings)) == (path, ())
                assert (path, contracts(source, settings)) == (path, ())
                turned_away += 1
    assert turned_away > 0


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_every_fix_is_whole_and_final(*, unsafe: bool) -> None:
    found = findings(DEFAULT)
    assert any(one.finding.edits for one in found)
    assert list(problems(found, unsafe=unsafe)) == []


def test_showing_the_fixes_leaves_all_files_alone(capsys: pytest.CaptureFixture[str]) -> None:
    before = _states()
    assert main(["fix", "--isolated", "--diff", "--unsafe-fixes", str(CODE)]) != 0
    assert capsys.readouterr().out.count("\n+++ ") > 0
    assert _states() == before


def test_the_findings_are_as_the_schemas_say(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--isolated", "--enable-extensions=CKP9", "--warn-unused-noqa", str(CODE)]
    for form, validate in (
        ("json", lambda content: jsonschema.validate(content, FINDINGS_SCHEMA)),
        ("sarif", sarif_validator().validate),
    ):
        main(["check", "--format", form, *options])
        content = capsys.readouterr().out
        assert content.count("CKP101") > 0
        validate(json.loads(content))


def test_the_plugin_and_check_find_the_same() -> None:
    """Finding by finding, over every file, in the order of the text."""
    options = ["--isolated", "--select=CKP", "--enable-extensions=CKP9", "."]
    plugin, check = (
        subprocess.run(
            [sys.executable, "-m", *command, *options],
            cwd=CODE,
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        for command in (["flake8"], ["flake8_checkpoint_get", "check"])
    )
    assert check.count("CKP101") > 0
    assert sorted(plugin.splitlines()) == sorted(check.splitlines())


def _states() -> dict[Path, tuple[int, str]]:
    return {
        path: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(CODE.rglob("*.py"))
    }
