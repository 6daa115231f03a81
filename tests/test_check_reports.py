"""What ``check`` writes, and where: formats, ``--output``, ``--statistics``, ``--exit-zero``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import READ_A, READ_B, Capture, error_lines, restoring, skip_unless_possible
from tests.test_plugin import FLAWED, REPORT

FORMATS = ["text", "json", "sarif", "github"]
MESSAGE = REPORT.partition("CKP101 ")[2].strip()


def test_json_has_a_format_and_the_address_of_the_rule(project: Path, capsys: Capture) -> None:
    assert main(["check", "--format=json", "slot.py"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["format"] == 1
    (finding,) = document["findings"]
    assert finding["url"] == (
        "https://github.com/flake8-checkpoint-get/flake8-checkpoint-get"
        "/blob/main/docs/rules/get-with-default.md"
    )
    place = [finding[name] for name in ("line", "column", "end_line", "end_column")]
    assert place == [6, 34, 6, 71]


@pytest.mark.parametrize("form", FORMATS)
def test_with_output_the_report_goes_to_the_file(project: Path, capsys: Capture, form: str) -> None:
    (project / "other.py").write_text(restoring('self.a = state.get("über→🎲", 0)'), "utf-8")
    assert main(["check", f"--format={form}", "."]) == 1
    expected = capsys.readouterr().out
    assert main(["check", f"--format={form}", "--output", "report.txt", "."]) == 1
    assert capsys.readouterr() == ("", "")
    assert (project / "report.txt").read_text("utf-8") == expected
    assert "get-with-default" in expected or form == "text"


@pytest.mark.parametrize("form", FORMATS)
def test_with_output_and_no_findings_the_file_is_written_as_well(
    project: Path, capsys: Capture, form: str
) -> None:
    (project / "report.txt").write_text("old " * 10_000)
    assert main(["check", f"--format={form}", "clean.py"]) == 0
    expected = capsys.readouterr().out
    assert main(["check", f"--format={form}", "--output=report.txt", "clean.py"]) == 0
    assert (project / "report.txt").read_text() == expected


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("target", ["no/such/report.txt", "folder"])
def test_an_output_that_cannot_be_written_is_an_error(
    project: Path, capsys: Capture, form: str, target: str
) -> None:
    (project / "folder").mkdir()
    assert main(["check", f"--format={form}", "--output", target, "slot.py"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("flake8-checkpoint-get check: ")
    assert target in err


@pytest.mark.parametrize("form", FORMATS)
def test_exit_zero_makes_one_a_zero_but_no_two(project: Path, capsys: Capture, form: str) -> None:
    option = f"--format={form}"
    assert main(["check", option, "slot.py"]) == 1
    expected = capsys.readouterr().out
    assert main(["check", option, "--exit-zero", "slot.py"]) == 0
    assert capsys.readouterr().out == expected
    assert main(["check", option, "--exit-zero", "missing.py", "slot.py"]) == 2


def counted(project: Path) -> None:
    text = restoring(READ_A, READ_B, 'self.c = state.get("c", 0)')
    (project / "slot.py").write_text(text)


def numbers(text: str) -> list[tuple[int, str]]:
    """Return each number and the code that it is of."""
    rows = [line.removeprefix("flake8-checkpoint-get check:").split() for line in text.splitlines()]
    return [(int(row[0]), row[1].rstrip(":")) for row in rows if row]


@pytest.mark.parametrize("place", ["command line", "setup.cfg"])
def test_statistics_stand_behind_the_report_as_text(
    project: Path, capsys: Capture, place: str
) -> None:
    counted(project)
    main(["check", "slot.py"])
    report = capsys.readouterr().out
    options = ["--statistics"] if place == "command line" else []
    if place == "setup.cfg":
        (project / "setup.cfg").write_text("[flake8]\nstatistics = true\n")
    assert main(["check", *options, "slot.py"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(report)
    assert numbers(out.removeprefix(report)) == [(2, "CKP101"), (1, "CKP102")]
    assert err == ""


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_statistics_go_to_standard_error_beside_other_formats(
    project: Path, capsys: Capture, form: str
) -> None:
    counted(project)
    main(["check", f"--format={form}", "slot.py"])
    report = capsys.readouterr().out
    assert main(["check", f"--format={form}", "--statistics", "slot.py"]) == 1
    out, err = capsys.readouterr()
    assert out == report
    assert numbers(err) == [(2, "CKP101"), (1, "CKP102")]


@pytest.mark.parametrize("form", FORMATS)
def test_statistics_go_to_standard_error_with_output(
    project: Path, capsys: Capture, form: str
) -> None:
    counted(project)
    options = [f"--format={form}", "--statistics", "--output=report.txt"]
    assert main(["check", *options, "slot.py"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert numbers(err) == [(2, "CKP101"), (1, "CKP102")]


def test_statistics_of_nothing_are_nothing(project: Path, capsys: Capture) -> None:
    assert main(["check", "--statistics", "clean.py"]) == 0
    assert capsys.readouterr().out == ""


def github(capsys: Capture, *paths: str) -> list[str]:
    assert main(["check", "--isolated", "--format=github", *paths]) == 1
    return capsys.readouterr().out.splitlines()


TITLE = "title=CKP101 get-with-default"
PLACE = "line=6,endLine=6,col=34,endColumn=71"


def test_a_finding_is_a_workflow_command(project: Path, capsys: Capture) -> None:
    (line,) = github(capsys, "slot.py")
    assert line == f"::warning file=slot.py,{PLACE},{TITLE}::{MESSAGE}"


@pytest.mark.parametrize("spelling", [".", "./slot.py", "{}/slot.py", "{}"])
def test_the_file_is_relative_to_the_current_folder(
    project: Path, capsys: Capture, spelling: str
) -> None:
    (line,) = github(capsys, spelling.format(project))
    assert line.startswith("::warning file=slot.py,line=6,")


NAMES = {
    "a,b.py": "a%2Cb.py",
    "a:b.py": "a%3Ab.py",
    "a%b.py": "a%25b.py",
    "a%2Cb.py": "a%252Cb.py",
    "a\nb.py": "a%0Ab.py",
    "a\rb.py": "a%0Db.py",
    "a b;=ü.py": "a b;=ü.py",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_are_escaped(project: Path, capsys: Capture, name: str) -> None:
    skip_unless_possible(name)
    (project / name).write_text(FLAWED)
    (line,) = github(capsys, name)
    assert line == f"::warning file={NAMES[name]},{PLACE},{TITLE}::{MESSAGE}"


def test_messages_are_escaped(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text(restoring('self.a = state.get("100%: a,b::c", 0)'))
    (line,) = github(capsys, "slot.py")
    message = line.partition(f"{TITLE}::")[2]
    assert message.startswith("a checkpoint without '100%25: a,b::c' restores as 0")


def test_a_finding_over_lines_says_where_it_ends(project: Path, capsys: Capture) -> None:
    lines = ("self.a = state.get(", '    "a",', "    0,", ")")
    (project / "slot.py").write_text(restoring(*lines))
    (line,) = github(capsys, "slot.py")
    assert line.startswith("::warning file=slot.py,line=3,endLine=6,")


def test_no_findings_are_no_commands(project: Path, capsys: Capture) -> None:
    assert main(["check", "--format=github", "clean.py"]) == 0
    assert capsys.readouterr() == ("", "")


def test_errors_are_said_beside_every_report(project: Path, capsys: Capture) -> None:
    for form in FORMATS:
        assert main(["check", f"--format={form}", "missing.py", "slot.py"]) == 2
        assert len(error_lines(capsys)) == 1
