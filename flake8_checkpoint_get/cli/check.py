"""``flake8-checkpoint-get check``: the plugin's findings, without flake8's own checks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from flake8_checkpoint_get.cli.files import look_at_files, prepare
from flake8_checkpoint_get.configured import Checker
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.report.json import json_report
from flake8_checkpoint_get.report.text import text_report
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

PROGRAM = "flake8-checkpoint-get check"


def run(arguments: Sequence[str]) -> int:
    """Check files and print what is found; return 0 for nothing, 1 for findings, 2 for an error."""
    prepared = prepare(PROGRAM, _parser(), arguments)
    if isinstance(prepared, int):
        return prepared
    own, configuration = prepared
    checker = Checker.of(configuration)

    def look(name: str, source: Source, settings: Settings) -> Sequence[Finding]:
        del settings
        return checker.check(name, source)

    found, failed = look_at_files(PROGRAM, configuration, look)
    sys.stdout.write(json_report(found) if own.format == "json" else text_report(found))
    if failed:
        return 2
    return 1 if found and not configuration.options.exit_zero else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        PROGRAM,
        usage="%(prog)s [--format text|json] [flake8 options] PATH ...",
        description="Report where a restore method makes up what the checkpoint should hold.",
        epilog="Configuration files and the options that say what is checked and reported are"
        " those of flake8: --config, --append-config, --isolated, --select, --ignore,"
        " --extend-select, --extend-ignore, --per-file-ignores, --exclude, --extend-exclude,"
        " --filename, --stdin-display-name, --disable-noqa, --exit-zero, --enable-extensions and"
        " --checkpoint-...; see 'flake8 --help'. Other options of flake8 have no effect."
        " Exit codes: 0 nothing found, 1 findings, 2 error.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="store_true", help="show this help and exit")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how findings are printed"
    )
    return parser
