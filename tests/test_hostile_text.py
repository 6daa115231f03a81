"""File names and texts of the code that is looked at are printed, and obeyed by nobody."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from markdown_it import MarkdownIt

from flake8_checkpoint_get.cli import main
from tests.front_ends import Capture
from tests.test_plugin import FLAWED, flake8

TEXTS = {
    "escape sequence": "\x1b]0;owned\x07\x1b[2J",
    "C1 control": "\x9b31m\x85",
    "bidi override": "\u202egnp\u2066",
    "line separator": "a\u2028b",
    "old command": "##[error]owned",
    "command": "::error::owned",
    "Markdown": "`|` \\| ``` <script>x</script> [a](b) ![c](d) **e**",
    "table row": "| a | b |",
    "backslashes": "a\\|b\\\\|c",
}
HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
    r"|##\[|^[^!-~\n]*::(?!warning file=)",
    re.MULTILINE,
)
CODE = '''\
class Slot:
    def state_dict(self):
        state = {"TEXT": self.a}
        if self.mode == "TEXT":
            state["also TEXT"] = self.b
        return state

    def load_state_dict(self, state):
        self.a = state.get("TEXT", "TEXT")
        if "also TEXT" in state:
            self.b = state["also TEXT"]
        self.c = state.get(self.TEXTS["TEXT"], f"{self}TEXT")
        self.d = state["absent TEXT"]
        x = """
::error::TEXT"""; self.e = state.get("TEXT", 0)
'''
COMMANDS = [
    "check",
    "check --show-source --statistics",
    "check --format=github",
    "check --format=json",
    "check --format=sarif",
    "check --enable-extensions=CKP9",
    "fix",
    "fix --unsafe-fixes",
    "contract",
    "contract --format=markdown",
    "contract --format=json",
]


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
@pytest.mark.parametrize("command", COMMANDS)
def test_texts(project: Path, capsys: Capture, command: str, text: str) -> None:
    literal = text.replace("\\", "\\\\")
    (project / "slot.py").write_text(
        CODE.replace("TEXTS", "texts").replace("TEXT", literal), encoding="utf-8"
    )
    main([*command.split(), "--isolated", "slot.py"])
    out, err = capsys.readouterr()
    assert out
    assert HARMFUL.findall(out + err) == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
@pytest.mark.parametrize("options", ["--color=always", "--show-source --color=always"])
def test_texts_in_colours(project: Path, capsys: Capture, options: str, text: str) -> None:
    literal = text.replace("\\", "\\\\")
    (project / "slot.py").write_text(
        CODE.replace("TEXTS", "texts").replace("TEXT", literal), encoding="utf-8"
    )
    main(["check", "--isolated", *options.split(), "slot.py"])
    main(["fix", "--diff", "--isolated", "--color=always", "slot.py"])
    out = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert "+++ slot.py" in out
    assert HARMFUL.findall(out) == []


NAMES = [f"{text.replace('/', '')}.py".encode() for text in TEXTS.values()]
NAMES += [b"a\n::error::owned.py", b"a\r.py", b"\xff\xfe.py", b'"quoted".py', b"a\tb.py", b" .py"]
NAMES += [b" ::error::owned.py", "\xa0::error::owned.py".encode(), b"a b.py", b"a\n##[error]b.py"]


@pytest.mark.parametrize("name", NAMES, ids=repr)
@pytest.mark.parametrize("command", COMMANDS)
def test_names(project: Path, capsys: Capture, command: str, name: bytes) -> None:
    Path(os.fsdecode(name)).write_text(FLAWED)
    main([*command.split(), "--isolated", os.fsdecode(name), "missing" + os.fsdecode(name)])
    out, err = capsys.readouterr()
    assert "missing" in err
    assert HARMFUL.findall(out + err) == []


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_programs_get_the_true_name(project: Path, capsys: Capture, name: bytes) -> None:
    path = os.fsdecode(name)
    Path(path).write_text(FLAWED)
    main(["check", "--format=json", "--isolated", path])
    assert json.loads(capsys.readouterr().out)["findings"][0]["path"] == path
    main(["contract", "--format=json", "--isolated", path])
    assert json.loads(capsys.readouterr().out)["contracts"][0]["path"] == path
    main(["check", "--format=sarif", "--isolated", path])
    result = json.loads(capsys.readouterr().out)["runs"][0]["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote_to_bytes(uri) == name


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_git_applies_the_difference_to_the_true_name(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes], name: bytes
) -> None:
    path = Path(os.fsdecode(name))
    Path("slot.py").unlink()
    path.write_text(FLAWED)
    main(["fix", "--diff", "--isolated", "."])
    diff = capfdbinary.readouterr().out
    assert len(diff.splitlines()) == 8
    subprocess.run(["git", "apply", "-p0", "-"], input=diff, check=True)
    assert 'self.isolate_gradients = state["isolate_gradients"]' in path.read_text()


@pytest.mark.parametrize("name", NAMES, ids=repr)
@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_markdown_has_no_more_than_code(
    project: Path, capsys: Capture, text: str, name: bytes
) -> None:
    path, literal = Path(os.fsdecode(name)), text.replace("\\", "\\\\")
    path.write_text(CODE.replace("TEXTS", "texts").replace("TEXT", literal), encoding="utf-8")
    main(["contract", "--format=markdown", "--isolated", str(path)])
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(capsys.readouterr().out)
    inside = {child.type for token in tokens for child in token.children or ()}
    assert inside <= {"code_inline", "text", "softbreak"}
    kinds = [token.type for token in tokens]
    assert (kinds.count("table_open"), kinds.count("heading_open")) == (1, 1)
    assert kinds.count("td_open") == 4 * (kinds.count("tr_open") - 1)


def test_what_the_plugin_says_itself(tmp_path: Path) -> None:
    name = "\x1b[2J.py"
    deep = "if a: pass" + "\n        elif a: pass" * 1200
    (tmp_path / name).write_text(
        FLAWED + f"\n    def load_state_dict(self, state):\n        {deep}\n"
    )
    run = flake8("--isolated", "--select=CKP", name, cwd=tmp_path)
    assert run.stderr.startswith("flake8-checkpoint-get: \\x1b[2J.py: not analysed: too deeply")
    assert HARMFUL.findall(run.stderr) == []
