"""What the commands share: their start, and the files that they look at, one by one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from flake8_checkpoint_get.flake8_bridge import Configuration, ConfigurationError, configure
from flake8_checkpoint_get.prefilter import may_hold_findings
from flake8_checkpoint_get.settings import OPT_IN, Settings, settings_from
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


def look_at_files(
    program: str, configuration: Configuration, look: Look[Found]
) -> tuple[list[tuple[str, Found]], bool]:
    """Return what is found in each file, by its name, and whether any could not be looked at.

    Files that cannot hold a restore method are left out. What is wrong with a file is said on
    standard error, and the others go on.
    """
    found, failed = list[tuple[str, Found]](), False
    settings = settings_from(configuration.options, opt_in=OPT_IN in configuration.enabled)
    for file in sorted(set(configuration.files())):
        name = configuration.display_name(file)
        try:
            found += [(name, one) for one in _look(file, name, settings, look)]
        except OSError as error:
            complain(program, f"{name}: cannot be read: {error.strerror}")
            failed = True
        except NotAnalysedError as error:
            complain(program, f"{name}: not analysed: {error}")
            failed = True
    return found, failed


def _look(file: str, name: str, settings: Settings, look: Look[Found]) -> Iterable[Found]:
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    lines = decode(data)
    if not may_hold_findings("".join(lines), settings):
        return ()
    return look(name, Source(lines, parse(lines)), settings)


def complain(program: str, message: str) -> int:
    """Say on standard error what is wrong; return the exit code for an error."""
    sys.stderr.write(f"{program}: {message}\n")
    return 2
