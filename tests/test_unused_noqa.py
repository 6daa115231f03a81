"""``check --warn-unused-noqa``: comments that silence nothing are findings themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import READ_A, READ_B, Capture, checked, places, plugin_lines, restoring
from tests.test_plugin import FLAWED

UNUSED = "--warn-unused-noqa"


def found(project: Path, capsys: Capture, text: str, *options: str) -> list[str]:
    """Return the places of what is reported for a file with this text."""
    (project / "slot.py").write_text(text, encoding="utf-8")
    return places(checked(capsys, "--isolated", UNUSED, *options, "slot.py"))


def test_a_comment_that_silences_nothing_is_reported(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text("x = 1\ny = 2  # noqa: CKP101\n")
    assert main(["check", UNUSED, "slot.py"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("slot.py:2:")
    assert ": CKP001 " in out
    assert "CKP101" in out.partition("CKP001")[2]
    assert (out.count("\n"), err) == (1, "")


def test_a_comment_that_silences_something_is_not(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text(FLAWED.replace("False)", "False)  # noqa: CKP101"))
    assert main(["check", UNUSED, "slot.py"]) == 0
    assert capsys.readouterr() == ("", "")


def test_without_the_option_nothing_is_reported(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text("x = 1  # noqa: CKP101\n")
    assert main(["check", "slot.py"]) == 0
    assert capsys.readouterr() == ("", "")


def test_exit_zero_holds_for_comments_as_well(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text("x = 1  # noqa: CKP101\n")
    assert main(["check", UNUSED, "--exit-zero", "slot.py"]) == 0
    assert "CKP001" in capsys.readouterr().out


def test_flake8_itself_says_nothing_of_such_comments(project: Path) -> None:
    (project / "slot.py").write_text("x = 1  # noqa: CKP101\n")
    assert plugin_lines("--isolated", "slot.py", cwd=project) == []


def test_it_is_a_finding_in_json(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text("x = 1  # noqa: CKP101\n")
    assert main(["check", UNUSED, "--format=json", "slot.py"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["code"], finding["rule"]) == ("CKP001", "unused-noqa")
    assert (finding["path"], finding["line"], finding["end_line"]) == ("slot.py", 1, 1)
    assert 1 <= finding["column"] < finding["end_column"] <= len("x = 1  # noqa: CKP101") + 1


def test_findings_and_unused_comments_come_in_the_order_of_the_text(
    project: Path, capsys: Capture
) -> None:
    text = restoring("x = 1  # noqa: CKP101", READ_A, "y = 2  # noqa: CKP102")
    assert found(project, capsys, text) == [
        "slot.py:3 CKP001",
        "slot.py:4 CKP101",
        "slot.py:5 CKP001",
    ]


REPORTED = [
    "# noqa: CKP101",
    "# noqa:CKP101",
    "# NOQA: CKP101",
    "# noqa: CKP1",
    "# noqa: CKP199",
    "# noqa: CKP108",
    "# noqa: E501, CKP101",
    "# noqa:CKP101,E501",
    "# noqa: E501 CKP101",
    "# why  # noqa: CKP101",
    "# noqa: CKP101  # why",
]


NOT_REPORTED = [
    "# noqa",
    "# NOQA",
    "# noqa: because",
    "# noqa : CKP101",
    "# noqa: E501",
    "# noqa: E501, W291",
    "# noqa: CKPT101",
    "# noqa: XCKP101",
    "# noqa: E501  # not CKP101",
    "# CKP101",
    "#noqa: CKP101",
]


@pytest.mark.parametrize("comment", [*REPORTED, *NOT_REPORTED])
def test_comments_that_name_our_codes_are_reported_and_no_others(
    project: Path, capsys: Capture, comment: str
) -> None:
    is_reported = comment in REPORTED
    behind, alone = f"x = 1  {comment}\n", f"x = 1\n{comment}\n"
    assert found(project, capsys, behind) == ["slot.py:1 CKP001"] * is_reported
    assert found(project, capsys, alone) == ["slot.py:2 CKP001"] * is_reported


@pytest.mark.parametrize("comment", ["# noqa: CKP1", "# noqa: CKP10", "# noqa: E501, CKP1"])
def test_a_prefix_of_what_is_silenced_is_used(project: Path, capsys: Capture, comment: str) -> None:
    assert found(project, capsys, restoring(f"{READ_A}  {comment}")) == []


@pytest.mark.parametrize("comment", ["# noqa: CKP101, CKP102", "# noqa:CKP102,CKP101,E501"])
def test_of_several_codes_those_that_silence_nothing_are_reported(
    project: Path, capsys: Capture, comment: str
) -> None:
    (project / "slot.py").write_text(restoring(f"{READ_A}  {comment}"))
    (line,) = checked(capsys, UNUSED, "slot.py")
    assert places([line]) == ["slot.py:3 CKP001"]
    assert "CKP102" in line


def test_codes_that_silence_several_findings_of_a_line_are_used(
    project: Path, capsys: Capture
) -> None:
    line = 'self.a, self.b = state.get("a", 0), state.get("b")  # noqa: CKP101, CKP102'
    assert found(project, capsys, restoring(line)) == []


@pytest.mark.parametrize(
    ("comment", "options"),
    [
        ("# noqa: CKP905", []),
        ("# noqa: CKP9", []),
        ("# noqa: CKP101", ["--ignore=CKP101"]),
        ("# noqa: CKP101", ["--extend-ignore=CKP1"]),
        ("# noqa: CKP101", ["--per-file-ignores=slot.py:CKP101"]),
        ("# noqa: CKP101", ["--select=CKP2"]),
    ],
)
def test_codes_of_rules_that_are_off_are_not_reported(
    project: Path, capsys: Capture, comment: str, options: list[str]
) -> None:
    assert found(project, capsys, f"x = 1  {comment}\n", *options) == []


def test_codes_of_opt_in_rules_are_reported_when_those_are_on(
    project: Path, capsys: Capture
) -> None:
    option = "--enable-extensions=CKP9"
    assert found(project, capsys, "x = 1  # noqa: CKP905\n", option) == ["slot.py:1 CKP001"]


STRINGS = [
    'x = "# noqa: CKP101"\n',
    '"""A docstring.\n\nx = 1  # noqa: CKP101\n"""\n',
    'x = f"""\n# noqa: CKP101 {1}\n"""\n',
    "x = '# noqa: CKP101'  # why\n",
    'x = [\n    "# noqa: CKP101",\n]\n',
]


