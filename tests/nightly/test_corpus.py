"""What must hold on the corpus of real code (``make corpus`` downloads it)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

from benchmarks.contracts import all_contracts
from benchmarks.corpus import CODE
from benchmarks.findings import DEFAULT, LOADED, findings, overlaps
from benchmarks.fixes import problems
from flake8_checkpoint_get.cli import main
from flake8_checkpoint_get.report.contract_json import contracts_as_json
from flake8_checkpoint_get.report.contract_markdown import contracts_as_markdown
from flake8_checkpoint_get.settings import Settings
from tests.test_contract_command import SCHEMA

pytestmark = pytest.mark.nightly


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


def _states() -> dict[Path, tuple[int, str]]:
    return {
        path: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(CODE.rglob("*.py"))
    }
