"""Mending a file: the edits of its findings, round by round, until nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import libcst as cst

from flake8_checkpoint_get.codemod.file_text import FileText, NotRewrittenError
from flake8_checkpoint_get.codemod.locate import locate
from flake8_checkpoint_get.codemod.rewriter import Rewriter
from flake8_checkpoint_get.codemod.verify import verify
from flake8_checkpoint_get.model import Applicability, Edit, Finding
from flake8_checkpoint_get.source import Source

MOST_ROUNDS = 50
"""A fix can make another finding safe, in a chain of reads: each round mends one more link."""

Look = Callable[[Source], Sequence[Finding]]
"""What finds the flaws in a source, those that nobody suppressed."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after the fixes, the findings that they mended, and those that are left."""

    data: bytes
    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]


def fix(data: bytes, look: Look, *, unsafe: bool = False) -> Fixed:
    """Mend what is found in a file, as far as that is safe, or else if ``unsafe`` is set.

    Raises:
        NotAnalysedError: the file cannot be looked at.
        NotRewrittenError: it cannot be rewritten without a change beside the findings.
    """
    mended = list[Finding]()
    for _ in range(MOST_ROUNDS):
        source = Source.from_bytes(data)
        found = look(source)
        chosen = _chosen(found, unsafe=unsafe)
        if not chosen:
            return Fixed(data, tuple(mended), tuple(found))
        data = rewritten(data, source, frozenset(e for one in chosen for e in one.edits))
        mended += chosen
    message = "its fixes do not come to an end"
    raise NotRewrittenError(message)


def rewritten(data: bytes, source: Source, edits: frozenset[Edit]) -> bytes:
    """Return a file with edits done, which are of the source that it holds; verified.

    Raises:
        NotRewrittenError: something else would change.
    """
    file = FileText.from_bytes(data)
    try:
        module = cst.parse_module(file.text)
        if module.code != file.text:
            message = "libcst does not keep its line ends"
            raise NotRewrittenError(message)
        changed = module.visit(Rewriter(module, file, locate(module, file, edits)))
        after = file.with_text(changed.code)
        verify(file, source, edits, after)
    except (cst.ParserSyntaxError, cst.CSTValidationError, cst.CSTLogicError) as error:
        message = f"libcst cannot rewrite it: {str(error).splitlines()[0]}"
        raise NotRewrittenError(message) from error
    except (RecursionError, MemoryError) as error:
        message = "too deeply nested or too large to rewrite"
        raise NotRewrittenError(message) from error
    return after


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
