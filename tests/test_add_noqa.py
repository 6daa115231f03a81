"""``check --add-noqa``: where the comment goes, and which codes it names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from flake8.defaults import NOQA_INLINE_REGEXP
from flake8.utils import parse_comma_separated_list

from flake8_checkpoint_get.cli import main
from tests.front_ends import (
    A_AGAIN,
    READ_A,
    READ_B,
    Capture,
    checked,
    error_lines,
    places,
    plugin_lines,
    restoring,
)
from tests.test_plugin import FLAWED

SILENCED = FLAWED.replace("False)", "False)  # noqa: CKP101")


def codes_of(line: str) -> set[str]:
    """Return the codes that flake8 takes from a line."""
    match = NOQA_INLINE_REGEXP.search(line)
    assert match is not None
    return set(parse_comma_separated_list(match["codes"]))


def silence(file: Path, *options: str) -> str:
    """Add comments to a file, check that nothing is reported any more, and return its text."""
    before = file.read_text(encoding="utf-8")
    assert main(["check", "--isolated", "--add-noqa", *options, file.name]) == 0
    after = file.read_text(encoding="utf-8")
    trees = [ast.dump(ast.parse(text), include_attributes=True) for text in (before, after)]
    assert trees[0] == trees[1]
    assert main(["check", "--isolated", file.name]) == 0
    assert plugin_lines("--isolated", file.name, cwd=file.parent) == []
    return after


def test_a_line_without_a_comment_gets_one(project: Path) -> None:
    assert silence(project / "slot.py") == SILENCED


def test_all_files_of_a_folder_are_done(project: Path) -> None:
    (project / "sub").mkdir()
    (project / "sub" / "other.py").write_text(FLAWED)
    assert main(["check", "--add-noqa", "."]) == 0
    assert (project / "slot.py").read_text() == SILENCED
    assert (project / "sub" / "other.py").read_text() == SILENCED
    assert (project / "clean.py").read_text() == "x = {}.get('a', 1)\n"


def test_a_second_run_changes_nothing(project: Path) -> None:
    assert main(["check", "--add-noqa", "."]) == 0
    before = (project / "slot.py").stat()
    assert main(["check", "--add-noqa", "."]) == 0
    assert (project / "slot.py").read_text() == SILENCED
    assert (project / "slot.py").stat().st_mtime_ns == before.st_mtime_ns


OTHER_COMMENTS = [
    "# why not",
    "#: documented",
    "# type: ignore[no-any-return]",
    "#noqa: E501",
    "#  noqa: E501",
    "# naqo: E501",
    "# for old runs, see PR12",
    "#",
    "# 'quoted' \"twice\"",
    "# über → alles",
]


@pytest.mark.parametrize("comment", OTHER_COMMENTS)
def test_another_comment_stays(project: Path, comment: str) -> None:
    (project / "slot.py").write_text(
        FLAWED.replace("False)", f"False)  {comment}"), encoding="utf-8"
    )
    line = silence(project / "slot.py").splitlines()[5]
    assert codes_of(line) == {"CKP101"}
    assert comment in line


CODES = {
    "# noqa: E501": "# noqa: E501, CKP101",
    "# noqa: CKP102": "# noqa: CKP102, CKP101",
}


@pytest.mark.parametrize("comment", CODES)
def test_codes_on_the_line_stay_and_ours_come_behind_them(project: Path, comment: str) -> None:
    (project / "slot.py").write_text(FLAWED.replace("False)", f"False)  {comment}"))
    after = silence(project / "slot.py")
    assert after == FLAWED.replace("False)", f"False)  {CODES[comment]}")


FORMS = {
    "# noqa:E501,W291": {"E501", "W291"},
    "# noqa: E501,W291": {"E501", "W291"},
    "# NOQA: E501 W291": {"E501", "W291"},
    "# NoQA:E501 , W291": {"E501"},
    "# noqa: E501,": {"E501"},
    "# noqa: E501 ": {"E501"},
    "# noqa: E501 because it is long": {"E501"},
    "# noqa: E501  # because it is long": {"E501"},
    "# noqa: E501 see PR12": {"E501"},
    "# why  # noqa: E501": {"E501"},
    "# noqa: E501  # noqa: W291": {"E501"},
    "# type: ignore  # noqa: E501": {"E501"},
}


@pytest.mark.parametrize("comment", FORMS)
def test_every_form_of_noqa_keeps_its_codes(project: Path, comment: str) -> None:
    (project / "slot.py").write_text(FLAWED.replace("False)", f"False)  {comment}"))
    assert main(["check", "--isolated", "slot.py"]) == 1
    line = silence(project / "slot.py").splitlines()[5]
    assert codes_of(line) >= FORMS[comment] | {"CKP101"}
    assert line.startswith(FLAWED.splitlines()[5] + "  ")
    words = comment.replace(",", " ").replace(":", " ").split()
    assert [word for word in words if word not in line] == []


def test_several_findings_on_a_line_get_one_comment(project: Path) -> None:
    line = 'self.a, self.b, self.c = state.get("a", 0), state.get("b"), state.get("c", 0)'
    (project / "slot.py").write_text(restoring(line))
    after = silence(project / "slot.py").splitlines()[2]
    assert after.count("#") == 1
    assert codes_of(after) == {"CKP101", "CKP102"}
    assert after.count("CKP101") == 1


STATEMENTS = {
    "a call over lines": 'self.a = state.get(\n    "a",\n    0,\n)',
    "a comment in the call": 'self.a = state.get(  # noqa: E501\n    "a",  # key\n    0,\n)',
    "a comment behind the call": 'self.a = state.get(\n    "a", 0)  # noqa: E501',
    "a read in a call": 'self.a = max(\n    1,\n    state.get("a", 0),  # why\n)',
    "reads on lines of their own": 'self.a = [\n    state.get("a", 0),\n    state.get("b"),\n]',
    "a string that ends behind it": 'self.a = state.get("a", """x\n    y""")',
    "a string that starts in front": 'self.a = """x\n    y""" + state.get("a", "")',
    "a string around a call": 'self.a = f"""x\n    {state.get("a", 0)}\n    y"""',
    "a string in a call": 'self.a = state.get(\n    "a", """x\n    y""",\n    )',
    "a string that speaks of noqa": 'self.a = state.get("a", """\n    noqa\n    """)',
    "two strings": 'self.a = """x\n    y""" + state.get("a", "") + """x\n    y"""',
    "the last line behind a backslash": 'self.a = \\\n    state.get("a", 0)',
    "a semicolon": 'self.a = state.get("a", 0); self.b = 1',
    "a block": 'if state.get("a", 0):\n    self.a = 1',
    "a lambda": 'self.a = sorted([1], key=lambda _: (\n    state.get("a", 0)\n))',
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_layout_of_a_statement_is_silenced(project: Path, name: str) -> None:
    (project / "slot.py").write_text(restoring(*STATEMENTS[name].split("\n")))
    assert main(["check", "--isolated", "slot.py"]) == 1
    silence(project / "slot.py")


@pytest.mark.parametrize(
    "statement",
    [
        'self.a = state.get("a", 0) + \\\n    1',
        'self.a = [state.get("a", 0), \\\n    1]',
    ],
    ids=["statement", "brackets"],
)
def test_a_line_that_ends_in_a_backslash_is_silenced_on_the_next(
    project: Path, capsys: Capture, statement: str
) -> None:
    """flake8 takes lines that a backslash joins for one."""
    (project / "slot.py").write_text(restoring(*statement.split("\n")))
    after = restoring(*f"{statement}  # noqa: CKP101".split("\n"))
    assert silence(project / "slot.py") == after
    assert plugin_lines("slot.py", cwd=project) == checked(capsys, "slot.py") == []


def test_the_other_lines_are_silenced_where_one_cannot_be(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text(restoring('self.b = state.get("# noqa: E501")', READ_A))
    assert main(["check", "--add-noqa", "."]) == 2
    assert places(checked(capsys, ".")) == ["./slot.py:3 CKP102"]


def test_a_noqa_for_all_in_a_string_already_silences_the_line(project: Path) -> None:
    text = restoring('self.a = state.get("# noqa", 0)')
    (project / "slot.py").write_text(text)
    assert silence(project / "slot.py") == text


def test_a_noqa_with_codes_in_a_string_cannot_be_silenced_and_that_is_said(
    project: Path, capsys: Capture
) -> None:
    """flake8 takes the first noqa on the line, and that is the one in the string."""
    text = restoring('self.a = state.get("# noqa: E501", 0)')
    (project / "slot.py").write_text(text)
    assert main(["check", "--isolated", "--add-noqa", "slot.py"]) == 2
    assert (project / "slot.py").read_text() == text
    left, summary = error_lines(capsys)
    assert left.startswith("slot.py:3: CKP101 cannot be silenced: ")
    assert summary == "0 findings silenced in 0 files"


def test_only_what_would_be_reported_is_silenced(project: Path) -> None:
    (project / "slot.py").write_text(restoring(READ_A, READ_B))
    assert main(["check", "--add-noqa", "--select=CKP102", "slot.py"]) == 0
    after = restoring(READ_A, f"{READ_B}  # noqa: CKP102")
    assert (project / "slot.py").read_text() == after


@pytest.mark.parametrize("option", ["--ignore=CKP101", "--exclude=slot.py", "--select=CKP2"])
def test_what_the_configuration_leaves_out_is_not_touched(project: Path, option: str) -> None:
    assert main(["check", "--add-noqa", option, "."]) == 0
    assert (project / "slot.py").read_text() == FLAWED


def test_what_is_in_the_baseline_gets_no_comment(project: Path) -> None:
    (project / "slot.py").write_text(restoring(READ_A))
    assert main(["check", "--write-baseline=base.json", "slot.py"]) == 0
    (project / "slot.py").write_text(restoring(READ_A, READ_B, A_AGAIN))
    assert main(["check", "--baseline=base.json", "--add-noqa", "slot.py"]) == 0
    after = restoring(READ_A, f"{READ_B}  # noqa: CKP102", f"{A_AGAIN}  # noqa: CKP101")
    assert (project / "slot.py").read_text() == after
    assert main(["check", "--baseline=base.json", "slot.py"]) == 0


def test_findings_of_opt_in_rules_are_silenced_by_their_codes(project: Path) -> None:
    lines = ("for name in self.names:", "    self.all[name] = state.get(name, 0)")
    (project / "slot.py").write_text(restoring(*lines))
    assert main(["check", "--add-noqa", "--enable-extensions=CKP9", "slot.py"]) == 0
    assert main(["check", "--enable-extensions=CKP9", "slot.py"]) == 0
    assert "CKP905" in (project / "slot.py").read_text()
