"""The plugin in flake8 and ``check`` report the same, whatever is configured, and wherever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.front_ends import READ_A, READ_B, Capture, Patch, checked, places, restoring
from tests.test_baseline import ENTRY
from tests.test_plugin import FLAWED, flake8

A = READ_A
LINES = (
    A,
    f"{A}  # noqa",
    f"{A}  # noqa: CKP101",
    f"{A}  # NOQA:CKP1",
    f"{A}  # noqa: E501",
    f"{A}  # noqa: E501, CKP101",
    f"{A}  # noqa: E501 CKP101",
    f"{A}  # noqa: ckp101",
    f"{A}  # noqa:  E501",
    f"{A}  # noqa : E501",
    f"{A}  #noqa",
    f"{A}  # why  # noqa: CKP101",
    f"{A}  # noqa: E501  # noqa: CKP101",
    f"{A}  # noqa: because",
    'self.x = state.get("# noqa", 0)',
    'self.x = state.get("# noqa: E501", 0)  # noqa: CKP101',
    'self.x = state.get(  # noqa: CKP101\n            "x", 0)',
    'self.x = state.get(\n            "x", 0)  # noqa: CKP101',
    'self.x = state.get("x", 0) + \\\n            1  # noqa: CKP101',
    'self.x = state.get("x", """\n""")  # noqa: CKP101',
    'self.x = """\n""" + state.get("x", "")  # noqa: CKP101',
    'self.x = f"""\n{state.get("x", 0)}\n"""  # noqa: CKP101',
    f"{READ_B}  # noqa: CKP101",
    'self.x, self.y = state.get("x", 0), state.get("y")  # noqa: CKP102',
    "for name in self.names:\n            self.all[name] = state.get(name, 0)",
    f"{A}  # checkpoint: optional (new)",
    'self.note = state.get("note", 0)',
)
FILES = {
    "src/forms.py": restoring(*LINES),
    "src/crlf.py": restoring(*LINES).replace("\n", "\r\n"),
    "src/blanket.py": f"# flake8: noqa\n{FLAWED}",
    "src/blanket_codes.py": f"# flake8: noqa: CKP101\n{FLAWED}",
    "src/behind_code.py": f"{FLAWED}x = 1  # flake8: noqa\n",
    "src/quiet.py": restoring(READ_A, READ_B),
    "src/known.py": restoring(READ_A, READ_A, READ_B),
    "src/own.py": restoring(READ_A, method="rebuild"),
    "src/loads.py": "import torch\n\nepoch = torch.load('x.pt').get('epoch', 0) + 1\n",
    "src/reports.py": restoring('if "a" not in state:', "    complain()", "    return"),
    "src/stub.pyi": FLAWED,
    "src/script.pyx": FLAWED,
    "src/notes.txt": FLAWED,
    "src/left_out/a.py": FLAWED,
    "src/generated/a.py": FLAWED,
    "src/generated/b_pb2.py": FLAWED,
    "src/.tox/a.py": FLAWED,
    "top.py": FLAWED,
}
EVERYTHING = """\
[flake8]
select = CKP
extend-ignore = CKP104
enable-extensions = CKP9
exclude = left_out, .tox
extend-exclude = src/generated/*_pb2.py
filename = *.py, *.pyx
per-file-ignores =
    src/quiet.py: CKP102
    top.py: CKP2
checkpoint-optional-keys = Slot.note
checkpoint-restore-methods = Slot.rebuild
checkpoint-sources = torch.load
checkpoint-baseline = known/base.json
"""


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A project with one file for each thing that the two could differ in."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    entry = ENTRY | {"path": "../src/known.py", "method": "Slot.load_state_dict", "key": "a"}
    (tmp_path / "known").mkdir()
    text = json.dumps({"format": 1, "findings": [entry]})
    (tmp_path / "known" / "base.json").write_text(text)
    return tmp_path


def both(
    folder: Path, capsys: Capture, monkeypatch: Patch, *arguments: str
) -> tuple[list[str], list[str]]:
    """Return what flake8 reports of this plugin in a folder, and what check does."""
    monkeypatch.chdir(folder)
    run = flake8(*arguments, cwd=folder)
    assert (run.stderr, run.returncode in {0, 1}) == ("", True)
    theirs = [line for line in run.stdout.splitlines() if ": CKP" in line]
    return theirs, checked(capsys, *arguments)


@pytest.mark.parametrize("path", [".", "src", "{}", "{}/src", "./src/../top.py"])
@pytest.mark.parametrize("folder", [".", "src"])
@pytest.mark.parametrize(
    "config", ["setup.cfg", "tox.ini", ".flake8", "--config", "--append-config"]
)
def test_they_agree_under_every_configuration_file_from_every_folder(
    scratch: Path, capsys: Capture, monkeypatch: Patch, config: str, folder: str, path: str
) -> None:
    options = []
    if config.startswith("--"):
        (scratch / "other.cfg").write_text(EVERYTHING)
        (scratch / "setup.cfg").write_text("[flake8]\nselect = E\n")
        options = [f"{config}={'.' if folder == '.' else '..'}/other.cfg"]
    else:
        (scratch / config).write_text(EVERYTHING)
    if folder == "src" and path in {"src", "./src/../top.py"}:
        path = f"../{path}"
    theirs, ours = both(scratch / folder, capsys, monkeypatch, *options, path.format(scratch))
    assert ours == theirs
    assert theirs


def test_what_they_agree_on_is_what_is_configured(
    scratch: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    (scratch / "setup.cfg").write_text(EVERYTHING)
    _, ours = both(scratch, capsys, monkeypatch, ".")
    files = sorted({line.split(":")[0] for line in ours})
    assert files == [
        "./src/behind_code.py",
        "./src/crlf.py",
        "./src/forms.py",
        "./src/generated/a.py",
        "./src/known.py",
        "./src/loads.py",
        "./src/own.py",
        "./src/quiet.py",
        "./src/reports.py",
        "./src/script.pyx",
        "./top.py",
    ]
    known = [place for place in places(ours) if "known" in place and "CKP101" in place]
    assert known == ["./src/known.py:4 CKP101"]


ONE_BY_ONE = [
    "select = CKP1",
    "select = CKP\nignore = CKP1",
    "select = CKP101, E\nextend-ignore = CKP10",
    "extend-select = CKP102\nignore = CKP1",
    "ignore = E,W,F",
    "extend-ignore = CKP102",
    "select = CKP\ndisable-noqa = true",
    "enable-extensions = CKP9",
    "select = CKP9\nenable-extensions = CKP9",
    "select = CKP\nignore = CKP905\nenable-extensions = CKP9",
    "ignore = E501\nenable-extensions = CKP9",
    "exclude = src",
    "exclude = src/left_out, ./src/generated",
    "exclude =",
    "extend-exclude = *_pb2.py",
    "extend-exclude = ./src/*.py",
    "filename = *.pyi",
    "filename = ./src/*.py",
    "filename = forms*",
    "per-file-ignores = src/*: CKP101",
    "per-file-ignores = */quiet.py: CKP1\n    forms.py: CKP101, E501",
    "per-file-ignores = quiet.py, known.py: CKP101 CKP102",
    "per-file-ignores = src/generated/*: CKP\nselect = CKP10",
    "checkpoint-restore-methods = rebuild, !SeedSlot.*",
    "checkpoint-restore-methods = Slot.rebuild=dump",
    "checkpoint-save-methods = Slot.dump",
    "checkpoint-version-keys = ^note$",
    "checkpoint-optional-keys = a, Slot.x",
    "checkpoint-missing-reporters = complain",
    "checkpoint-sources = torch.load",
    "checkpoint-baseline = known/base.json",
    "checkpoint-baseline = ./known/base.json\ndisable-noqa = true",
    "checkpoint-baseline = known/base.json\nselect = CKP102",
]


