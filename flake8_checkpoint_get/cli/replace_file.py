"""Writing a file so that at any moment either the old or the new one is there, whole."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

from flake8_checkpoint_get.codemod.file_text import NotRewrittenError


def replace_file(path: Path, before: bytes, after: bytes, *, break_links: bool = False) -> None:
    """Write a file that held ``before``: a temporary file beside it takes its place.

    A symbolic link stays one, the file that it leads to is replaced. Mode and, where that is
    allowed, the owner stay. ``break_links`` lets a file that has other names be replaced: they keep
    the old one.

    Raises:
        NotRewrittenError: it has other names, is no regular file, or is not what it was.
            Or the folder or the file cannot be written.
    """
    try:
        _replace(path, before, after, break_links=break_links)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise NotRewrittenError(message) from error


def write_file(path: Path, data: bytes) -> None:
    """Write a file, new or in the place of an old one, in the same way; other names keep that.

    Raises:
        OSError: it is there and no regular file, or it cannot be written.
    """
    real = Path(os.path.realpath(path))
    try:
        status = real.stat()
    except FileNotFoundError:
        status = None
    if status is not None:
        _verify_regular(status)
    _take_place(_written_beside(real, data, status), real)


def _verify_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is no regular file")


def _replace(path: Path, before: bytes, after: bytes, *, break_links: bool) -> None:
    real = Path(os.path.realpath(path))
    status = real.stat()
    _verify_regular(status)
    if status.st_nlink > 1 and not break_links:
        message = "it is hard-linked: other names would keep the old file (--break-links)"
        raise NotRewrittenError(message)
    if not os.access(real, os.W_OK):
        raise PermissionError(13, "Permission denied")
    _take_place(_written_beside(real, after, status), real, before)


def _take_place(temporary: Path, real: Path, before: bytes | None = None) -> None:
    """Let a file take the place of another one, which must still hold ``before``, if given."""
    try:
        _verify_unchanged(real, before)
        temporary.replace(real)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(real.parent)


def _verify_unchanged(real: Path, before: bytes | None) -> None:
    if before is not None and real.read_bytes() != before:
        message = "it was changed by somebody else meanwhile"
        raise NotRewrittenError(message)


def _written_beside(real: Path, data: bytes, status: os.stat_result | None) -> Path:
    """Return a new file in the same folder, with the data on the disk, mode and owner alike.

    Without a status they are those of any new file.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{real.name}.", suffix=".tmp", dir=real.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            _take_over(file.fileno(), status)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _take_over(descriptor: int, status: os.stat_result | None) -> None:
    if not hasattr(os, "fchown"):
        return
    if status is None:
        os.umask(mask := os.umask(0o077))  # there is no other way to ask for it
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    with contextlib.suppress(OSError):
        os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


def _sync_folder(folder: Path) -> None:
    """Let the new name survive a loss of power, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
