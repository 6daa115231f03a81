"""Mending a file: the edits of its findings, round by round, until nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.model import Applicability, Edit, Finding
from flake8_checkpoint_get.source import Source

MOST_ROUNDS = 50
"""A fix can make another finding safe, in a chain of reads: each round mends one more link."""

Look = Callable[[Source], Sequence[Finding]]
"""What finds the flaws in a source, those that nobody suppressed."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after the fixes, the findings that they mended, and those that are left.

    ``found`` is what was found before: where it stood then.
    """

    data: bytes
    found: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]


def fix(data: bytes, look: Look, *, unsafe: bool = False) -> Fixed:
    """Mend what is found in a file, as far as that is safe, or else if ``unsafe`` is set.

    Raises:
        NotAnalysedError: the file cannot be looked at.
        NotRewrittenError: it cannot be rewritten without a change beside the findings.
    """
    source = Source.from_bytes(data)
    found = left = look(source)
    mended = list[Finding]()
    for _ in range(MOST_ROUNDS):
        chosen = _chosen(left, unsafe=unsafe)
        if not chosen:
            break
        # Most files end above: libcst is imported for the first one that changes.
        from flake8_checkpoint_get.codemod.rewriting import rewritten

        data = rewritten(data, source, frozenset(edit for one in chosen for edit in one.edits))
        mended += chosen
        source = Source.from_bytes(data)
        left = look(source)
    return Fixed(data, tuple(found), tuple(mended), tuple(left))


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