@pytest.mark.parametrize("lines", ONE_BY_ONE)
@pytest.mark.parametrize("folder", [".", "src"])
def test_they_agree_under_each_option(
    scratch: Path, capsys: Capture, monkeypatch: Patch, folder: str, lines: str
) -> None:
    (scratch / "setup.cfg").write_text(f"[flake8]\n{lines}\n")
    theirs, ours = both(scratch / folder, capsys, monkeypatch, ".")
    assert ours == theirs


@pytest.mark.parametrize("lines", ONE_BY_ONE)
def test_they_agree_under_each_option_on_the_command_line(
    scratch: Path, capsys: Capture, monkeypatch: Patch, lines: str
) -> None:
    joined = lines.replace("\n    ", " ").split("\n")
    options = ["--" + line.replace(" = ", "=").replace("=true", "") for line in joined]
    options = [option.removesuffix(" =") for option in options if not option.endswith(" =")]
    theirs, ours = both(scratch, capsys, monkeypatch, "--isolated", *options, ".")
    assert ours == theirs


@pytest.mark.parametrize("paths", [("src/notes.txt", "top.py"), ("src", "."), ("src/left_out",)])
def test_they_agree_on_paths_that_are_named(
    scratch: Path, capsys: Capture, monkeypatch: Patch, paths: tuple[str, ...]
) -> None:
    (scratch / "setup.cfg").write_text(EVERYTHING)
    theirs, ours = both(scratch, capsys, monkeypatch, *paths)
    # A file that two paths lead to is looked at once; flake8 looks at it by both names.
    named_once = {line.removeprefix("./") for line in theirs}
    assert sorted(named_once) == sorted(line.removeprefix("./") for line in ours)
