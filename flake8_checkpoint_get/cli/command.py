"""How every command starts: its own options, and flake8's configuration."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from flake8_checkpoint_get.flake8_bridge.configuration import (
    Configuration,
    ConfigurationError,
    configure,
    usage_error,
)
from flake8_checkpoint_get.printing import printable

STANDARD_INPUT = "-"
MISLEADING = frozenset({"--format", "--output-file", "--tee", "--count"})
"""Options of flake8 for its own report; ``check`` and ``contract`` have their own ``--format``."""


class CommandParser(argparse.ArgumentParser):
    """The options of one command, beside those of flake8, which are parsed after them."""

    def __init__(self, program: str, usage: str, description: str, epilog: str) -> None:
        super().__init__(
            program,
            usage=f"%(prog)s {usage} [flake8 options] PATH ...",
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
        )
        self.add_argument("-h", "--help", action="store_true", help="show this help and exit")
        self.add_argument(
            "--files-from",
            metavar="FILE",
            type=file_name,
            help="read paths from a file, or from standard input ('-'), separated by line ends or"
            " NULs; what is no Python file is left out",
        )

    def add_break_links(self) -> None:
        """Add the option of commands that rewrite files."""
        self.add_argument(
            "--break-links",
            action="store_true",
            help="rewrite files even if they are hard-linked: other names keep the old one",
        )

    def error(self, message: str) -> NoReturn:
        """Let a wrong option be reported as every other error is.

        Raises:
            ConfigurationError: always.
        """
        raise ConfigurationError(usage_error(self, message))


def file_name(text: str) -> str:
    """Return what was given as the name of a file.

    Raises:
        ArgumentTypeError: it is empty, as from a variable that is not set.
    """
    if not text:
        message = "the name of a file is empty"
        raise argparse.ArgumentTypeError(message)
    return text


@dataclass(frozen=True, slots=True)
class Command:
    """What was asked for: a command's own options, and flake8's configuration."""

    program: str
    own: argparse.Namespace
    configuration: Configuration

    def without_paths(self) -> Command:
        """Return what another process is told, which gets its files one by one."""
        return replace(self, configuration=self.configuration.without_paths())


def _nothing(own: argparse.Namespace) -> list[str]:
    del own
    return []


def run_command(
    parser: CommandParser,
    arguments: Sequence[str],
    run: Callable[[Command], int],
    for_flake8: Callable[[argparse.Namespace], list[str]] = _nothing,
) -> int:
    """Parse the arguments of a command, and run it; return its exit code: 2 if they are wrong.

    ``for_flake8`` says which options of flake8 follow from the command's own.
    """
    try:
        own, rest = parser.parse_known_args(arguments)
        if own.help:
            parser.print_help()
            return 0
        _verify_rest(parser, rest)
        if own.files_from == STANDARD_INPUT and STANDARD_INPUT in rest:
            parser.error("standard input cannot be the list and a file in it")
        listed = None if own.files_from is None else _listed(own.files_from)
        configuration = configure(parser.prog, [*rest, *for_flake8(own)], listed)
        return run(Command(parser.prog, own, configuration))
    except ConfigurationError as error:
        return complain(parser.prog, str(error))


def _verify_rest(parser: CommandParser, rest: Sequence[str]) -> None:
    """Refuse options of flake8 that people would take to have an effect.

    Raises:
        ConfigurationError: one of them is there.
    """
    given = {argument.partition("=")[0] for argument in rest}
    for option in sorted(MISLEADING & given):
        parser.error(f"{option} of flake8 has no effect here")


def _listed(name: str) -> tuple[str, ...]:
    """Return the paths that a file lists, each once.

    Raises:
        ConfigurationError: it cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        message = f"--files-from {name}: cannot be read: {error.strerror}"
        raise ConfigurationError(message) from error
    names = data.split(b"\0") if b"\0" in data else data.splitlines()
    return tuple(dict.fromkeys(os.fsdecode(one) for one in names if one))


def complain(program: str, message: str) -> int:
    """Say on standard error what is wrong; return the exit code for an error."""
    say(program, message)
    return 2


def say(program: str, message: str) -> None:
    """Say something on standard error, in one line."""
    sys.stdout.flush()  # in a log of both, in the order in which it was said
    sys.stderr.write(f"{program}: {printable(message)}\n")
