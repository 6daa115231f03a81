"""Runs of the commands and of the plugin in flake8, within this process, each in bounded time."""

from __future__ import annotations

import contextlib
import io
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flake8.checker import FileChecker
from flake8.formatting.base import BaseFormatter
from flake8.options.parse_args import parse_args
from flake8.style_guide import StyleGuideManager
from flake8.violation import Violation

from flake8_checkpoint_get.cli import main

MOST_SECONDS = 60
"""Of processor time: far more than any example takes, even on a slow machine."""
OPTIONS = (
    "--isolated",
    "--select=CKP",
    "--enable-extensions=CKP9",
    "--checkpoint-sources=torch.load",
)


class HangError(AssertionError):
    """The code under test does not come to an end."""


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Fail where code takes longer than anything should, instead of waiting for it."""

    def stop(*_: object) -> None:
        raise HangError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a command: what it printed, its exit code, and the file as it is then."""

    out: str
    err: str
    code: int
    data: bytes


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="fuzz")


def _file(data: bytes) -> Path:
    path = Path(_folder().name) / "module.py"
    path.write_bytes(data)
    return path


def run(data: bytes, command: str, *options: str) -> Run:
    """Run a command on a file; it must end as commands do."""
    path, out, err = _file(data), io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with bounded(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([command, *OPTIONS, *options, "--jobs=1", str(path)])
    out.seek(0)
    outcome = Run(out.read(), err.getvalue(), code, path.read_bytes())
    assert code in {0, 1, 2}, outcome
    assert "Traceback" not in outcome.err, outcome
    return outcome


class _Collected(BaseFormatter):  # type: ignore[misc]
    """Collects what flake8 reports, as text."""

    def after_init(self) -> None:
        self.lines: list[str] = []

    def handle(self, error: Violation) -> None:
        place = f"{error.line_number}:{error.column_number}"
        self.lines.append(f"{error.filename}:{place}: {error.code} {error.text}")


def plugin(data: bytes) -> list[str]:
    """Return the lines that flake8 reports of a file with this plugin as the only one."""
    with bounded():
        plugins, options = parse_args([*OPTIONS, str(_file(data))])
        ours = [one for one in plugins.checkers.tree if one.entry_name.startswith("CKP")]
        assert ours
        only = plugins.checkers._replace(tree=ours, logical_line=[], physical_line=[])
        file = FileChecker(filename=options.filenames[0], plugins=only, options=options)
        name, results, _ = file.run_checks()
        formatter = _Collected(options)
        guide = StyleGuideManager(options, formatter)
        with guide.processing_file(name):
            for code, line, column, text, physical in sorted(results, key=lambda one: one[1:3]):
                guide.handle_error(code, name, line, column, text, physical)
    return [line for line in formatter.lines if ": CKP" in line]
