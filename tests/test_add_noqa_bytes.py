"""``check --add-noqa`` changes nothing of a file but the comment; and its ``--reason``."""

from __future__ import annotations

import ast
import codecs
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import Capture, Patch, error_lines, feed, plugin_lines
from tests.test_add_noqa import SILENCED
from tests.test_plugin import FLAWED

LINE = FLAWED.splitlines()[5]
COMMENT = b"  # noqa: CKP101"
COOKIE = "# coding: latin-1\n# \xe9\n"

FILES = {
    "CRLF": FLAWED.replace("\n", "\r\n").encode(),
    "CR": FLAWED.replace("\n", "\r").encode(),
    "mixed line ends": FLAWED.replace(":\n", ":\r\n").encode(),
    "CRLF, no newline at the end": FLAWED.rstrip().replace("\n", "\r\n").encode(),
    "no newline at the end": FLAWED.rstrip().encode(),
    "byte order mark": codecs.BOM_UTF8 + FLAWED.encode(),
    "byte order mark and CRLF": codecs.BOM_UTF8 + FLAWED.replace("\n", "\r\n").encode(),
    "latin-1": f"{COOKIE}{FLAWED}# \xe9\n".encode("latin-1"),
    "UTF-8": f"# über → alles 🎲\n{FLAWED}# 🎲\n".encode(),
    "UTF-8 on the line": FLAWED.replace(LINE, f"        '🎲'; {LINE.strip()}").encode(),
    "tabs": FLAWED.replace("    ", "\t").encode(),
    "a form feed in front": f"x = 1\n\f\n{FLAWED}".encode(),
    "a form feed on the line": FLAWED.replace(", False", ",\fFalse").encode(),
    "a form feed in a string": f'x = "\f"\n{FLAWED}'.encode(),
    "line ends of Unicode": f'x = "\u2028\u2029\x85\x1c\x1d\x0b"\n{FLAWED}'.encode(),
    "blank lines at the end": f"{FLAWED}\n  \n\n".encode(),
    "blanks behind other lines": FLAWED.replace(":\n", ":  \n").encode(),
    "a comment at the end": f"{FLAWED}# end".encode(),
}


def tree_of(data: bytes) -> str:
    text = data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    return ast.dump(ast.parse(text), include_attributes=True)


@pytest.mark.parametrize("name", FILES)
def test_all_but_the_comment_stays_byte_for_byte(project: Path, name: str) -> None:
    file, data = project / "slot.py", FILES[name]
    file.write_bytes(data)
    assert main(["check", "--isolated", "--add-noqa", "slot.py"]) == 0
    after = file.read_bytes()
    assert after == data.replace(b"False)", b"False)" + COMMENT)
    assert tree_of(after) == tree_of(data)
    assert main(["check", "--isolated", "slot.py"]) == 0
    assert plugin_lines("--isolated", "slot.py", cwd=project) == []


@pytest.mark.parametrize("name", FILES)
def test_a_second_run_changes_no_byte(project: Path, name: str) -> None:
    file = project / "slot.py"
    file.write_bytes(FILES[name])
    assert main(["check", "--isolated", "--add-noqa", "slot.py"]) == 0
    after = file.read_bytes()
    assert main(["check", "--isolated", "--add-noqa", "slot.py"]) == 0
    assert file.read_bytes() == after


def test_blanks_at_the_end_of_the_line_do_not_part_the_comment(project: Path) -> None:
    (project / "slot.py").write_text(FLAWED.replace("False)", "False)  \t"))
    assert main(["check", "--isolated", "--add-noqa", "slot.py"]) == 0
    line = (project / "slot.py").read_text().splitlines()[5]
    assert line.split("#")[1] == " noqa: CKP101"
    assert main(["check", "--isolated", "slot.py"]) == 0


def test_the_mode_of_a_file_stays_and_nothing_else_is_left_behind(project: Path) -> None:
    (project / "slot.py").chmod(0o750)
    assert main(["check", "--add-noqa", "slot.py"]) == 0
    assert (project / "slot.py").stat().st_mode & 0o7777 == 0o750
    assert sorted(path.name for path in project.iterdir()) == ["clean.py", "slot.py"]


def test_a_link_leads_to_the_real_file(project: Path) -> None:
    (project / "slot.py").rename(project / "real")
    (project / "slot.py").symlink_to("real")
    assert main(["check", "--add-noqa", "slot.py"]) == 0
    assert (project / "slot.py").is_symlink()
    assert (project / "real").read_text() == SILENCED


def test_the_other_files_are_silenced_beside_one_with_a_syntax_error(
    project: Path, capsys: Capture
) -> None:
    broken = f"{FLAWED}\ndef :\n"
    (project / "broken.py").write_text(broken)
    assert main(["check", "--add-noqa", "."]) == 2
    assert (project / "broken.py").read_text() == broken
    assert (project / "slot.py").read_text() == SILENCED
    broken_line, _ = error_lines(capsys)
    assert "broken.py" in broken_line


