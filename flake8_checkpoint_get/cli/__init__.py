"""The command line: ``flake8-checkpoint-get COMMAND …``."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

from flake8_checkpoint_get.cli.streams import run_with_streams

PROGRAM = "flake8-checkpoint-get"
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


COMMANDS = frozenset({"check", "fix", "contract", "explain", "rules"})
"""Each is a module beside this one, imported when it is asked for: they need different things."""


GARBAGE = 50_000
"""How many objects more there are before Python looks for cycles among them."""


def program() -> int:
    """Run a command as a program of its own; return its exit code."""
    # Most of what is made are trees, without cycles: to look for some takes a tenth of the time.
    gc.set_threshold(GARBAGE)
    return main()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 clean, 1 findings, 2 error, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    match given:
        case [name, *rest] if name in COMMANDS and rest != ["--version"]:
            # What a reader that leaves has seen of findings is that there are some.
            enough = 1 if name in {"check", "fix"} else 0
            run = partial(_run_command, name, rest)
            return run_with_streams(f"{PROGRAM} {name}", run, enough=enough)
        case _:
            return run_with_streams(PROGRAM, partial(_about, given), enough=0)


def _run_command(name: str, arguments: Sequence[str]) -> int:
    run: Callable[[Sequence[str]], int] = importlib.import_module(f"{__name__}.{name}").run
    return run(arguments)


def _about(given: Sequence[str]) -> int:
    match given:
        case ["--version"] | [_, "--version"]:
            from importlib.metadata import version

            sys.stdout.write(f"{PROGRAM} {version(PROGRAM)}\n")
            return 0
        case ["-h" | "--help" | "help"]:
            sys.stdout.write(USAGE)
            return 0
        case _:
            sys.stderr.write(_problem(given[0]) if given else USAGE)
            return 2


def _problem(wrong: str) -> str:
    if os.path.exists(wrong):  # noqa: PTH110 -- pathlib is not imported for that
        from flake8_checkpoint_get.printing import printable

        path = printable(wrong)
        return f"'{path}' is a path: say what to do, as in 'flake8-checkpoint-get check {path}'\n"
    hint = "options go behind the command" if wrong.startswith("-") else "see below"
    return f"no such command: {wrong!r}; {hint}\n\n{USAGE}"
