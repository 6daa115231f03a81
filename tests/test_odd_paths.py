"""Paths and keys that other programs cannot take as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import Capture
from tests.test_plugin import FLAWED


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_an_empty_path_is_an_error_in_each_format(
    project: Path, capsys: Capture, form: str
) -> None:
    assert main(["check", "--format", form, ""]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_key_with_a_lone_surrogate(project: Path, capsys: Capture, form: str) -> None:
    text = FLAWED.replace('.get("isolate_gradients"', '.get("\\ud800"')
    (project / "slot.py").write_text(text)
    assert main(["check", "--format", form, "slot.py"]) == 1
    assert "CKP101" in capsys.readouterr().out


def test_a_name_that_is_too_long_is_said_and_the_others_are_checked(
    project: Path, capsys: Capture
) -> None:
    assert main(["check", "a" * 300, "slot.py"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("slot.py:6:34: CKP101")
    assert "cannot be read: File name too long" in err
