"""The progress bar: on a terminal, for long work."""

from __future__ import annotations

import io
import sys

import pytest

from flake8_checkpoint_get.cli import progress
from flake8_checkpoint_get.cli.progress import MANY_FILES, with_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "files", "long", "is_shown"),
    [
        (Terminal(), MANY_FILES + 1, 60, True),
        (Terminal(), 2, 60, False),
        (Terminal(), 2, 0, True),
        (io.StringIO(), MANY_FILES + 1, 0, False),
    ],
    ids=["many files", "few files", "takes long", "no terminal"],
)
def test_it_is_shown_on_a_terminal_where_work_is_long(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, files: int, long: float, *, is_shown: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "LONG", long)
    names = [f"{number}.py" for number in range(files)]
    assert list(with_progress(names)) == names
    assert ("files" in stream.getvalue()) == is_shown
