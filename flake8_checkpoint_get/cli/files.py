"""The files that a command looks at, one by one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from flake8_checkpoint_get.cli.command import STANDARD_INPUT, Command, complain, say
from flake8_checkpoint_get.cli.progress import with_progress
from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.source import NotAnalysedError

Found = TypeVar("Found")


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
    files = sorted(set(command.configuration.files()))
    _warn_of_empty_folders(command, files)
    for path in with_progress(files):
        name = command.configuration.display_name(path)
        try:
            outcome.found.extend(do(File(path, name, _read(path))))
            outcome.looked_at.append(name)
        except OSError as error:
            outcome.failures[name] = f"cannot be read: {error.strerror}"
        except NotAnalysedError as error:
            outcome.failures[name] = f"not analysed: {error}"
        except NotRewrittenError as error:
            outcome.failures[name] = f"left as it was: {error}"
        if name in outcome.failures:
            complain(command.program, f"{name}: {outcome.failures[name]}")
    return outcome


def _read(path: str) -> bytes:
    return sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()


def _warn_of_empty_folders(command: Command, files: Sequence[str]) -> None:
    configuration = command.configuration
    asked = configuration.options.filenames or ([] if configuration.listed is not None else ["."])
    for path in asked:
        folder = os.path.join(path, "")  # noqa: PTH118 -- "./" stays
        is_folder = os.path.isdir(path)  # noqa: PTH112 -- pathlib raises where it cannot look
        if is_folder and not any(name.startswith(folder) for name in files):
            say(command.program, f"{path}: no Python files in it, or all are excluded")
