"""``flake8-checkpoint-get fix``: reads that make up a value become reads that fail."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.cli.command import (
    STANDARD_INPUT,
    Command,
    CommandParser,
    complain,
    run_command,
)
from flake8_checkpoint_get.cli.files import File, WithChecker, for_each_file, put
from flake8_checkpoint_get.codemod.fixing import Fixed
from flake8_checkpoint_get.configured import Checker
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.report.diff import print_diff, unified_diff
from flake8_checkpoint_get.report.fixes import FileFixes, Summary, fixes_report

PROGRAM = "flake8-checkpoint-get fix"


def run(arguments: Sequence[str]) -> int:
    """Fix files; return 0 if nothing was to do, 1 if something was or is left, 2 for an error."""
    return run_command(_parser(), arguments, _fix)


def _fix(command: Command) -> int:
    own, options = command.own, command.configuration.options
    if not options.filenames and command.configuration.listed is None:
        return complain(PROGRAM, "no path is given; '.' stands for all files in this folder")
    outcome = for_each_file(command, Fixer.of(command), Fixer.of)
    has_failed, done = bool(outcome.failures), [one.fixes for one in outcome.found]
    for one in outcome.found:
        print_diff(one.diff, sys.stdout, options.color)
    summary = Summary(is_done=not own.diff, has_unsafe=own.unsafe_fixes, has_failed=has_failed)
    is_output_taken = own.diff or STANDARD_INPUT in options.filenames
    stream = sys.stderr if is_output_taken else sys.stdout
    sys.stdout.flush()  # in a log of both, what is left stands behind the differences
    stream.write(fixes_report(done, summary))
    if has_failed or any(one.refused for one in done):
        return 2
    counted = any(one.left or (one.mended and not own.exit_zero_on_fix) for one in done)
    return 1 if counted and not options.exit_zero else 0


@dataclass(frozen=True, slots=True)
class FixedFile:
    """What became of a file, and the difference, where that is asked for."""

    fixes: FileFixes
    diff: bytes


@dataclass(frozen=True, slots=True)
class Fixer(WithChecker):
    """Fixes one file after the other, or finds out how it would."""

    is_dry: bool
    unsafe: bool
    break_links: bool

    @classmethod
    def of(cls, command: Command) -> Fixer:
        """Return what a command asks for.

        Raises:
            ConfigurationError: as ``Checker.of``.
        """
        own = command.own
        return cls(Checker.of(command.configuration), own.diff, own.unsafe_fixes, own.break_links)

    def do(self, file: File) -> Iterator[FixedFile]:
        """Fix a file, and yield what was found in it.

        Raises:
            NotAnalysedError, NotRewrittenError: it is left as it was.
        """
        try:
            fixed = self.checker.fix(file.name, file.data, unsafe=self.unsafe)
        except Exception:
            self._put(file, file.data)
            raise
        self._put(file, fixed.data)
        if fixed.found:
            left = _as_found(fixed) if self.is_dry else fixed.left
            why = dict(fixed.refused)
            refused = {
                one: why[known] for one, known in zip(left, fixed.left, strict=True) if known in why
            }
            known = self._known(file.name, [one for one in left if one not in refused])
            others = tuple(one for one in left if one not in known)
            fixes = FileFixes(file.name, fixed.mended, others, refused, len(known))
            diff = unified_diff(file.name, file.data, fixed.data) if self.is_dry else b""
            yield FixedFile(fixes, diff)

    def _known(self, name: str, left: Sequence[Finding]) -> set[Finding]:
        """Return those findings that a baseline keeps from being reported."""
        entries = self.checker.baseline.entries_of(name, left)
        return {finding for finding, entry in zip(left, entries, strict=True) if entry}

    def _put(self, file: File, after: bytes) -> None:
        if not self.is_dry:
            put(file, after, break_links=self.break_links)


def _as_found(fixed: Fixed) -> tuple[Finding, ...]:
    """Return what is left at the places where it was found before the fixes."""
    before = list(fixed.found)
    return tuple(_taken(before, one) for one in fixed.left)


def _taken(before: list[Finding], finding: Finding) -> Finding:
    def names(one: Finding) -> tuple[str, str, str]:
        return one.code, one.method, one.key

    for number, one in enumerate(before):
        if names(one) == names(finding):
            return before.pop(number)
    return finding


def _parser() -> CommandParser:
    parser = CommandParser(
        PROGRAM,
        "[--diff] [--unsafe-fixes] [--files-from FILE]",
        "Rewrite reads that make up a value for a missing key so that they fail. A safe"
        " fix is one after which every checkpoint that today's save method writes restores exactly"
        " as before; that is proved against today's save method only: checkpoints of earlier"
        " releases may lack the key. With - as path, standard input goes to standard output.",
        "Which files are looked at, and what counts, is what flake8's configuration and"
        " options say: --config, --isolated, --select, --ignore, --exclude, --per-file-ignores,"
        " --jobs and --checkpoint-...; see 'flake8 --help'."
        " Lines with '# noqa' are not touched, nor what a baseline keeps for a reason."
        " Exit codes: 0 nothing was to do, 1 something was fixed or is left, 2 error.",
    )
    add: Callable[..., argparse.Action] = parser.add_argument
    add("--diff", action="store_true", help="print what would change, and write nothing")
    add("--unsafe-fixes", action="store_true", help="also do what is not proved to be safe")
    add("--exit-zero-on-fix", action="store_true", help="exit with 0 if nothing is left")
    parser.add_break_links()
    return parser
