"""What programs read is as its schema says."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flake8_checkpoint_get.cli import main
from tests.sarif_schema import sarif_validator
from tests.test_contract_command import SCHEMA as CONTRACT_SCHEMA

ROOT = Path(__file__).parent.parent
FINDINGS_SCHEMA = json.loads(
    files("flake8_checkpoint_get").joinpath("report/findings-schema.json").read_text("utf-8")
)
Capture = pytest.CaptureFixture[str]


def report(form: str, capsys: Capture, *arguments: str) -> Any:
    main(["check", "--isolated", "--format", form, *arguments])
    return json.loads(capsys.readouterr().out)


def test_the_findings_in_the_examples(capsys: Capture) -> None:
    content = report("json", capsys, str(ROOT / "examples"))
    assert content["findings"] != []
    jsonschema.validate(content, FINDINGS_SCHEMA)


def test_the_schema_refuses_what_is_not_of_the_form(capsys: Capture) -> None:
    content = report("json", capsys, str(ROOT / "examples"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**content, "format": 2}, FINDINGS_SCHEMA)
    assert FINDINGS_SCHEMA["properties"]["format"] == {"const": 1}
    assert CONTRACT_SCHEMA["$schema"] == FINDINGS_SCHEMA["$schema"]


def test_the_sarif_log_of_the_examples(capsys: Capture) -> None:
    options = ["--enable-extensions=CKP9", "--warn-unused-noqa"]
    log = report("sarif", capsys, *options, str(ROOT / "examples"), "no-such-file.py")
    sarif_validator().validate(log)


def test_the_schema_of_sarif_refuses_what_is_no_log() -> None:
    assert not sarif_validator().is_valid({"version": "2.1.0"})


def test_suppressed_results_in_sarif(project: Path, capsys: Capture) -> None:
    """They are there, marked; those that are reported have an empty list, as the standard says."""
    text = (project / "slot.py").read_text()
    (project / "known.py").write_text(text)
    (project / "silent.py").write_text(text.replace("False)", "False)  # noqa: CKP101"))
    main(["check", "--write-baseline", "known.json", "--reason", "old runs", "known.py"])
    log = report("sarif", capsys, "--baseline", "known.json", ".")
    sarif_validator().validate(log)
    [run] = log["runs"]
    assert [result["suppressions"] for result in run["results"]] == [
        [{"kind": "external", "status": "accepted", "justification": "old runs"}],
        [{"kind": "inSource", "status": "accepted"}],
        [],
    ]
