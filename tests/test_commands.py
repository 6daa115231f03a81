"""Every command in the documentation is run, and prints what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.sessions import CommandFailedError, commands, is_outside, prepare, rerun

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
RUN = [page for page in PAGES if not all(map(is_outside, commands(page.read_text("utf-8"))))]


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_the_commands_of_a_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    """`make docs` writes what they print."""
    prepare(tmp_path, ROOT)
    text = page.read_text("utf-8")
    assert rerun(text, tmp_path) == text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_stand_in_blocks_that_are_run(page: Path) -> None:
    kinds = re.findall(r"^```(\w*)", page.read_text("utf-8"), re.MULTILINE)
    assert not {"bash", "shell", "shell-session", "zsh"} & set(kinds)


def test_a_command_that_fails_is_noticed(tmp_path: Path) -> None:
    prepare(tmp_path, ROOT)
    with pytest.raises(CommandFailedError, match="no-such-file"):
        rerun("```sh\nflake8-checkpoint-get check no-such-file.py\n```\n", tmp_path)


def test_what_a_command_prints_is_put_into_the_page(tmp_path: Path) -> None:
    page = "```console\n$ echo one; exit 3\nnone\n$ echo two >&2\n```\n"
    assert (
        rerun(page, tmp_path) == "```console\n$ echo one; exit 3\none\n$ echo two >&2\ntwo\n```\n"
    )
