"""The command line: ``flake8-checkpoint-get COMMAND …``."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence

USAGE = """\
usage: flake8-checkpoint-get COMMAND ...

commands:
  check PATHS      report where a restore method makes up what the checkpoint should hold
  fix PATHS        rewrite what is found so that a missing key fails
  contract PATHS   show which keys each class saves, and which it restores
  explain RULE     show the page of a rule, by its code or its name
  rules            list all rules

'flake8-checkpoint-get --version' shows the version,
'flake8-checkpoint-get COMMAND --help' shows the options of a command.
"""


INTERRUPTED = 130
"""The exit code of a program that an interrupt ended, as shells have it."""


def _piped(
    run: Callable[[Sequence[str]], int], arguments: Sequence[str], *, enough: int = 1
) -> int:
    """Run a command; when whoever reads its output has enough (``| head``), stop quietly.

    ``enough`` is the exit code then. What the output's encoding does not have is escaped.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return enough
    except KeyboardInterrupt:
        sys.stderr.write("flake8-checkpoint-get: interrupted\n")
        return INTERRUPTED
    except OSError as error:
        _drop_output()
        sys.stderr.write(f"flake8-checkpoint-get: cannot write: {error.strerror}\n")
        return 2
    return code


def _drop_output() -> None:
    """Let what Python flushes once more at exit go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 clean, 1 findings, 2 error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    match given:
        case ["check", *rest]:
            from flake8_checkpoint_get.cli.check import run

            return _piped(run, rest)
        case ["fix", *rest]:
            from flake8_checkpoint_get.cli.fix import run as run_fix

            return _piped(run_fix, rest)
        case ["contract", *rest]:
            from flake8_checkpoint_get.cli.contract import run as run_contract

            return _piped(run_contract, rest, enough=0)
        case ["explain", *rest]:
            from flake8_checkpoint_get.cli.explain import run as run_explain

            return _piped(run_explain, rest, enough=0)
        case ["rules", *rest]:
            from flake8_checkpoint_get.cli.rules import run as run_rules

            return _piped(run_rules, rest, enough=0)
        case ["--version"]:
            from importlib.metadata import version

            sys.stdout.write(f"flake8-checkpoint-get {version('flake8-checkpoint-get')}\n")
            return 0
        case ["-h" | "--help" | "help"]:
            sys.stdout.write(USAGE)
            return 0
        case _:
            sys.stderr.write(_problem(given[0]) if given else USAGE)
            return 2


def _problem(wrong: str) -> str:
    if os.path.exists(wrong):  # noqa: PTH110 -- pathlib is not imported for that
        return f"'{wrong}' is a path: say what to do, as in 'flake8-checkpoint-get check {wrong}'\n"
    hint = "options go behind the command" if wrong.startswith("-") else "see below"
    return f"no such command: {wrong!r}; {hint}\n\n{USAGE}"
