"""``--files-from``: the paths come from a file or from standard input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import Capture, Patch, error_lines, feed, run_check, skip_unless_possible
from tests.test_plugin import FLAWED, REPORT

FIXED = FLAWED.replace('state.get("isolate_gradients", False)', 'state["isolate_gradients"]')


@pytest.fixture
def tree(project: Path) -> Path:
    """Flawed files by several names, in two folders."""
    (project / "sub").mkdir()
    names = ("b.py", "two words.py", "-v.py", "README.md", "tool", "sub/a.py", "sub/notes.txt")
    for name in names:
        (project / name).write_text(FLAWED)
    return project


def found(capsys: Capture, *options: str) -> list[str]:
    """Return the paths of the files that something is reported for."""
    capsys.readouterr()
    run_check("--isolated", "--format=json", *options)
    return [one["path"] for one in json.loads(capsys.readouterr().out)["findings"]]


def listed(capsys: Capture, text: str, *options: str) -> list[str]:
    """Return the paths that are reported for a list with this text."""
    Path("list.txt").write_bytes(text.encode())
    return found(capsys, "--files-from", "list.txt", *options)


LISTS = {
    "lines": "slot.py\nb.py\n",
    "no newline at the end": "slot.py\nb.py",
    "CRLF": "slot.py\r\nb.py\r\n",
    "NULs": "slot.py\0b.py\0",
    "no NUL at the end": "slot.py\0b.py",
    "blank lines": "\n\nslot.py\n\nb.py\n\n",
    "blank lines with CRLF": "\r\nslot.py\r\n\r\nb.py\r\n",
    "empty names": "\0slot.py\0\0b.py\0\0",
    "repeated names": "slot.py\nb.py\nslot.py\nb.py\n",
}


@pytest.mark.parametrize("form", LISTS)
def test_the_listed_files_are_checked(tree: Path, capsys: Capture, form: str) -> None:
    assert listed(capsys, LISTS[form]) == ["b.py", "slot.py"]


@pytest.mark.parametrize("form", LISTS)
def test_the_list_may_come_from_standard_input(
    tree: Path, capsys: Capture, monkeypatch: Patch, form: str
) -> None:
    feed(monkeypatch, LISTS[form].encode())
    assert found(capsys, "--files-from", "-") == ["b.py", "slot.py"]


def test_the_report_and_the_exit_code_are_as_for_paths(tree: Path, capsys: Capture) -> None:
    (tree / "list.txt").write_text("slot.py\n")
    assert main(["check", "--isolated", "--files-from=list.txt"]) == 1
    assert capsys.readouterr() == (f"slot.py{REPORT}", "")
    (tree / "list.txt").write_text("clean.py\n")
    assert main(["check", "--isolated", "--files-from=list.txt"]) == 0
    assert capsys.readouterr() == ("", "")


def test_names_may_hold_blanks(tree: Path, capsys: Capture) -> None:
    assert listed(capsys, "two words.py\n") == ["two words.py"]


@pytest.mark.parametrize("name", ["new\nline.py", " both ends .py", "\r.py", "a\"b'c.py", "ü→.py"])
def test_names_between_nuls_may_hold_anything(tree: Path, capsys: Capture, name: str) -> None:
    skip_unless_possible(name)
    (tree / name).write_text(FLAWED)
    assert listed(capsys, f"clean.py\0{name}\0") == [name]


def test_a_name_that_starts_with_a_dash_is_no_option(tree: Path, capsys: Capture) -> None:
    assert listed(capsys, "-v.py\n") == ["-v.py"]


def test_a_name_of_which_another_one_is_a_part_is_another_name(tree: Path, capsys: Capture) -> None:
    assert listed(capsys, "sub/a.py\nb.py\n") == ["b.py", "sub/a.py"]


def test_listed_files_that_do_not_match_the_patterns_are_left_out(
    tree: Path, capsys: Capture
) -> None:
    assert listed(capsys, "README.md\nslot.py\ntool\nsub/notes.txt\n") == ["slot.py"]
    assert listed(capsys, "README.md\nslot.py\n", "--filename=*.md") == ["README.md"]


def test_paths_on_the_command_line_are_checked_whatever_they_match(
    tree: Path, capsys: Capture
) -> None:
    assert listed(capsys, "slot.py\ntool\n", "README.md") == ["README.md", "slot.py"]


def test_listed_folders_are_searched(tree: Path, capsys: Capture) -> None:
    assert listed(capsys, "sub\n") == ["sub/a.py"]
    (tree / "sub" / "inner").mkdir()
    (tree / "sub" / "inner" / "c.py").write_text(FLAWED)
    assert listed(capsys, "sub\nb.py\n") == ["b.py", "sub/a.py", "sub/inner/c.py"]


@pytest.mark.parametrize("option", ["--exclude=slot.py", "--extend-exclude=slo*"])
def test_listed_files_that_are_excluded_are_left_out(
    tree: Path, capsys: Capture, option: str
) -> None:
    assert listed(capsys, "slot.py\nb.py\n", option) == ["b.py"]


def test_paths_and_the_list_are_taken_together_once(tree: Path, capsys: Capture) -> None:
    assert listed(capsys, "slot.py\nb.py\n", "sub", "slot.py") == ["b.py", "slot.py", "sub/a.py"]


def test_names_are_relative_to_the_current_folder(
    tree: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    (tree / "list.txt").write_text("a.py\n../b.py\n")
    monkeypatch.chdir(tree / "sub")
    assert found(capsys, "--files-from=../list.txt") == ["../b.py", "a.py"]


def test_a_listed_file_that_is_missing_is_an_error_and_the_others_are_checked(
    tree: Path, capsys: Capture
) -> None:
    (tree / "list.txt").write_text("missing.py\nslot.py\n")
    assert main(["check", "--isolated", "--files-from=list.txt"]) == 2
    out, err = capsys.readouterr()
    assert out == f"slot.py{REPORT}"
    assert err.count("\n") == 1
    assert "missing.py: cannot be read: No such file or directory" in err


@pytest.mark.parametrize("text", ["", "\n", "\n\r\n", "\0", "\0\0"])
@pytest.mark.parametrize("command", ["check", "fix", "contract"])
def test_an_empty_list_is_no_files(tree: Path, capsys: Capture, command: str, text: str) -> None:
    (tree / "list.txt").write_bytes(text.encode())
    assert main([command, "--isolated", "--files-from=list.txt"]) == 0
    assert "slot.py" not in capsys.readouterr().out
    assert (tree / "slot.py").read_text() == FLAWED


def test_a_list_of_which_nothing_is_left_is_no_files(tree: Path, capsys: Capture) -> None:
    assert listed(capsys, "README.md\ntool\n") == []
    assert listed(capsys, "slot.py\n", "--exclude=slot.py") == []


def test_an_empty_list_beside_paths_leaves_the_paths(tree: Path, capsys: Capture) -> None:
    assert listed(capsys, "", "slot.py") == ["slot.py"]


@pytest.mark.parametrize("name", ["none.txt", "sub"])
def test_a_list_that_cannot_be_read_is_an_error(tree: Path, capsys: Capture, name: str) -> None:
    assert main(["check", "--isolated", "--files-from", name, "slot.py"]) == 2
    (line,) = error_lines(capsys)
    assert name in line


def test_fix_takes_a_list(tree: Path, capsys: Capture) -> None:
    (tree / "list.txt").write_bytes(b"b.py\0README.md\0two words.py\0")
    assert main(["fix", "--isolated", "--files-from=list.txt"]) == 1
    texts = {name: (tree / name).read_text() for name in ("b.py", "two words.py", "slot.py")}
    assert texts == {"b.py": FIXED, "two words.py": FIXED, "slot.py": FLAWED}
    assert (tree / "README.md").read_text() == FLAWED


def test_fix_takes_a_list_from_standard_input(tree: Path, monkeypatch: Patch) -> None:
    feed(monkeypatch, b"b.py\n")
    assert main(["fix", "--isolated", "--files-from", "-"]) == 1
    assert (tree / "b.py").read_text() == FIXED


def test_contract_takes_a_list(tree: Path, capsys: Capture) -> None:
    (tree / "list.txt").write_text("b.py\nREADME.md\n")
    assert main(["contract", "--isolated", "--files-from=list.txt"]) == 0
    out = capsys.readouterr().out
    assert "b.py:2 SeedSlot" in out
    assert "slot.py" not in out
    assert "README.md" not in out


@pytest.mark.parametrize("separator", [b"\n", b"\0"])
def test_names_that_are_not_utf_8(project: Path, separator: bytes) -> None:
    name = b"caf\xe9.py"
    try:
        (project / os.fsdecode(name)).write_text(FLAWED)
    except OSError:
        pytest.skip("the file system has no such names")
    command = [sys.executable, "-m", "flake8_checkpoint_get", "check", "--files-from", "-"]
    run = subprocess.run(command, input=name + separator, capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (1, b"")
    assert run.stdout.startswith(b"caf")
    assert run.stdout.endswith(REPORT.encode())


def test_standard_input_is_a_list_or_a_file(
    project: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    feed(monkeypatch, b"slot.py\n")
    assert main(["check", "--files-from=-", "-"]) == 2
    assert "standard input" in capsys.readouterr().err


def test_a_listed_folder_without_python_files_is_told(
    project: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    (project / "empty").mkdir()
    feed(monkeypatch, b"empty\nslot.py\nnotes.txt\n")
    assert main(["check", "--files-from=-"]) == 1
    assert error_lines(capsys) == ["empty: no Python files in it, or all are excluded"]
