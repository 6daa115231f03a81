"""``flake8-checkpoint-get contract``: what each class saves, held against what it restores."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from flake8_checkpoint_get.analysis.contract_facts import ClassContract
from flake8_checkpoint_get.cli.files import look_at_files, prepare
from flake8_checkpoint_get.engine import contracts
from flake8_checkpoint_get.report.contract_json import contracts_as_json
from flake8_checkpoint_get.report.contract_markdown import contracts_as_markdown
from flake8_checkpoint_get.report.contract_table import print_contracts
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

PROGRAM = "flake8-checkpoint-get contract"


def run(arguments: Sequence[str]) -> int:
    """Print the contracts of all classes in some files; return 0, or 2 for an error."""
    prepared = prepare(PROGRAM, _parser(), arguments)
    if isinstance(prepared, int):
        return prepared
    own, configuration = prepared
    found, failed = look_at_files(PROGRAM, configuration, _look)
    match own.format:
        case "json":
            sys.stdout.write(contracts_as_json(found))
        case "markdown":
            sys.stdout.write(contracts_as_markdown(found))
        case _:
            print_contracts(found, sys.stdout)
    return 2 if failed else 0


def _look(name: str, source: Source, settings: Settings) -> tuple[ClassContract, ...]:
    del name
    return contracts(source, settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        PROGRAM,
        usage="%(prog)s [--format table|json|markdown] [flake8 options] PATH ...",
        description="Show for each class which keys its save method writes, which its restore"
        " method reads, and whether the two go together.",
        epilog="Which files are looked at, and which methods count, is what flake8's configuration"
        " and options say: --config, --isolated, --exclude, --extend-exclude, --filename and"
        " --checkpoint-...; see 'flake8 --help'. Exit codes: 0, or 2 for an error.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="store_true", help="show this help and exit")
    parser.add_argument(
        "--format",
        choices=("table", "json", "markdown"),
        default="table",
        help="a table for people, JSON (docs/contract.md) or Markdown for a pull request",
    )
    return parser
