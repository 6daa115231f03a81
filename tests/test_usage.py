"""Commands and options that are not there, or mean something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import Capture
from tests.test_plugin import FLAWED


@pytest.mark.parametrize("option", ["--format=json", "--output-file=x", "--tee"])
def test_options_of_flake8_that_would_mislead_are_refused_by_fix(
    project: Path, capsys: Capture, option: str
) -> None:
    assert main(["fix", option, "slot.py"]) == 2
    assert "of flake8 has no effect here" in capsys.readouterr().err
    assert (project / "slot.py").read_text() == FLAWED


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("slot.py", "'slot.py' is a path: say what to do, as in 'flake8-checkpoint-get check"),
        ("--diff", "no such command: '--diff'; options go behind the command"),
        ("chekc", "no such command: 'chekc'; see below"),
    ],
)
def test_no_such_command(project: Path, capsys: Capture, wrong: str, hint: str) -> None:
    assert main([wrong]) == 2
    assert capsys.readouterr().err.startswith(hint)


def test_contract_says_where_there_is_nothing_to_show(project: Path, capsys: Capture) -> None:
    assert main(["contract", "clean.py"]) == 0
    assert capsys.readouterr() == (
        "",
        "flake8-checkpoint-get contract: no class with a restore method is in these files\n",
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--reason why", "--reason goes with --add-noqa or --write-baseline"),
        ("--write-baseline -", "--write-baseline takes a file"),
        ("--break-links", "--break-links goes with --add-noqa"),
        ("--add-noqa --reason two\nlines", "--reason takes one line of text"),
        ("--baseline a.json --write-baseline b.json", "--baseline does not go with"),
        ("--add-noqa --disable-noqa", "--add-noqa does not go with --disable-noqa"),
    ],
)
def test_options_of_check_that_do_not_go_together(
    project: Path, capsys: Capture, options: str, message: str
) -> None:
    assert main(["check", *options.split(" "), "slot.py"]) == 2
    assert message in capsys.readouterr().err