def test_a_file_in_an_encoding_that_it_does_not_name_is_left(
    project: Path, capsys: Capture
) -> None:
    """flake8 reads it as Latin-1, Python refuses it."""
    data = FLAWED.encode() + b"# \xe9\n"
    (project / "slot.py").write_bytes(data)
    assert main(["check", "--add-noqa", "slot.py"]) == 2
    assert (project / "slot.py").read_bytes() == data
    line, _ = error_lines(capsys)
    assert "slot.py: left as it was: its encoding is not what it says" in line


REASON = "runs of 1.x lack it"


def test_a_reason_stands_behind_the_codes(project: Path) -> None:
    assert main(["check", "--add-noqa", "--reason", REASON, "slot.py"]) == 0
    assert (project / "slot.py").read_text() == SILENCED.replace("101", f"101  # {REASON}")
    assert main(["check", "slot.py"]) == 0


def test_a_reason_stands_behind_codes_that_were_there(project: Path) -> None:
    (project / "slot.py").write_text(FLAWED.replace("False)", "False)  # noqa: E501"))
    assert main(["check", "--add-noqa", "--reason", REASON, "slot.py"]) == 0
    comment = f"False)  # noqa: E501, CKP101  # {REASON}"
    assert (project / "slot.py").read_text() == FLAWED.replace("False)", comment)


def test_a_reason_leaves_the_comment_that_was_there(project: Path) -> None:
    (project / "slot.py").write_text(FLAWED.replace("False)", "False)  # noqa: E501  # long"))
    assert main(["check", "--add-noqa", "--reason", REASON, "slot.py"]) == 0
    line = (project / "slot.py").read_text().splitlines()[5]
    assert "long" in line
    assert REASON in line
    assert main(["check", "slot.py"]) == 0


@pytest.mark.parametrize("reason", ["E501", "W291, E501", "# noqa: E501", "100 % → sicher", "CKP1"])
def test_a_reason_that_looks_like_something_else_takes_nothing_from_the_comment(
    project: Path, reason: str
) -> None:
    options = ["--isolated", "--add-noqa", "--reason", reason]
    assert main(["check", *options, "slot.py"]) == 0
    assert reason in (project / "slot.py").read_text(encoding="utf-8")
    assert main(["check", "--isolated", "slot.py"]) == 0
    after = (project / "slot.py").read_bytes()
    assert main(["check", *options, "slot.py"]) == 0
    assert (project / "slot.py").read_bytes() == after


@pytest.mark.parametrize("reason", ["two\nlines", "two\r\nlines", "two\rlines", "line\n"])
def test_a_reason_with_a_line_break_is_refused(project: Path, capsys: Capture, reason: str) -> None:
    assert main(["check", "--add-noqa", "--reason", reason, "slot.py"]) == 2
    assert (project / "slot.py").read_text() == FLAWED
    assert len(error_lines(capsys)) == 1


def test_a_reason_that_the_encoding_of_the_file_lacks_is_refused(
    project: Path, capsys: Capture
) -> None:
    data = f"{COOKIE}{FLAWED}".encode("latin-1")
    (project / "slot.py").write_bytes(data)
    assert main(["check", "--add-noqa", "--reason", "→ 2.0", "slot.py"]) == 2
    assert (project / "slot.py").read_bytes() == data
    line, _ = error_lines(capsys)
    assert line.startswith("slot.py: left as it was: ")


def test_a_hard_link_is_broken_only_where_that_is_asked_for(project: Path, capsys: Capture) -> None:
    (project / "other.py").hardlink_to(project / "slot.py")
    assert main(["check", "--add-noqa", "slot.py"]) == 2
    assert "--break-links" in capsys.readouterr().err
    assert main(["check", "--add-noqa", "--break-links", "slot.py"]) == 0
    assert (project / "other.py").read_text() == FLAWED
    assert main(["check", "slot.py"]) == 0


def test_where_no_comment_counts_none_is_added(project: Path, capsys: Capture) -> None:
    assert main(["check", "--add-noqa", "--disable-noqa", "slot.py"]) == 2
    assert capsys.readouterr().err.endswith("--add-noqa does not go with --disable-noqa\n")
    assert (project / "slot.py").read_text() == FLAWED


def test_standard_input_that_is_no_python_is_put_out_as_it_was(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: Patch
) -> None:
    broken = FLAWED.encode() + b"def :\n"
    feed(monkeypatch, broken)
    assert main(["check", "--add-noqa", "-"]) == 2
    assert capfdbinary.readouterr().out == broken
