"""The files that a command looks at, one by one."""

from __future__ import annotations

import bisect
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from flake8_checkpoint_get.baseline import place_of
from flake8_checkpoint_get.cli.command import STANDARD_INPUT, Command, complain, say
from flake8_checkpoint_get.cli.progress import with_progress
from flake8_checkpoint_get.cli.reading import UnreadableError, read
from flake8_checkpoint_get.cli.replace_file import replace_file
from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.configured import Checker
from flake8_checkpoint_get.source import NotAnalysedError

Found = TypeVar("Found")
Found_co = TypeVar("Found_co", covariant=True)


@dataclass(frozen=True, slots=True)
class File:
    """A file to be looked at: its path (``-`` for standard input), and the name it is shown by."""

    path: str
    name: str
    data: bytes

    def __len__(self) -> int:
        """Return its size in bytes."""
        return len(self.data)


class Work(Protocol[Found_co]):
    """What a command does with files."""

    def may_matter(self, data: bytes) -> bool:
        """Tell whether anything can come of a file: most are turned away here."""

    def do(self, file: File) -> Iterable[Found_co]:
        """Yield what comes of a file.

        Raises:
            NotAnalysedError, NotRewrittenError: nothing does.
        """


@dataclass(frozen=True, slots=True)
class WithChecker:
    """Work that needs a checker, which turns most files away."""

    checker: Checker

    def may_matter(self, data: bytes) -> bool:
        """Tell whether anything can be found in a file."""
        return self.checker.may_hold_findings(data)


Make = Callable[[Command], Work[Found]]
"""Makes what a command does with files; each process makes its own."""


@dataclass(frozen=True)
class Looked(Generic[Found]):
    """What came of one file: what was found, or why it could not be looked at."""

    name: str
    found: Sequence[Found] = ()
    failure: str = ""


@dataclass(frozen=True)
class Outcome(Generic[Found]):
    """What came of all files: what was found, which were looked at, and why others were not."""

    found: list[Found] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)

    def note(self, looked: Looked[Found]) -> None:
        """Note what came of one file."""
        if looked.failure:
            self.failures[looked.name] = looked.failure
        else:
            self.found.extend(looked.found)
            self.looked_at.append(looked.name)


def for_each_file(command: Command, work: Work[Found], make: Make[Found]) -> Outcome[Found]:
    """Return what comes of each file, in the order of their names.

    ``work`` is what ``make`` makes. What is wrong with a file is said on standard error, and the
    others go on.
    """
    outcome = Outcome[Found]()
    hits = _hits(command, work, outcome)
    for looked in _looked_at(command, hits, work, make):
        outcome.note(looked)
    # Files that cannot be read are noted before others that are still being looked at.
    failures = dict(sorted(outcome.failures.items()))
    for name, failure in failures.items():
        complain(command.program, f"{name}: {failure}")
    return replace(outcome, failures=failures)


def _hits(command: Command, work: Work[Found], outcome: Outcome[Found]) -> Iterator[File]:
    """Yield the files of which something may come; the others are noted as they are."""
    for path in with_progress(_files(command)):
        name = command.configuration.display_name(path)
        try:
            data = read(path)
        except (UnreadableError, NotAnalysedError) as error:
            outcome.note(_failed(name, error))
            continue
        # What stands on standard input is put out again, whatever comes of it.
        if path == STANDARD_INPUT or work.may_matter(data):
            yield File(path, name, data)
        else:
            outcome.looked_at.append(name)


def _looked_at(
    command: Command, files: Iterator[File], work: Work[Found], make: Make[Found]
) -> Iterator[Looked[Found]]:
    jobs = 1 if STANDARD_INPUT in command.configuration.asked() else command.configuration.jobs()
    here = partial(_look, work)
    if jobs == 1:
        return map(here, files)
    from flake8_checkpoint_get.cli.processes import in_order

    asked = pickle.dumps((make, command.without_paths()))
    return in_order(files, here, partial(_look_at_several, asked), jobs)


def _look_at_several(asked: bytes, files: Sequence[File]) -> list[Looked[Found]]:
    work: Work[Found] = _made(asked)
    return [_look(work, file) for file in files]


@lru_cache(maxsize=1)
def _made(asked: bytes) -> Work[Found]:
    """Return what another process asks for: the same as it asked for last, mostly."""
    make, command = pickle.loads(asked)  # noqa: S301 -- it is our own process
    work: Work[Found] = make(command)
    return work


def _look(work: Work[Found], file: File) -> Looked[Found]:
    try:
        return Looked(file.name, tuple(work.do(file)))
    except (NotAnalysedError, NotRewrittenError) as error:
        return _failed(file.name, error)


def _failed(name: str, error: Exception) -> Looked[Found]:
    match error:
        case NotAnalysedError():
            what = "not analysed"
        case NotRewrittenError():
            what = "left as it was"
        case _:
            what = "cannot be read"
    return Looked(name, failure=f"{what}: {error}")


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


def _files(command: Command) -> list[str]:
    """Return the files that are looked at, in order; what is found by two paths is there once."""
    configuration = command.configuration
    paths = configuration.asked()
    files = sorted(set(configuration.files()))
    _warn_of_empty_folders(command, paths, files)
    if len(paths) == 1:
        return files
    once = {place_of(file): file for file in reversed(files)}
    return sorted(once.values())


def _warn_of_empty_folders(command: Command, paths: Sequence[str], files: Sequence[str]) -> None:
    for path in paths:
        folder = os.path.join(path, "")  # noqa: PTH118 -- "./" stays
        behind = bisect.bisect(files, folder)
        has_files = behind < len(files) and files[behind].startswith(folder)
        if not has_files and os.path.isdir(path):  # noqa: PTH112 -- pathlib raises where it cannot look
            say(command.program, f"{path}: no Python files in it, or all are excluded")
