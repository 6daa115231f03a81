"""What goes wrong is said in one line each, with the exit code for it, and the rest goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import PREFIX, Capture, error_lines, run_check
from tests.test_plugin import FLAWED, REPORT

CHECKED = f"slot.py{REPORT}"


def fails(capsys: Capture, *arguments: str, out: str = "", code: int = 2) -> str:
    """Run check, which must say one thing on standard error; return that."""
    assert run_check(*arguments) == code
    captured = capsys.readouterr()
    assert captured.out == out
    assert captured.err.startswith(PREFIX)
    assert captured.err.endswith("\n")
    assert captured.err.count("\n") == 1
    return captured.err.removeprefix(PREFIX).rstrip("\n")


@pytest.mark.parametrize("path", ["missing.py", "missing", "sub/missing.py", "slot.py/more.py"])
def test_a_wrong_path(project: Path, capsys: Capture, path: str) -> None:
    assert path in fails(capsys, path, "slot.py", out=CHECKED)


def test_a_wrong_path_with_a_line_break_is_said_in_one_line(project: Path, capsys: Capture) -> None:
    fails(capsys, "no\nsuch.py", "slot.py", out=CHECKED)


def test_a_link_that_leads_nowhere(project: Path, capsys: Capture) -> None:
    (project / "link.py").symlink_to("nowhere.py")
    assert "link.py" in fails(capsys, ".", out=f"./{CHECKED}")


def test_a_link_to_itself(project: Path, capsys: Capture) -> None:
    (project / "loop.py").symlink_to("loop.py")
    assert "loop.py" in fails(capsys, ".", out=f"./{CHECKED}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_an_unreadable_file(project: Path, capsys: Capture) -> None:
    (project / "secret.py").write_text(FLAWED)
    (project / "secret.py").chmod(0)
    assert "Permission denied" in fails(capsys, "secret.py", "slot.py", out=CHECKED)


BROKEN = {
    "syntax": f"{FLAWED}\ndef :\n".encode(),
    "indentation": f"{FLAWED}\n  x = 1\n".encode(),
    "a string without an end": f'{FLAWED}\nx = """\n'.encode(),
    "a bracket without an end": f"{FLAWED}\nx = (\n".encode(),
    "a NUL": FLAWED.encode() + b"\0\n",
    "Python 2": f"{FLAWED}\nprint 1\n".encode(),
    "too deep": f"{FLAWED}\nx = {'(' * 5000}{')' * 5000}\n".encode(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_parsed(project: Path, capsys: Capture, name: str) -> None:
    (project / "broken.py").write_bytes(BROKEN[name])
    assert "broken.py" in fails(capsys, "broken.py", "slot.py", out=CHECKED)


def test_a_syntax_error_where_no_restore_method_can_be_is_none_of_ours(
    project: Path, capsys: Capture
) -> None:
    (project / "broken.py").write_text("def :\n")
    assert main(["check", "broken.py"]) == 0
    assert capsys.readouterr() == ("", "")


def test_two_files_are_two_lines(project: Path, capsys: Capture) -> None:
    (project / "broken.py").write_bytes(BROKEN["syntax"])
    assert main(["check", "broken.py", "missing.py", "slot.py"]) == 2
    broken, missing = sorted(error_lines(capsys))
    assert broken.startswith("broken.py")
    assert missing.startswith("missing.py")


def test_a_wrong_option_value_and_a_wrong_path_are_no_traceback(
    project: Path, capsys: Capture
) -> None:
    (project / "base.json").write_text("{")
    assert main(["check", "--baseline=base.json", "--select=CKP199", "missing.py"]) == 2
    assert error_lines(capsys)


def test_a_misspelled_option_of_ours_in_a_configuration_file(
    project: Path, capsys: Capture
) -> None:
    (project / "setup.cfg").write_text("[flake8]\ncheckpoint-basline = base.json\nother-tool = 1\n")
    assert fails(capsys, "slot.py") == (
        "flake8's configuration has no option 'checkpoint-basline';"
        " did you mean 'checkpoint-baseline'?"
    )


@pytest.mark.parametrize("option", ["--no-such-option", "--format=xml"])
def test_a_usage_error_says_where_the_options_are(
    project: Path, capsys: Capture, option: str
) -> None:
    assert fails(capsys, option, "slot.py").endswith("; see 'flake8-checkpoint-get check --help'")


UNKNOWN = ["CKP199", "CKP108", "CKP5", "CKP1011"]


@pytest.mark.parametrize("code", UNKNOWN)
@pytest.mark.parametrize("option", ["select", "ignore", "extend-select", "extend-ignore"])
def test_an_unknown_code_on_the_command_line(
    project: Path, capsys: Capture, option: str, code: str
) -> None:
    assert code in fails(capsys, f"--{option}=CKP101,{code}", "slot.py")


@pytest.mark.parametrize("code", UNKNOWN[:2])
@pytest.mark.parametrize("option", ["select", "ignore", "extend-select", "extend-ignore"])
def test_an_unknown_code_in_the_configuration(
    project: Path, capsys: Capture, option: str, code: str
) -> None:
    (project / "setup.cfg").write_text(f"[flake8]\n{option} =\n    CKP102,\n    {code}\n")
    assert code in fails(capsys, "slot.py")


@pytest.mark.parametrize("place", ["setup.cfg", "command line"])
def test_an_unknown_code_in_the_ignores_of_a_file(
    project: Path, capsys: Capture, place: str
) -> None:
    options = ["--per-file-ignores=other.py:E501,CKP199"] if place == "command line" else []
    if place == "setup.cfg":
        (project / "setup.cfg").write_text(
            "[flake8]\nper-file-ignores =\n    a.py: CKP101\n    other.py: E501, CKP199\n"
        )
    assert "CKP199" in fails(capsys, *options, "slot.py")


@pytest.mark.parametrize("code", ["C", "CKP", "CKP1", "CKP10", "CKP101", "E501", "XYZ123", "CKPT1"])
def test_prefixes_and_codes_of_other_tools_are_not_unknown(
    project: Path, capsys: Capture, code: str
) -> None:
    assert run_check("--isolated", f"--extend-select={code}", "slot.py") == 1
    assert capsys.readouterr() == (CHECKED, "")


@pytest.mark.parametrize(
    "line",
    ["select = E,F,W", "ignore = CKP", "extend-ignore = CKP", "select = E\nextend-select = W"],
)
def test_a_configuration_that_selects_none_of_our_codes(
    project: Path, capsys: Capture, line: str
) -> None:
    (project / "setup.cfg").write_text(f"[flake8]\n{line}\n")
    fails(capsys, "slot.py")


@pytest.mark.parametrize("option", ["--select=E", "--ignore=CKP", "--ignore=C"])
def test_options_that_select_none_of_our_codes(project: Path, capsys: Capture, option: str) -> None:
    fails(capsys, option, "slot.py")


CONFIGURATIONS = {
    "a line that is no option": "[flake8]\nselect = CKP\nthis is nothing\n",
    "no section": "select = CKP\n[flake8]\n",
    "an option twice": "[flake8]\nselect = CKP\nselect = CKP1\n",
    "a section twice": "[flake8]\nselect = CKP\n[flake8]\nignore = E501\n",
    "a section without an end": "[flake8\nselect = CKP\n",
    "a wrong boolean": "[flake8]\nstatistics = perhaps\n",
    "a wrong number": "[flake8]\nmax-line-length = wide\n",
    "a wrong code": "[flake8]\nextend-ignore = no code\n",
    "a comment in a list": "[flake8]\nextend-ignore = E203  # black\n",
    "ignores without a code": "[flake8]\nper-file-ignores = slot.py\n",
    "ignores without a file": "[flake8]\nper-file-ignores =\n    : E501\n    x\n",
    "a wrong value of ours": "[flake8]\ncheckpoint-sources = torch..load\n",
}
USAGE = {"a wrong value of ours"}
"""What argparse says, with the usage in front."""


@pytest.mark.parametrize("name", CONFIGURATIONS)
@pytest.mark.parametrize(
    "place", ["setup.cfg", "tox.ini", ".flake8", "--config", "--append-config"]
)
def test_a_broken_configuration_file(project: Path, capsys: Capture, place: str, name: str) -> None:
    file = "other.cfg" if place.startswith("--") else place
    (project / file).write_text(CONFIGURATIONS[name])
    options = [f"{place}={file}"] if place.startswith("--") else []
    if name in USAGE:
        assert run_check(*options, "slot.py") == 2
        assert "Traceback" not in capsys.readouterr().err
    else:
        fails(capsys, *options, "slot.py")


@pytest.mark.parametrize("place", ["setup.cfg", "--config"])
def test_a_configuration_file_that_is_not_utf_8(project: Path, capsys: Capture, place: str) -> None:
    (project / "setup.cfg").write_bytes(b"[flake8]\nselect = CKP\n# caf\xe9\n")
    fails(capsys, *(["--config=setup.cfg"] if place == "--config" else []), "slot.py")


@pytest.mark.parametrize("option", ["--config=none.cfg", "--append-config=none.cfg"])
def test_a_configuration_file_that_is_missing(project: Path, capsys: Capture, option: str) -> None:
    assert "none.cfg" in fails(capsys, option, "slot.py")


def test_a_folder_as_a_configuration_file(project: Path, capsys: Capture) -> None:
    (project / "folder").mkdir()
    assert "folder" in fails(capsys, "--config=folder", "slot.py")


def test_a_broken_file_that_is_not_used_does_no_harm(project: Path, capsys: Capture) -> None:
    (project / "setup.cfg").write_text(CONFIGURATIONS["a line that is no option"])
    assert main(["check", "--isolated", "slot.py"]) == 1
    assert capsys.readouterr() == (CHECKED, "")


def test_a_folder_without_python_files_is_said(project: Path, capsys: Capture) -> None:
    (project / "docs").mkdir()
    (project / "docs" / "index.md").write_text(FLAWED)
    assert "docs" in fails(capsys, "docs", code=0)


def test_a_folder_with_python_files_of_which_none_restores_is_fine(
    project: Path, capsys: Capture
) -> None:
    (project / "sub").mkdir()
    (project / "sub" / "a.py").touch()
    assert main(["check", "sub"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["an option twice", "ignores without a code"])
def test_a_process_of_its_own_shows_no_traceback_either(project: Path, name: str) -> None:
    (project / "setup.cfg").write_text(CONFIGURATIONS[name])
    command = [sys.executable, "-m", "flake8_checkpoint_get", "check", "slot.py"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.stdout, run.returncode) == ("", 2)
    assert run.stderr.startswith(PREFIX)
    assert run.stderr.count("\n") == 1
