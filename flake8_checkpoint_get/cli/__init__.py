"""The command line: ``flake8-checkpoint-get COMMAND …``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

USAGE = """\
usage: flake8-checkpoint-get COMMAND ...

commands:
  check PATHS      report where a restore method makes up what the checkpoint should hold
  contract PATHS   show which keys each class saves, and which it restores

'flake8-checkpoint-get COMMAND --help' shows the options of a command.
"""


def _piped(run: Callable[[Sequence[str]], int], arguments: Sequence[str]) -> int:
    """Run a command; when whoever reads its output has enough (``| head``), stop quietly."""
    try:
        code = run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at exit: let it go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 clean, 1 findings, 2 error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    match given:
        case ["check", *rest]:
            from flake8_checkpoint_get.cli.check import run

            return _piped(run, rest)
        case ["contract", *rest]:
            from flake8_checkpoint_get.cli.contract import run as run_contract

            return _piped(run_contract, rest)
        case ["-h" | "--help"]:
            sys.stdout.write(USAGE)
            return 0
        case _:
            problem = f"no such command: {given[0]!r}\n" if given else ""
            sys.stderr.write(problem + USAGE)
            return 2
