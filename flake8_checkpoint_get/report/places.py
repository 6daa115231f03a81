"""Paths of files as other programs want them: relative to the folder that a run started in."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from urllib.parse import quote_from_bytes


def path_from_here(path: str) -> str:
    """Return a path relative to the current folder, with ``/``, however it was spelled."""
    return PurePath(os.path.relpath(path or os.curdir)).as_posix()


def relative_path(path: str) -> str | None:
    """Return a path relative to the current folder, with ``/``; None for one outside it."""
    relative = path_from_here(path)
    return None if relative.partition("/")[0] == os.pardir else relative


def relative_uri(path: str) -> str | None:
    """Return a path as a relative URI (RFC 3986), or None where it is outside the folder."""
    relative = relative_path(path)
    return None if relative is None else quote_from_bytes(os.fsencode(relative))


def absolute_uri(path: str) -> str:
    """Return a path as a ``file`` URI."""
    return Path(os.path.abspath(path)).as_uri()  # noqa: PTH100 -- links are not followed
