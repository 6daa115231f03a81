"""``# noqa`` comments with codes of ours: where they count, and which silence nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from flake8_checkpoint_get.flake8_bridge.verdicts import (
    FileFilter,
    NoqaComment,
    Verdict,
    silences,
)
from flake8_checkpoint_get.model import Finding, Span
from flake8_checkpoint_get.settings import OWN_CODE, PREFIX
from flake8_checkpoint_get.source import Source


class UnusedNoqa:
    """A `# noqa` comment names a code of ours, and nothing on its line has that code.

    ## What it does

    Reports `# noqa: CKP101` where CKP101 is not found, and codes that no rule has. It is part of
    `flake8-checkpoint-get check --warn-unused-noqa` only: a flake8 plugin does not see what others
    find, nor which comments are used.

    Codes of rules that are off, or not selected for the file, are left alone, and so are codes of
    other plugins and `# noqa` without codes.

    ## Why is this bad?

    The flaw was mended, or it never was there. The comment stays, and hides the next flaw that
    somebody writes on that line.

    ## Fix safety

    None.

    ## Example

    ```python
    class SeedSlot:
        def set_extra_state(self, state):
            self.alpha = state["alpha"]  # noqa: CKP101
    ```

    ## Use instead

    ```python
    class SeedSlot:
        def set_extra_state(self, state):
            self.alpha = state["alpha"]
    ```
    """

    code = "CKP001"
    name = "unused-noqa"


def may_hold_noqa(data: bytes) -> bool:
    """Tell whether a file can hold a comment that names one of our codes."""
    text = data.lower()
    return b"noqa" in text and PREFIX.lower().encode() in text


def unused_noqa(
    source: Source,
    file: FileFilter,
    found: Sequence[Finding],
    asked: Collection[str],
    known: Collection[str],
) -> Iterator[Finding]:
    """Yield a finding for each comment that silences nothing, or not with all of its codes.

    ``found`` is what was found before any comment counted, ``asked`` are the codes of the rules
    that were asked, and ``known`` those of all rules.
    """
    if file.is_silent() or file.ignores_noqa():
        return
    silenced = [one for one in found if file.verdict(one) is Verdict.SILENCED]
    selected = [code for code in asked if file.is_selected(code)]
    for line, comment in source.comments.items():
        noqa = NoqaComment.find(comment)
        if noqa is None or not any(map(OWN_CODE.fullmatch, noqa.codes)):
            continue
        there = {one.code for one in silenced if line in lines_of_noqa(source, file, one.line)}
        unused = [code for code in noqa.codes if _is_unused(code, there, selected, known)]
        if unused:
            column = source.lines[line - 1].rindex(comment) + noqa.start
            span = Span(line, column, line, column + noqa.end - noqa.start)
            yield _finding(span, unused, _meant_line(unused, line, found))


def _is_unused(
    code: str, there: Collection[str], selected: Collection[str], known: Collection[str]
) -> bool:
    if not OWN_CODE.fullmatch(code) or any(silences(code, one) for one in there):
        return False
    is_of_no_rule = not any(silences(code, one) for one in known)
    return is_of_no_rule or any(silences(code, one) for one in selected)


def _meant_line(unused: Sequence[str], line: int, found: Sequence[Finding]) -> int | None:
    """Return the line where a comment would silence something that ends on its own line."""
    meant = (
        one.line
        for one in found
        if one.line < line == one.span.end_line and any(silences(code, one.code) for code in unused)
    )
    return next(meant, None)


def _finding(span: Span, unused: Sequence[str], meant: int | None) -> Finding:
    named = ", ".join(unused)
    mend = f"put it on line {meant}, where flake8 looks for it" if meant else "take it out"
    message = f"nothing is found here that '# noqa: {named}' would silence: {mend}"
    return Finding(
        span, span.line, span.column, UnusedNoqa.code, UnusedNoqa.name, message, named, ""
    )


def lines_of_noqa(source: Source, file: FileFilter, line: int) -> range:
    """Return the lines in which flake8 looks for a comment that silences what is on one line."""
    text = file.noqa_text(line)
    number = text.count("\n") + (not text.endswith("\n")) if text else 1
    for first in range(max(1, line - number + 1), line + 1):
        if "".join(source.lines[first - 1 : first - 1 + number]) == text:
            return range(first, first + number)
    return range(line, line + 1)
