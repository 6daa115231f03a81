"""What must hold on the corpus of real code (``make corpus`` downloads it)."""

from __future__ import annotations

import json

import jsonschema
import pytest

from benchmarks.contracts import all_contracts
from benchmarks.triage import DEFAULT, LOADED, findings, overlaps
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
