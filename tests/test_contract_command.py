"""``flake8-checkpoint-get contract``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from flake8_checkpoint_get.cli import main
from tests.test_contract_tables import SLOT

Capture = pytest.CaptureFixture[str]
SCHEMA = json.loads(
    (files("flake8_checkpoint_get.report") / "contract-schema.json").read_text(encoding="utf-8")
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "slot.py").write_text(SLOT)
    (tmp_path / "plain.py").write_text("x = 1\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_table(project: Path, capsys: Capture) -> None:
    assert main(["contract", "--isolated", "."]) == 0
    shown = capsys.readouterr().out
    assert "./slot.py:14 SeedSlot: get_extra_state() and set_extra_state()" in shown
    row = next(line for line in shown.splitlines() if line.startswith(" seed_state "))
    assert row.split("  ")[0].strip() == "seed_state"
    assert "if self.state is not None" in row
    assert "some checkpoints lack it" in row
    assert "\x1b" not in shown


def test_json_is_as_the_schema_says(project: Path, capsys: Capture) -> None:
    assert main(["contract", "--isolated", "--format", "json", "."]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, SCHEMA)
    slot = found["contracts"][1]
    assert (slot["path"], slot["class"]) == ("./slot.py", "SeedSlot")
    assert slot["save"] == {"name": "get_extra_state", "line": 14}
    assert slot["closed"] is True
    assert slot["keys"][0] == {
        "path": ["isolate_gradients"],
        "saved": {"presence": "always", "condition": "", "reason": "", "line": 16},
        "restored": {"how": "defaulted", "default": "False", "line": 29},
        "verdict": "needless-default",
    }


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_markdown_cannot_be_broken_out_of(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "odd.py"
    file.write_text(
        "class A:\n"
        "    def state_dict(self):\n"
        "        return {'a`|b': 1, '<b>\\x1b[0m': 2}\n\n"
        "    def load_state_dict(self, state):\n"
        "        self.a = state.get('a`|b', '`x`' or 'y\\n|')\n"
    )
    assert main(["contract", "--isolated", "--format=markdown", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("### `")
    assert "| ``a`\\|b`` | `always` | ``default '`x`' or 'y\\n\\|'`` |" in lines[4]
    assert "\x1b" not in "".join(lines)


def test_what_cannot_be_looked_at_is_said(project: Path, capsys: Capture) -> None:
    (project / "broken.py").write_text("def load_state_dict(:\n    pass\n")
    assert main(["contract", "--isolated", "broken.py", "slot.py"]) == 2
    shown = capsys.readouterr()
    assert "broken.py: not analysed: invalid syntax" in shown.err
    assert "SeedSlot" in shown.out


@pytest.mark.parametrize("form", ["table", "markdown", "json"])
def test_what_the_output_cannot_encode_is_escaped(project: Path, form: str) -> None:
    (project / "slot.py").write_text(SLOT.replace("topology", "topolog\u00ede"), encoding="utf-8")
    arguments = ["contract", "--isolated", f"--format={form}", "slot.py"]
    run = subprocess.run(
        [sys.executable, "-m", "flake8_checkpoint_get", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"topolog" in run.stdout


def test_the_version(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"flake8-checkpoint-get {version('flake8-checkpoint-get')}\n"


def test_help(capsys: Capture) -> None:
    assert main(["contract", "--help"]) == 0
    assert "--format" in capsys.readouterr().out
