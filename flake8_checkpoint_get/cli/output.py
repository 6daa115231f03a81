"""Where the report of ``check`` goes: standard output, or a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from flake8_checkpoint_get.cli.command import Command
from flake8_checkpoint_get.cli.files import Outcome
from flake8_checkpoint_get.cli.streams import readers_may_leave
from flake8_checkpoint_get.flake8_bridge.configuration import ConfigurationError
from flake8_checkpoint_get.model import Result
from flake8_checkpoint_get.report.text import print_text, statistics


def print_report(command: Command, outcome: Outcome[Result], reported: Sequence[Result]) -> None:
    """Print what is reported, in the form and to the place that was asked for.

    Raises:
        ConfigurationError: the file cannot be written, or it is one that was read.
    """
    output = None if command.own.output == "-" else command.own.output
    if output:
        own, options = command.own, command.configuration.options
        asked = [own.files_from, options.config, options.checkpoint_baseline]
        _verify_output(output, [*outcome.looked_at, *outcome.failures, *asked])
    with readers_may_leave(), _opened(output) as stream:
        _print(command, outcome, reported, stream)
    if command.configuration.options.statistics:
        is_apart = output or command.own.format != "text"
        (sys.stderr if is_apart else sys.stdout).write(statistics(reported))


def _print(
    command: Command, outcome: Outcome[Result], reported: Sequence[Result], stream: TextIO
) -> None:
    # Each form is imported when it is asked for: most runs print text, and little of it.
    match command.own.format:
        case "json":
            from flake8_checkpoint_get.report.json import results_as_json

            stream.write(results_as_json(reported))
        case "sarif":
            from flake8_checkpoint_get.report.sarif import results_as_sarif

            stream.write(results_as_sarif(outcome.found, outcome.failures))
        case "github":
            from flake8_checkpoint_get.report.github import results_as_github

            stream.write(results_as_github(reported))
        case _:
            options = command.configuration.options
            has_color = options.color == "always" or (options.color == "auto" and stream.isatty())
            print_text(reported, stream, has_color=has_color, has_source=options.show_source)


def _verify_output(output: str, read: Iterable[str | None]) -> None:
    is_there = os.path.isfile(output)  # noqa: PTH113 -- pathlib raises where it cannot look
    if is_there and any(one and _is_same(one, output) for one in read):
        message = f"--output {output}: it is one of the files that were read"
        raise ConfigurationError(message)


def _is_same(one: str, other: str) -> bool:
    with suppress(OSError):
        return Path(one).samefile(other)
    return False


@contextmanager
def _opened(name: str | None) -> Iterator[TextIO]:
    if not name:
        yield sys.stdout
        return
    try:
        with Path(name).open("w", encoding="utf-8", errors="backslashreplace") as stream:
            yield stream
    except OSError as error:
        message = f"--output {name}: cannot be written: {error.strerror}"
        raise ConfigurationError(message) from error
