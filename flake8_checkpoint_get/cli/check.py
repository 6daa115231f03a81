"""``flake8-checkpoint-get check``: the plugin's findings, without flake8's own checks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.flake8_bridge import (
    Configuration,
    ConfigurationError,
    Filter,
    configure,
)
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.prefilter import may_hold_findings
from flake8_checkpoint_get.report.json import json_report
from flake8_checkpoint_get.report.text import text_report
from flake8_checkpoint_get.settings import OPT_IN, Settings, settings_from
from flake8_checkpoint_get.source import NotAnalysedError, Source, decode, parse

PROGRAM = "flake8-checkpoint-get check"


def run(arguments: Sequence[str]) -> int:
    """Check files and print what is found; return 0 for nothing, 1 for findings, 2 for an error."""
    own, rest = _parser().parse_known_args(arguments)
    if own.help:
        _parser().print_help()
        return 0
    try:
        configuration = configure(PROGRAM, rest)
    except ConfigurationError as error:
        return _complain(str(error))
    found, failed = _check_files(configuration)
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


def _check_files(configuration: Configuration) -> tuple[list[tuple[str, Finding]], bool]:
    """Return the findings by path, and whether any file could not be checked."""
    found, failed = list[tuple[str, Finding]](), False
    settings = settings_from(configuration.options, opt_in=OPT_IN in configuration.enabled)
    reported = configuration.filter()
    for file in sorted(set(configuration.files())):
        name = configuration.display_name(file)
        try:
            found += [(name, finding) for finding in _check_file(file, name, settings, reported)]
        except OSError as error:
            _complain(f"{name}: cannot be read: {error.strerror}")
            failed = True
        except NotAnalysedError as error:
            _complain(f"{name}: not analysed: {error}")
            failed = True
    return found, failed


def _check_file(file: str, name: str, settings: Settings, reported: Filter) -> list[Finding]:
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    lines = decode(data)
    if not may_hold_findings("".join(lines), settings):
        return []
    return reported.reported(name, lines, check(Source(lines, parse(lines)), settings))


def _complain(message: str) -> int:
    sys.stderr.write(f"{PROGRAM}: {message}\n")
    return 2
