"""Every front end comes to an end on every module, says the same, and in its form."""

from __future__ import annotations

import json

import jsonschema
from hypothesis import event, given

from tests.fuzz.profiles import tried
from tests.fuzz.programs import FILES
from tests.fuzz.runs import Run, plugin, run
from tests.sarif_schema import sarif_validator
from tests.test_contract_command import SCHEMA as CONTRACT_SCHEMA
from tests.test_report_schemas import FINDINGS_SCHEMA


def is_module(data: bytes) -> bool:
    """Tell whether Python itself takes it."""
    try:
        compile(data, "module", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def looked_at(data: bytes, *arguments: str) -> Run:
    """Run a command that leaves a file alone; only a file that is no module may be an error."""
    outcome = run(data, *arguments)
    assert outcome.data == data
    assert outcome.code != 2 or not is_module(data), outcome
    return outcome


@tried(10, 50)
@given(FILES)
def test_the_plugin_and_check_find_the_same(data: bytes) -> None:
    found = looked_at(data, "check").out.splitlines()
    event("has findings" if found else "has none")
    assert plugin(data) == found


@tried(4, 40)
@given(FILES)
def test_reports_for_programs_are_as_their_schemas_say(data: bytes) -> None:
    lines = looked_at(data, "check", "--warn-unused-noqa").out.splitlines()
    content = json.loads(looked_at(data, "check", "--warn-unused-noqa", "--format=json").out)
    jsonschema.validate(content, FINDINGS_SCHEMA)
    assert len(content["findings"]) == len(lines)
    sarif = json.loads(looked_at(data, "check", "--warn-unused-noqa", "--format=sarif").out)
    sarif_validator().validate(sarif)
    open_results = [one for one in sarif["runs"][0]["results"] if not one["suppressions"]]
    assert len(open_results) == len(lines)
    github = looked_at(data, "check", "--warn-unused-noqa", "--format=github").out.splitlines()
    assert len(github) == len(lines)
    assert all(line.startswith("::") for line in github)


@tried(4, 40)
@given(FILES)
def test_contracts_are_as_their_schema_says(data: bytes) -> None:
    content = json.loads(looked_at(data, "contract", "--format=json").out)
    jsonschema.validate(content, CONTRACT_SCHEMA)
    table = looked_at(data, "contract").out
    pages = looked_at(data, "contract", "--format=markdown").out
    assert bool(content["contracts"]) is bool(table) is bool(pages)
