"""Reading files that anybody may have put there: regular ones only, up to a size."""

from __future__ import annotations

import errno
import os
import stat
import sys

from flake8_checkpoint_get.cli.command import STANDARD_INPUT
from flake8_checkpoint_get.source import verify_size

FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
"""Not to wait for the other end of a pipe that took the place of a file at this moment."""
BLOCK = 1 << 16


class UnreadableError(Exception):
    """A file that cannot be read; the message says why, mostly in the system's words."""


def read(path: str) -> bytes:
    """Return what a regular file holds, or standard input (``-``), which may be anything.

    Raises:
        UnreadableError: the system does not let it be read, or it is no regular file.
        NotAnalysedError: it is larger than what is looked at.
    """
    try:
        return sys.stdin.buffer.read() if path == STANDARD_INPUT else _read_regular(path)
    except OSError as error:
        raise UnreadableError(error.strerror) from error


def _read_regular(path: str) -> bytes:
    # To open a device or a pipe may do something; what it is then is asked again.
    _verify_regular(os.stat(path))  # noqa: PTH116 -- there are many files
    descriptor = os.open(path, FLAGS)
    try:
        status = os.fstat(descriptor)
        _verify_regular(status)
        return _read_all(descriptor, status.st_size)
    finally:
        os.close(descriptor)


def _verify_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        message = "it is no regular file ('-' is standard input)"
        raise UnreadableError(message)


def _read_all(descriptor: int, size: int) -> bytes:
    """Return all that is there; what grows meanwhile, or has no size, is read up to the bound."""
    verify_size(size)
    parts, length = list[bytes](), 0
    while part := os.read(descriptor, max(size - length + 1, BLOCK)):
        parts.append(part)
        length += len(part)
        verify_size(length)
    return b"".join(parts)
