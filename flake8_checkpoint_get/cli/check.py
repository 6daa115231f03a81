"""``flake8-checkpoint-get check``: the plugin's findings, without flake8's own checks."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.cli.command import (
    STANDARD_INPUT,
    Command,
    CommandParser,
    file_name,
    run_command,
)
from flake8_checkpoint_get.cli.files import File, WithChecker, for_each_file
from flake8_checkpoint_get.cli.known import say_stale, write_baseline
from flake8_checkpoint_get.cli.output import print_report
from flake8_checkpoint_get.cli.silencing import silence_all
from flake8_checkpoint_get.configured import Checker
from flake8_checkpoint_get.flake8_bridge.configuration import ConfigurationError
from flake8_checkpoint_get.model import Result
from flake8_checkpoint_get.settings import BASELINE
from flake8_checkpoint_get.source import Source

TELLS_MENDS = frozenset({"json", "sarif"})
"""Formats that say of each finding how far it can be mended."""

PROGRAM = "flake8-checkpoint-get check"


def run(arguments: Sequence[str]) -> int:
    """Check files and print what is found; return 0 for nothing, 1 for findings, 2 for an error."""
    return run_command(_parser(), arguments, _check, _for_flake8)


def _for_flake8(own: argparse.Namespace) -> list[str]:
    if own.write_baseline:
        # The file may not exist yet, though the configuration names it already.
        return [f"{BASELINE.flag}="]
    return [f"{BASELINE.flag}={own.baseline}"] if own.baseline else []


def _check(command: Command) -> int:
    own = command.own
    _verify(own)
    if own.add_noqa and command.configuration.options.disable_noqa:
        message = "--add-noqa does not go with --disable-noqa"
        raise ConfigurationError(message)
    if own.add_noqa:
        return silence_all(command)
    checking = Checking.of(command)
    checker, outcome = checking.checker, for_each_file(command, checking, Checking.of)
    if own.write_baseline:
        return write_baseline(command, checker, outcome)
    say_stale(command, checker, outcome)
    reported = [one for one in outcome.found if one.suppression is None]
    print_report(command, outcome, reported)
    if outcome.failures:
        return 2
    return 1 if reported and not command.configuration.options.exit_zero else 0


def _verify(own: argparse.Namespace) -> None:
    if own.reason and not (own.add_noqa or own.write_baseline):
        message = "--reason goes with --add-noqa or --write-baseline"
        raise ConfigurationError(message)
    if own.write_baseline == STANDARD_INPUT:
        message = "--write-baseline takes a file: paths in it are relative to its folder"
        raise ConfigurationError(message)
    if own.break_links and not own.add_noqa:
        message = "--break-links goes with --add-noqa"
        raise ConfigurationError(message)
    if not own.reason.isprintable():
        message = "--reason takes one line of text"
        raise ConfigurationError(message)
    if own.baseline and own.write_baseline:
        message = "--baseline does not go with --write-baseline: that keeps the reasons in its file"
        raise ConfigurationError(message)


@dataclass(frozen=True, slots=True)
class Checking(WithChecker):
    """Looks for findings in one file after the other."""

    @classmethod
    def of(cls, command: Command) -> Checking:
        """Return what a command asks for.

        Raises:
            ConfigurationError: as ``Checker.of``.
        """
        own = command.own
        checker = Checker.of(
            command.configuration,
            has_mends=own.format in TELLS_MENDS,
            has_unused_noqa=own.warn_unused_noqa,
        )
        return cls(checker)

    def do(self, file: File) -> Sequence[Result]:
        """Return what is found in a file, also what is suppressed there.

        Raises:
            NotAnalysedError: the file is no module, or too large a one.
        """
        if file.path == STANDARD_INPUT and not self.may_matter(file.data):
            return ()
        return self.checker.check(file.name, Source.from_bytes(file.data))


def _parser() -> CommandParser:
    parser = CommandParser(
        PROGRAM,
        "[--format FORMAT] [--output FILE] [--baseline FILE]",
        "Report where a restore method makes up what the checkpoint should hold.",
        "Configuration files and the options that say what is checked and reported are"
        " those of flake8: --config, --append-config, --isolated, --select, --ignore,"
        " --extend-select, --extend-ignore, --per-file-ignores, --exclude, --extend-exclude,"
        " --filename, --stdin-display-name, --disable-noqa, --exit-zero, --enable-extensions,"
        " --color, --show-source, --statistics, --jobs and --checkpoint-...; see 'flake8 --help'."
        " Other options of flake8 have no effect."
        " Exit codes: 0 nothing found, 1 findings, 2 error.",
    )
    _add_report(parser)
    _add_modes(parser)
    parser.add_break_links()
    return parser


def _add_report(parser: CommandParser) -> None:
    add: Callable[..., argparse.Action] = parser.add_argument
    add(
        "--format",
        choices=("text", "json", "sarif", "github"),
        default="text",
        help="how findings are printed: for people, for programs (docs/checking.md), for code"
        " scanning, or as annotations of GitHub Actions",
    )
    add("--output", metavar="FILE", type=file_name, help="write the report to a file")
    add(
        "--baseline",
        metavar="FILE",
        type=file_name,
        help="report only what is not in this file",
    )


def _add_modes(parser: CommandParser) -> None:
    parser.add_argument(
        "--reason",
        default="",
        help="why, for --add-noqa and for entries of a baseline without a reason",
    )
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument(
        "--write-baseline",
        metavar="FILE",
        type=file_name,
        help="write what is found to a file, for --baseline",
    )
    modes.add_argument(
        "--add-noqa", action="store_true", help="silence what is found with '# noqa' comments"
    )
    modes.add_argument(
        "--warn-unused-noqa",
        action="store_true",
        help="also report '# noqa: CKP...' comments that silence nothing",
    )
