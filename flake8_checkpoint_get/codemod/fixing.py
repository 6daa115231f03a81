"""Mending a file: the edits of its findings, round by round, until nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.model import Applicability, Edit, Finding
from flake8_checkpoint_get.source import Source

if TYPE_CHECKING:
    from flake8_checkpoint_get.codemod.rewriting import Rewriting

MOST_ROUNDS = 50
"""A fix can make another finding safe, in a chain of reads: each round mends one more link."""

Look = Callable[[Source], Sequence[Finding]]
"""What finds the flaws in a source, those that nobody suppressed."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after the fixes, the findings that they mended, and those that are left.

    ``found`` is what was found before: where it stood then. ``refused`` are those of the ones left
    that should have been mended, each with the reason why it could not be.
    """

    data: bytes
    found: tuple[Finding, ...] = ()
    mended: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()
    refused: tuple[tuple[Finding, str], ...] = ()


def fix(data: bytes, look: Look, *, unsafe: bool = False) -> Fixed:
    """Mend what is found in a file, as far as that is safe, or else if ``unsafe`` is set.

    Raises:
        NotAnalysedError: the file cannot be looked at.
        NotRewrittenError: libcst cannot take it.
    """
    source = Source.from_bytes(data)
    found = left = look(source)
    mended, refused = list[Finding](), dict[Finding, str]()
    for _ in range(MOST_ROUNDS):
        chosen = _chosen((one for one in left if one not in refused), unsafe=unsafe)
        if not chosen:
            break
        # Most files end above: libcst is imported for the first one that changes.
        from flake8_checkpoint_get.codemod.rewriting import Rewriting

        attempt = _Attempt(Rewriting.of(data, source))
        done, data = attempt.mend(chosen, data)
        refused |= attempt.refused
        if done:
            mended += done
            source = Source.from_bytes(data)
            left, refused = look(source), {}
    return Fixed(data, tuple(found), tuple(mended), tuple(left), tuple(refused.items()))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One round: what cannot be mended with the others is tried alone, and left if it fails."""

    rewriting: Rewriting
    refused: dict[Finding, str] = field(default_factory=dict)

    def mend(self, chosen: Sequence[Finding], data: bytes) -> tuple[Sequence[Finding], bytes]:
        """Return those findings that can be mended together, and the file then; else ``data``."""
        try:
            edits = frozenset(edit for one in chosen for edit in one.edits)
            return chosen, self.rewriting.done(edits)
        except NotRewrittenError as error:
            if len(chosen) == 1:
                self.refused[chosen[0]] = str(error)
                return (), data
        half = len(chosen) // 2
        done, mended = self.mend(chosen[:half], data)
        return (done, mended) if done else self.mend(chosen[half:], data)


def _chosen(found: Iterable[Finding], *, unsafe: bool) -> list[Finding]:
    """Return the findings that are mended now: no two of them at the same place."""
    chosen, taken = list[Finding](), dict[object, Edit]()
    for finding in found:
        is_wanted = unsafe or finding.fix.applicability is Applicability.SAFE
        is_free = all(taken.get(edit.span, edit) == edit for edit in finding.edits)
        if finding.edits and is_wanted and is_free:
            taken |= {edit.span: edit for edit in finding.edits}
            chosen.append(finding)
    return chosen
