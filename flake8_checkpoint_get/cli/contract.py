"""``flake8-checkpoint-get contract``: what each class saves, held against what it restores."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.contract_facts import ClassContract
from flake8_checkpoint_get.cli.command import (
    STANDARD_INPUT,
    Command,
    CommandParser,
    run_command,
    say,
)
from flake8_checkpoint_get.cli.files import File, for_each_file
from flake8_checkpoint_get.configured import settings_of
from flake8_checkpoint_get.engine import contracts
from flake8_checkpoint_get.prefilter import Prefilter
from flake8_checkpoint_get.report.contract_json import contracts_as_json
from flake8_checkpoint_get.report.contract_markdown import contracts_as_markdown
from flake8_checkpoint_get.report.contract_table import print_contracts
from flake8_checkpoint_get.settings import BASELINE, Settings
from flake8_checkpoint_get.source import Source

PROGRAM = "flake8-checkpoint-get contract"


def run(arguments: Sequence[str]) -> int:
    """Print the contracts of all classes in some files; return 0, or 2 for an error."""
    return run_command(_parser(), arguments, _print_contracts, _without_baseline)


def _without_baseline(own: argparse.Namespace) -> list[str]:
    del own
    return [f"{BASELINE.flag}="]


def _print_contracts(command: Command) -> int:
    outcome = for_each_file(command, Contracting.of(command), Contracting.of)
    if not outcome.found and not outcome.failures:
        say(PROGRAM, "no class with a restore method is in these files")
    match command.own.format:
        case "json":
            sys.stdout.write(contracts_as_json(outcome.found))
        case "markdown":
            sys.stdout.write(contracts_as_markdown(outcome.found))
        case _:
            print_contracts(outcome.found, sys.stdout)
    return 2 if outcome.failures else 0


@dataclass(frozen=True, slots=True)
class Contracting:
    """Finds the contracts in one file after the other."""

    settings: Settings

    @classmethod
    def of(cls, command: Command) -> Contracting:
        """Return what a command asks for."""
        return cls(settings_of(command.configuration))

    def may_matter(self, data: bytes) -> bool:
        """Tell whether a file can hold a restore method."""
        return Prefilter.of(self.settings).passes_bytes(data)

    def do(self, file: File) -> Iterator[tuple[str, ClassContract]]:
        """Yield the contracts in a file, each with the file's name.

        Raises:
            NotAnalysedError: the file is no module, or too large a one.
        """
        if file.path != STANDARD_INPUT or self.may_matter(file.data):
            for contract in contracts(Source.from_bytes(file.data), self.settings):
                yield file.name, contract


def _parser() -> CommandParser:
    parser = CommandParser(
        PROGRAM,
        "[--format table|json|markdown] [--files-from FILE]",
        "Show for each class which keys its save method writes, which its restore"
        " method reads, and whether the two go together.",
        "Which files are looked at, and which methods count, is what flake8's configuration"
        " and options say: --config, --isolated, --exclude, --extend-exclude, --filename,"
        " --jobs and --checkpoint-...; see 'flake8 --help'. Exit codes: 0, or 2 for an error.",
    )
    parser.add_argument(
        "--format",
        choices=("table", "json", "markdown"),
        default="table",
        help="a table for people, JSON (docs/contract.md) or Markdown for a pull request",
    )
    return parser
