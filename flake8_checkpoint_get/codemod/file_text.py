"""The text of a file with its own line ends and encoding, so that it can be written back."""

from __future__ import annotations

import io
import tokenize
from dataclasses import dataclass
from functools import cached_property

from flake8_checkpoint_get.model import Span


class NotRewrittenError(Exception):
    """A file that is left as it is; the message says why, in a few words."""


@dataclass(frozen=True)
class FileText:
    """A file, decoded: ``text`` has the line ends that the file has, and no byte order mark."""

    text: str
    encoding: str

    @classmethod
    def from_bytes(cls, data: bytes) -> FileText:
        """Decode a file as PEP 263 says.

        Raises:
            NotRewrittenError: it would not be the same again when encoded.
        """
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
            decoded = cls(data.decode(encoding), encoding)
            is_same = decoded.with_text(decoded.text) == data
        except (SyntaxError, UnicodeError, LookupError) as error:
            message = f"its encoding is not what it says: {error}"
            raise NotRewrittenError(message) from error
        if not is_same:
            message = f"its encoding, {encoding}, has more than one way to write it"
            raise NotRewrittenError(message)
        return decoded

    def with_text(self, text: str) -> bytes:
        """Return another text, encoded as this one."""
        return text.encode(self.encoding)

    @cached_property
    def lines(self) -> list[str]:
        """The lines, with their ends: ``\\n``, ``\\r\\n`` or ``\\r``, as ``ast`` counts lines."""
        return io.StringIO(self.text, newline="").readlines()

    def offset(self, line: int, column: int) -> int:
        """Return where a place is in the text: how many characters are before it."""
        return self._starts[line - 1] + column

    def end_of_line(self, line: int) -> int:
        """Return where a line ends in the text, without its line end."""
        return self.offset(line, len(self.lines[line - 1].rstrip("\r\n")))

    def byte_range(self, span: Span) -> tuple[int, int]:
        """Return where a span starts and ends, in bytes of UTF-8, as libcst counts."""
        start = self.offset(span.line, span.column)
        end = self.offset(span.end_line, span.end_column)
        first = len(self.text[:start].encode())
        return first, first + len(self.text[start:end].encode())

    @cached_property
    def _starts(self) -> list[int]:
        starts, position = list[int](), 0
        for line in self.lines:
            starts.append(position)
            position += len(line)
        return [*starts, position]
