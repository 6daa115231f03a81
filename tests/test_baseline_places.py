"""A baseline finds its files from wherever it is used, in check and in flake8 alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import PREFIX, Capture, checked, plugin_lines
from tests.test_baseline import ENTRY, keep
from tests.test_plugin import FLAWED, flake8


@pytest.fixture
def tree(project: Path) -> Path:
    """A project with a flawed file in ``src``, and a folder ``ci`` for the baseline."""
    for name in ("src", "ci"):
        (project / name).mkdir()
    (project / "slot.py").rename(project / "src" / "slot.py")
    return project


def paths_in(baseline: Path) -> list[str]:
    document = json.loads(baseline.read_text(encoding="utf-8"))
    return [one["path"] for one in document["findings"]]


SPELLINGS = ["src/slot.py", "./src/slot.py", "src/../src/slot.py", "src//slot.py", "src", "{}/src"]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("baseline", ["base.json", "./base.json", "{}/base.json"])
def test_paths_are_relative_to_the_folder_of_the_baseline(
    tree: Path, spelling: str, baseline: str
) -> None:
    file = baseline.format(tree)
    assert main(["check", "--write-baseline", file, spelling.format(tree)]) == 0
    assert paths_in(tree / "base.json") == ["src/slot.py"]


def test_files_above_the_baseline_are_named_from_it(tree: Path, capsys: Capture) -> None:
    assert main(["check", "--write-baseline", "ci/base.json", "."]) == 0
    assert paths_in(tree / "ci" / "base.json") == ["../src/slot.py"]
    assert main(["check", "--baseline", "ci/base.json", str(tree)]) == 0


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("folder", [".", "src", "ci"])
def test_it_holds_from_every_folder_and_for_every_spelling(
    tree: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, spelling: str, folder: str
) -> None:
    keep(ENTRY | {"path": "src/slot.py"})
    monkeypatch.chdir(tree / folder)
    path = spelling.format(tree)
    if not Path(path).is_absolute():
        path = os.path.join("." if folder == "." else "..", path)  # noqa: PTH118
    baseline = str(Path(os.path.relpath(tree, tree / folder)) / "base.json")
    assert main(["check", "--isolated", "--baseline", baseline, path]) == 0
    assert capsys.readouterr() == ("", "")
    option = f"--checkpoint-baseline={baseline}"
    assert plugin_lines("--isolated", option, path, cwd=tree / folder) == []


@pytest.mark.parametrize("name", ["base.json", "./base.json", "ci/../base.json", "{}/base.json"])
@pytest.mark.parametrize("folder", [".", "src"])
def test_a_configured_baseline_is_relative_to_the_configuration_file(
    tree: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, name: str, folder: str
) -> None:
    keep(ENTRY | {"path": "src/slot.py"})
    (tree / "setup.cfg").write_text(
        f"[flake8]\nselect = CKP\ncheckpoint-baseline = {name.format(tree)}\n"
    )
    monkeypatch.chdir(tree / folder)
    assert main(["check", "."]) == 0
    assert capsys.readouterr() == ("", "")
    run = flake8(".", cwd=tree / folder)
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)


@pytest.mark.parametrize("config", ["ci/lint.cfg", "./ci/lint.cfg", "{}/ci/lint.cfg"])
def test_a_baseline_beside_a_configuration_file_in_another_folder(
    tree: Path, capsys: Capture, config: str
) -> None:
    (tree / "ci" / "lint.cfg").write_text(
        "[flake8]\nselect = CKP\ncheckpoint-baseline = ./base.json\n"
    )
    keep(ENTRY | {"path": "../src/slot.py"})
    (tree / "base.json").rename(tree / "ci" / "base.json")
    option = f"--config={config.format(tree)}"
    assert checked(capsys, option, ".") == []
    run = flake8(option, ".", cwd=tree)
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)


def test_the_command_line_goes_before_the_configuration(tree: Path, capsys: Capture) -> None:
    (tree / "setup.cfg").write_text("[flake8]\nselect = CKP\ncheckpoint-baseline = ci/none.json\n")
    keep(ENTRY | {"path": "src/slot.py"})
    option = "--checkpoint-baseline=base.json"
    assert main(["check", option, "."]) == 0
    assert flake8(option, ".", cwd=tree).returncode == 0


def test_several_processes_of_flake8_share_a_baseline(tree: Path) -> None:
    for number in range(6):
        (tree / "src" / f"slot{number}.py").write_text(FLAWED)
    keep(*(ENTRY | {"path": f"src/slot{number}.py"} for number in range(6)))
    options = ("--isolated", "--checkpoint-baseline=base.json", "-j2", ".")
    (line,) = plugin_lines(*options, cwd=tree)
    assert line.startswith("./src/slot.py:6:")


def with_entry(entry: dict[str, object]) -> bytes:
    return json.dumps({"format": 1, "findings": [entry]}).encode()


BROKEN = {
    "nothing": b"",
    "no JSON": b"findings: []",
    "half a file": b'{"format": 1, "findings": [',
    "a conflict": b'<<<<<<< ours\n{"format": 1, "findings": []}\n',
    "not UTF-8": b'{"format": 1, "findings": [], "note": "\xe9"}',
    "a list": b"[]",
    "another format": b'{"format": 2, "findings": []}',
    "no format": b'{"findings": []}',
    "no findings": b'{"format": 1}',
    "findings that are no list": b'{"format": 1, "findings": {}}',
    "an entry that is no object": b'{"format": 1, "findings": ["slot.py"]}',
    "an entry without a key": b'{"format": 1, "findings": [{"path": "a.py", "code": "CKP101"}]}',
    "a count in words": with_entry(ENTRY | {"count": "1"}),
    "a path that is a number": with_entry(ENTRY | {"path": 1}),
    "a reason that is a list": with_entry(ENTRY | {"reason": []}),
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("command", ["check", "fix", "write"])
@pytest.mark.parametrize("form", [*BROKEN, "missing", "a folder"])
def test_a_broken_baseline_is_an_error_in_one_line(
    project: Path, capsys: Capture, form: str, command: str
) -> None:
    if form == "a folder":
        (project / "base.json").mkdir()
    elif form != "missing":
        (project / "base.json").write_bytes(BROKEN[form])
    elif command == "write":
        pytest.skip("a baseline that is written may be new")
    option = "--write-baseline" if command == "write" else "--checkpoint-baseline"
    name = "fix" if command == "fix" else "check"
    assert main([name, option, "base.json", "slot.py"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"flake8-checkpoint-get {name}: ")
    assert err.count("\n") == 1
    assert "base.json" in err
    assert (project / "slot.py").read_text() == FLAWED
    if form in BROKEN:
        assert (project / "base.json").read_bytes() == BROKEN[form]


@pytest.mark.parametrize("place", ["command line", "setup.cfg"])
@pytest.mark.parametrize("form", ["no JSON", "another format", "missing"])
def test_a_broken_baseline_ends_flake8_as_a_wrong_option_does(
    project: Path, form: str, place: str
) -> None:
    if form in BROKEN:
        (project / "base.json").write_bytes(BROKEN[form])
    if place == "setup.cfg":
        (project / "setup.cfg").write_text("[flake8]\ncheckpoint-baseline = base.json\n")
        run = flake8(".", cwd=project)
    else:
        run = flake8("--isolated", "--checkpoint-baseline=base.json", ".", cwd=project)
    assert (run.stdout, run.returncode) == ("", 2)
    assert "Traceback" not in run.stderr
    assert "base.json" in run.stderr.splitlines()[-1]


def test_a_broken_baseline_is_no_traceback_in_a_process_of_its_own(project: Path) -> None:
    command = [sys.executable, "-m", "flake8_checkpoint_get", "check", "--baseline=none.json", "."]
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert (run.stdout, run.returncode) == ("", 2)
    assert run.stderr.startswith(PREFIX)
    assert run.stderr.count("\n") == 1
