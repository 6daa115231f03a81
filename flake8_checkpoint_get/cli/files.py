"""The files that a command looks at, one by one."""

from __future__ import annotations

import bisect
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from flake8_checkpoint_get.cli.command import STANDARD_INPUT, Command, complain, say
from flake8_checkpoint_get.cli.progress import with_progress
from flake8_checkpoint_get.cli.replace_file import replace_file
from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.source import NotAnalysedError

Found = TypeVar("Found")


class UnreadableError(Exception):
    """A file that the system does not let be read; the message is the system's."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be looked at: its path (``-`` for standard input), and the name it is shown by."""

    path: str
    name: str
    data: bytes


@dataclass(frozen=True)
class Outcome(Generic[Found]):
    """What came of all files: what was found, which were looked at, and why others were not."""

    found: list[Found] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)


def for_each_file(command: Command, do: Callable[[File], Iterable[Found]]) -> Outcome[Found]:
    """Return what comes of each file, in the order of their names.

    What is wrong with a file is said on standard error, and the others go on.
    """
    outcome = Outcome[Found]()
    for path in with_progress(_files(command)):
        name = command.configuration.display_name(path)
        try:
            outcome.found.extend(do(File(path, name, _read(path))))
            outcome.looked_at.append(name)
        except UnreadableError as error:
            outcome.failures[name] = f"cannot be read: {error}"
        except NotAnalysedError as error:
            outcome.failures[name] = f"not analysed: {error}"
        except NotRewrittenError as error:
            outcome.failures[name] = f"left as it was: {error}"
        if name in outcome.failures:
            complain(command.program, f"{name}: {outcome.failures[name]}")
    return outcome


def put(file: File, after: bytes, *, break_links: bool) -> None:
    """Put out what a file is now: in its place, or for standard input on standard output.

    Raises:
        NotRewrittenError: as ``replace_file``.
    """
    if file.path == STANDARD_INPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(after)
    elif after != file.data:
        replace_file(Path(file.path), file.data, after, break_links=break_links)


def _read(path: str) -> bytes:
    try:
        if path == STANDARD_INPUT:
            return sys.stdin.buffer.read()
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- there are many files
            return file.read()
    except OSError as error:
        raise UnreadableError(error.strerror) from error


def _files(command: Command) -> list[str]:
    """Return the files that are looked at, in order; what is found by two paths is there once."""
    configuration = command.configuration
    paths = configuration.asked()
    files = sorted(set(configuration.files()))
    _warn_of_empty_folders(command, paths, files)
    if len(paths) == 1:
        return files
    once = {os.path.abspath(file): file for file in reversed(files)}  # noqa: PTH100 -- not links
    return sorted(once.values())


def _warn_of_empty_folders(command: Command, paths: Sequence[str], files: Sequence[str]) -> None:
    for path in paths:
        folder = os.path.join(path, "")  # noqa: PTH118 -- "./" stays
        behind = bisect.bisect(files, folder)
        has_files = behind < len(files) and files[behind].startswith(folder)
        if not has_files and os.path.isdir(path):  # noqa: PTH112 -- pathlib raises where it cannot look
            say(command.program, f"{path}: no Python files in it, or all are excluded")
