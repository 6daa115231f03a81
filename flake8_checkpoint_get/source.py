"""A module's text and tree, and every conversion between columns.

``ast`` counts columns in UTF-8 bytes, people and editors count characters. Nothing outside this
module converts between the two.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from dataclasses import dataclass, field
from functools import cached_property

from flake8_checkpoint_get.model import Span
from flake8_checkpoint_get.own_stack import when_short
from flake8_checkpoint_get.printing import printable

BYTE_ORDER_MARK = "\ufeff"


class NotAnalysedError(Exception):
    """A file that cannot be looked at; the message says why, in a few words."""


LARGEST = 8_000_000
"""Bytes up to which a file is looked at: a larger one is data, and takes minutes and gigabytes."""


def verify_size(size: int) -> None:
    """Let a file of that many bytes pass.

    Raises:
        NotAnalysedError: it is too large.
    """
    if size > LARGEST:
        message = f"too large: more than {LARGEST:,} bytes"
        raise NotAnalysedError(message)


def decode(data: bytes) -> list[str]:
    """Return the lines of a file as flake8 sees them: decoded, ending in ``\\n``, without a BOM.

    The encoding is the one of PEP 263; where the cookie or the bytes are wrong, Latin-1, as in
    flake8 (``FileProcessor.read_lines_from_filename``).
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        lines = io.TextIOWrapper(io.BytesIO(data), encoding).readlines()
    except (SyntaxError, UnicodeError, LookupError):
        lines = io.TextIOWrapper(io.BytesIO(data), "latin-1").readlines()
    if lines:
        lines[0] = lines[0].removeprefix(BYTE_ORDER_MARK)
    return lines


TOO_MUCH_TO_PARSE = "too deeply nested or too large to parse"
MOST_PARTS = 5_000
DOTTED = re.compile(r"(?:\.[\s\\]*+(?!\d)[^\x00-/:-@\[-^`{-\x7f\s]++[\s\\]*+)++")
"""Names behind dots. Numbers are none; marks that ``\\w`` leaves out are parts of names."""


def parse(lines: list[str]) -> ast.Module:
    """Parse the lines of a module.

    Raises:
        NotAnalysedError: the text is not valid Python, or too deep or too large for ``ast``.
    """
    text = "".join(lines)
    if _has_endless_name(text):
        raise NotAnalysedError(TOO_MUCH_TO_PARSE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python warns of in this code is none of ours
            return when_short(lambda: ast.parse(text))
    except SyntaxError as error:
        where = f" (line {error.lineno})" if error.lineno else ""
        message = f"invalid syntax: {error.msg}{where}"
        raise NotAnalysedError(message) from error
    except ValueError as error:
        message = f"invalid: {error}"
        raise NotAnalysedError(message) from error
    except (RecursionError, MemoryError) as error:
        raise NotAnalysedError(TOO_MUCH_TO_PARSE) from error


def _has_endless_name(text: str) -> bool:
    """Tell whether a dotted name has so many parts that Python takes gigabytes to join them."""
    if text.count(".") < MOST_PARTS:
        return False
    return any(name.group().count(".") >= MOST_PARTS for name in DOTTED.finditer(text))


LONGEST_TEXT = 60


def shown(text: str) -> str:
    """Return source text on one line, printable, and no longer than a message can bear."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 3]}..."


Located = ast.expr | ast.stmt | ast.excepthandler | ast.pattern
"""The nodes that have a place in the text."""


@dataclass(frozen=True)
class Source:
    """The lines of a module, each ending in ``\\n``, and the tree parsed from them."""

    lines: list[str] = field(repr=False)
    tree: ast.Module = field(repr=False)

    @classmethod
    def from_bytes(cls, data: bytes) -> Source:
        """Decode and parse a file.

        Raises:
            NotAnalysedError: as ``verify_size`` and ``parse``.
        """
        verify_size(len(data))
        lines = decode(data)
        return cls(lines, parse(lines))

    def span(self, node: Located) -> Span:
        """Return where a node stands, in characters."""
        end_line, end_offset = node.end_lineno or node.lineno, node.end_col_offset
        return Span(
            node.lineno,
            self._character_column(node.lineno, node.col_offset),
            end_line,
            self._character_column(end_line, end_offset or node.col_offset),
        )

    def definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Span:
        """Return where ``def name`` of a function stands."""
        start = self.span(node)
        words = "async def " if isinstance(node, ast.AsyncFunctionDef) else "def "
        end = start.column + len(words) + len(node.name)
        return Span(start.line, start.column, start.line, end)

    def header(self, node: ast.ExceptHandler) -> Span:
        """Return where the ``except`` clause of a handler stands, without the colon and body."""
        start = self.span(node)
        if node.type is None:
            end_line, end_column = start.line, start.column + len("except")
        else:
            kind = self.span(node.type)
            end_line, end_column = kind.end_line, kind.end_column
        return Span(start.line, start.column, end_line, end_column)

    def segment(self, node: Located) -> str:
        """Return the text of a node: as written if it stands on one line, else normalised."""
        if node.lineno != node.end_lineno:
            return ast.unparse(node).replace("\n", " ")
        line = self.lines[node.lineno - 1].encode("utf-8", "surrogatepass")
        text = line[node.col_offset : node.end_col_offset]
        return text.decode("utf-8", "surrogatepass")

    def text_before(self, node: Located) -> str:
        """Return what stands before a node on its first line."""
        span = self.span(node)
        return self.lines[span.line - 1][: span.column]

    def text_from(self, node: Located) -> str:
        """Return the first line of a node, from its start to the end of the line."""
        span = self.span(node)
        return self.lines[span.line - 1][span.column :]

    def text_after(self, node: Located) -> str:
        """Return what stands behind a node on its last line."""
        span = self.span(node)
        return self.lines[span.end_line - 1][span.end_column :]

    def position_before_end(self, node: Located, text: str) -> tuple[int, int]:
        """Return line and column of the text that a node ends with."""
        span = self.span(node)
        return span.end_line, span.end_column - len(text)

    @property
    def comments(self) -> dict[int, str]:
        """The comment that stands on each line that has one."""
        return self._scanned[0]

    @property
    def long_strings(self) -> list[str]:
        """The strings of several lines, as they are written."""
        return self._scanned[1]

    @cached_property
    def _scanned(self) -> tuple[dict[int, str], list[str]]:
        """Comments and long strings; none where ``tokenize`` does not take what ``ast`` takes.

        Nothing else of the tokens is kept: each can hold its whole line anew.
        """
        comments, strings = dict[int, str](), list[str]()
        try:
            for kind, text, (line, _), *_ in tokenize.generate_tokens(iter(self.lines).__next__):
                if kind == tokenize.COMMENT:
                    comments[line] = text
                elif "\n" in text and "STRING" in tokenize.tok_name[kind]:
                    strings.append(text)
        except (tokenize.TokenError, SyntaxError):
            return {}, []
        return comments, strings

    def _character_column(self, line: int, byte_offset: int) -> int:
        text = self.lines[line - 1]
        if text.isascii():
            return byte_offset
        encoded = text.encode("utf-8", "surrogatepass")
        return len(encoded[:byte_offset].decode("utf-8", "replace"))
