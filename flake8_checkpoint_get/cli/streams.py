"""The standard streams: closed ones, full disks, readers that leave early, and interrupts."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator

from flake8_checkpoint_get.printing import printable

INTERRUPTED = 130
"""The exit code of a program that an interrupt ended, as shells have it."""


def run_with_streams(program: str, run: Callable[[], int], *, enough: int) -> int:
    """Run a command; return its exit code, or 130 where it was interrupted.

    When whoever reads its output has enough (``| head``), it stops quietly: ``enough`` is the exit
    code if it was not done. What the output's encoding does not have is escaped. Where the output
    cannot be written, that is said, and the code is 2.
    """
    _open_closed()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    code = enough
    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
    except KeyboardInterrupt:
        _flush_or_drop()
        return _say(f"{program}: interrupted", INTERRUPTED)
    except FileNotFoundError as error:
        return _say(f"{program}: {error.filename or 'the current folder'} is not there", 2)
    except OSError as error:
        _drop_output()
        return _say(f"{program}: cannot write: {error.strerror}", 2)
    return code


@contextlib.contextmanager
def readers_may_leave() -> Iterator[None]:
    """Let a report that is written here go nowhere once its reader has left; the run goes on."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()


def _flush_or_drop() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()


def _say(message: str, code: int) -> int:
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{printable(message)}\n")
    return code


def _open_closed() -> None:
    """Give a stream that was closed at the start a place, so that no file gets its number.

    What is read from standard input then, or written to standard output, is an error; messages go
    nowhere.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_WRONLY), "r", closefd=False)
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", closefd=False)


def _drop_output() -> None:
    """Let what Python flushes once more at exit go nowhere."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
