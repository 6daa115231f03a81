"""Writing ``# noqa`` comments into a file: nothing else in it changes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.codemod.file_text import FileText, NotRewrittenError
from flake8_checkpoint_get.flake8_bridge.verdicts import FileFilter, NoqaComment
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.noqa import lines_of_noqa
from flake8_checkpoint_get.source import NotAnalysedError, Source


@dataclass(frozen=True, slots=True)
class Silencing:
    """Silences findings in a file; ``reason`` stands behind each comment as one of its own."""

    source: Source
    file: FileFilter
    reason: str = ""

    def silenced(self, data: bytes, findings: Sequence[Finding]) -> bytes:
        """Return the file with comments on the lines of some findings.

        Raises:
            NotRewrittenError: the file cannot be written back, or would mean something else.
        """
        text = FileText.from_bytes(data)
        lines = list(text.lines)
        for number, codes in self._codes_by_line(findings).items():
            body = lines[number - 1].rstrip("\r\n")
            end = lines[number - 1][len(body) :]
            lines[number - 1] = self._commented(number, body, codes) + end
        try:
            after = text.with_text("".join(lines))
        except UnicodeError as error:
            message = f"the reason cannot be written in its encoding, {text.encoding}"
            raise NotRewrittenError(message) from error
        self._verify(after)
        return after

    def _codes_by_line(self, findings: Sequence[Finding]) -> dict[int, list[str]]:
        by_line = dict[int, list[str]]()
        for finding in findings:
            codes = by_line.setdefault(self._line_for(finding.line), [])
            if finding.code not in codes:
                codes.append(finding.code)
        return by_line

    def _line_for(self, line: int) -> int:
        """Return the line on which a comment silences what is found on one line."""
        lines = lines_of_noqa(self.source, self.file, line)
        return next(self._lines_with_noqa(lines), lines[-1])

    def _lines_with_noqa(self, lines: range) -> Iterator[int]:
        for line in lines:
            if NoqaComment.find(self.source.comments.get(line, "")):
                yield line

    def _commented(self, number: int, line: str, codes: Sequence[str]) -> str:
        """Return a line that silences some codes, beside those that it silences already."""
        comment = self.source.comments.get(number, "")
        behind = f"  # {self.reason}" if self.reason else ""
        noqa = NoqaComment.find(comment)
        if noqa is None:
            return f"{line}  # noqa: {', '.join(codes)}{behind}"
        named = comment[: noqa.end]
        separator = "," if "," in named and ", " not in named else ", "
        at = line.rindex(comment) + noqa.end
        return line[:at] + separator + separator.join(codes) + line[at:] + behind

    def _verify(self, after: bytes) -> None:
        try:
            is_same = _dump(Source.from_bytes(after).tree) == _dump(self.source.tree)
        except NotAnalysedError:
            is_same = False
        if not is_same:
            message = "a comment would change what the code means"
            raise NotRewrittenError(message)


def _dump(tree: ast.Module) -> str:
    return ast.dump(tree, include_attributes=True)
