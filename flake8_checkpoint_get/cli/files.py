"""What the commands share: their start, and the files that they look at, one by one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from flake8_checkpoint_get.cli.progress import with_progress
from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.configured import settings_of
from flake8_checkpoint_get.flake8_bridge import Configuration, ConfigurationError, configure
from flake8_checkpoint_get.prefilter import may_hold_findings
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import NotAnalysedError, Source, decode, parse


def prepare(
    program: str, parser: argparse.ArgumentParser, arguments: Sequence[str]
) -> tuple[argparse.Namespace, Configuration] | int:
    """Return a command's own options and flake8's configuration, or the code to exit with."""
    own, rest = parser.parse_known_args(arguments)
    if own.help:
        parser.print_help()
        return 0
    try:
        return own, configure(program, rest)
    except ConfigurationError as error:
        return complain(program, str(error))


Found = TypeVar("Found")
Look = Callable[[str, Source, Settings], Iterable[Found]]
"""What is asked of each file: its name, its source and the settings in, what is found out."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be looked at: its path (``-`` for standard input), and the name it is shown by."""

    path: str
    name: str
    data: bytes


def look_at_files(
    program: str, configuration: Configuration, look: Look[Found]
) -> tuple[list[tuple[str, Found]], bool]:
    """Return what is found in each file, by its name, and whether any could not be looked at.

    Files that cannot hold a restore method are left out.
    """
    settings = settings_of(configuration)

    def do(file: File) -> Iterable[tuple[str, Found]]:
        lines = decode(file.data)
        if may_hold_findings("".join(lines), settings):
            for one in look(file.name, Source(lines, parse(lines)), settings):
                yield file.name, one

    return for_each_file(program, configuration, do)


def for_each_file(
    program: str, configuration: Configuration, do: Callable[[File], Iterable[Found]]
) -> tuple[list[Found], bool]:
    """Return what comes of each file, in the order of their names, and whether any failed.

    What is wrong with a file is said on standard error, and the others go on.
    """
    found, failed = list[Found](), False
    for path in with_progress(sorted(set(configuration.files()))):
        name = configuration.display_name(path)
        try:
            file = File(path, name, _read(path))
        except OSError as error:
            complain(program, f"{name}: cannot be read: {error.strerror}")
            failed = True
            continue
        try:
            found += do(file)
        except NotAnalysedError as error:
            complain(program, f"{name}: not analysed: {error}")
            failed = True
        except NotRewrittenError as error:
            complain(program, f"{name}: not fixed, left as it was: {error}")
            failed = True
    return found, failed


def _read(path: str) -> bytes:
    return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()


def complain(program: str, message: str) -> int:
    """Say on standard error what is wrong; return the exit code for an error."""
    sys.stderr.write(f"{program}: {message}\n")
    return 2
