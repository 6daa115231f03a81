"""``check --add-noqa``: comments on the lines of all findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.cli.command import Command, complain, say
from flake8_checkpoint_get.cli.files import File, WithChecker, for_each_file, put
from flake8_checkpoint_get.codemod.noqa_comments import Silencing
from flake8_checkpoint_get.configured import Checker
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.source import Source


@dataclass(frozen=True, slots=True)
class Silenced:
    """What was found in a file, and what is still reported there."""

    name: str
    found: tuple[Finding, ...]
    left: tuple[Finding, ...]


def silence_all(command: Command) -> int:
    """Silence what is found; return 0, or 2 where that was not possible."""
    outcome = for_each_file(command, Silencer.of(command), Silencer.of)
    for one in outcome.found:
        for finding in one.left:
            place = f"{one.name}:{finding.line}"
            complain(
                command.program,
                f"{place}: {finding.code} cannot be silenced: flake8 takes another noqa first",
            )
    silenced = [len(one.found) - len(one.left) for one in outcome.found]
    number, files = sum(silenced), sum(map(bool, silenced))
    say(command.program, f"{number} finding{_s(number)} silenced in {files} file{_s(files)}")
    return 2 if outcome.failures or any(one.left for one in outcome.found) else 0


@dataclass(frozen=True, slots=True)
class Silencer(WithChecker):
    """Writes ``# noqa`` comments for what a checker finds."""

    reason: str
    break_links: bool

    @classmethod
    def of(cls, command: Command) -> Silencer:
        """Return what a command asks for.

        Raises:
            ConfigurationError: as ``Checker.of``.
        """
        checker = Checker.of(command.configuration, has_mends=False)
        return cls(checker, command.own.reason, command.own.break_links)

    def do(self, file: File) -> Iterator[Silenced]:
        """Silence what is found in a file, and yield it.

        Raises:
            NotAnalysedError, NotRewrittenError: it is left as it was.
        """
        data, left = file.data, tuple[Finding, ...]()
        try:
            found = self._reported(file.name, data)
            if found:
                data = self._silenced(file, found)
                left = self._reported(file.name, data)
            if left:
                # A comment that does not help is not written. Places are as before.
                places = set(map(_place, left))
                data = self._silenced(file, [one for one in found if _place(one) not in places])
        except BaseException:
            put(file, file.data, break_links=False)
            raise
        put(file, data, break_links=self.break_links)
        if found:
            yield Silenced(file.name, found, left)

    def _silenced(self, file: File, found: Sequence[Finding]) -> bytes:
        source = Source.from_bytes(file.data)
        silencing = Silencing(source, self.checker.of_file(file.name, source), self.reason)
        return silencing.silenced(file.data, found)

    def _reported(self, name: str, data: bytes) -> tuple[Finding, ...]:
        if not self.may_matter(data):
            return ()
        return tuple(self.checker.reported(name, Source.from_bytes(data)))


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.line, finding.column, finding.code


def _s(number: int) -> str:
    return "" if number == 1 else "s"