@pytest.mark.parametrize("text", STRINGS)
def test_what_stands_in_a_string_is_no_comment(project: Path, capsys: Capture, text: str) -> None:
    assert found(project, capsys, text) == []
    assert found(project, capsys, text + restoring("pass")) == []


STATEMENTS = {
    "the last line of a call": ('self.a = state.get(\n    "a", 0)  # noqa: CKP101', [3, 4]),
    "the first line of a call": ('self.a = state.get(  # noqa: CKP101\n    "a", 0)', []),
    "the end of a string": ('self.a = state.get("a", """x\n    y""")  # noqa: CKP101', []),
    "behind a string": ('self.a = """x\n    y""" + state.get("a", "")  # noqa: CKP101', []),
    "behind a backslash": ('self.a = state.get("a", 0) + \\\n    1  # noqa: CKP101', []),
    "one in a string goes first": ('self.a = state.get("# noqa: E5", 0)  # noqa: CKP101', [3, 3]),
    "the next line": ('self.a = state.get("a", 0)\n# noqa: CKP101', [3, 4]),
}


def test_a_comment_behind_the_last_line_of_a_call_is_told_its_place(
    project: Path, capsys: Capture
) -> None:
    (project / "slot.py").write_text(
        restoring("self.a = state.get(", '    "a",', "    0,", ")  # noqa: CKP101")
    )
    capsys.readouterr()
    assert main(["check", "--warn-unused-noqa", "slot.py"]) == 1
    assert capsys.readouterr().out.endswith(
        "silence: put it on line 3, where flake8 looks for it\n"
    )


@pytest.mark.parametrize("name", STATEMENTS)
def test_in_statements_over_lines_a_comment_counts_as_for_flake8(
    project: Path, capsys: Capture, name: str
) -> None:
    statement, lines = STATEMENTS[name]
    expected = [f"slot.py:{n} {code}" for n, code in zip(lines, ["CKP101", "CKP001"], strict=False)]
    assert sorted(found(project, capsys, restoring(*statement.split("\n")))) == sorted(expected)


def test_a_file_that_is_silenced_as_a_whole_is_not_looked_at(
    project: Path, capsys: Capture
) -> None:
    assert found(project, capsys, "# flake8: noqa\nx = 1  # noqa: CKP101\n") == []


def test_comments_are_found_whatever_the_file_looks_like(project: Path, capsys: Capture) -> None:
    line = f"{READ_B}  # über 🎲  # noqa: CKP101"
    text = restoring(line).replace("\n", "\r\n").encode()
    (project / "slot.py").write_bytes(b"\xef\xbb\xbf" + text.rstrip())
    lines = checked(capsys, UNUSED, "slot.py")
    assert sorted(places(lines)) == ["slot.py:3 CKP001", "slot.py:3 CKP102"]


UNUSED_HERE = restoring('self.a = state["a"]  # noqa: CKP101')


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--ignore=CKP001"], 0),
        (["--extend-ignore=CKP0"], 0),
        (["--per-file-ignores=slot.py:CKP001"], 0),
        (["--per-file-ignores=other.py:CKP001"], 1),
        (["--select=CKP101"], 1),
        (["--extend-select=CKP001", "--extend-ignore=CKP0"], 1),
    ],
)
def test_unused_comments_have_a_code_as_all_else_has(
    project: Path, options: list[str], code: int
) -> None:
    (project / "slot.py").write_text(UNUSED_HERE)
    assert main(["check", "--isolated", UNUSED, *options, "slot.py"]) == code


def test_a_comment_can_keep_its_own_line_from_being_reported(
    project: Path, capsys: Capture
) -> None:
    (project / "slot.py").write_text(UNUSED_HERE.replace("CKP101", "CKP101, CKP001"))
    assert checked(capsys, UNUSED, "slot.py") == []
