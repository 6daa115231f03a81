"""The stretches of a file that no edit may change."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flake8_checkpoint_get.analysis.removals import end_of_block
from flake8_checkpoint_get.codemod.expected import kept_parts
from flake8_checkpoint_get.codemod.file_text import FileText
from flake8_checkpoint_get.model import Edit, EditForm
from flake8_checkpoint_get.source import Source

Hole = tuple[int, int]
"""Where text may change: its start and its end, in characters."""


BESIDE = " \t\f\r\n"
Part = ast.expr | ast.stmt


@dataclass(frozen=True)
class Frozen:
    """Works out what stays: ``nodes`` are those that are edited, of the tree of ``source``."""

    file: FileText
    source: Source
    nodes: Mapping[ast.AST, Edit]

    def stretches(self) -> list[str]:
        """Return the text between the places that may change, in order."""
        text, position, kept = self.file.text, 0, list[str]()
        for start, end in sorted(self._holes()):
            if start >= position:
                kept.append(text[position:start])
            position = max(position, end)
        return [*kept, text[position:]]

    def _holes(self) -> Iterator[Hole]:
        for node, edit in self.nodes.items():
            match edit.form, node:
                case EditForm.WITH_ELSE, ast.stmt():
                    end = self._end_of_block(node)
                    yield end, end
                case EditForm.LONGER_ELSE, ast.stmt():
                    end = self.file.end_of_line(node.end_lineno or node.lineno)
                    yield end, end
                case EditForm.REMOVED, ast.stmt():
                    yield self._start_of_line(node), self._next_text(node)
                case EditForm.NO_OPERAND, ast.BoolOp(values=operands):
                    yield from self._around_operands(node, operands, edit.operand)
                case _, ast.stmt():
                    yield from self._around_block(node, kept_parts(node, edit.form))
                case _, ast.expr():
                    yield from self._around_parts(node, kept_parts(node, edit.form))
                case _:
                    pass

    def _around_parts(self, node: ast.expr, parts: Sequence[Part]) -> Iterator[Hole]:
        """Yield what is between the kept parts of an expression, with the parentheses around."""
        is_choice = isinstance(node, ast.IfExp)
        position = self._before_parentheses(node) if is_choice else self._start(node)
        for part in parts:
            yield position, self._start(part)
            position = self._end(part)
        yield position, self._behind_parentheses(node) if is_choice else self._end(node)

    def _around_block(self, node: ast.stmt, block: Sequence[Part]) -> Iterator[Hole]:
        """Yield what is around the kept block of a statement, and the indentation of its lines."""
        start, end = self._start(node), self._end_of_block(node)
        yield from self._blanks_behind(node)
        if not block:
            yield start, end
            return
        yield start, self._start(block[0])
        yield self._end(block[-1]), end
        last = block[-1].end_lineno or block[-1].lineno
        for number in range(block[0].lineno + 1, last + 1):
            if number not in self._in_strings:
                line = self.source.lines[number - 1]
                begin = self.file.offset(number, 0)
                yield begin, begin + len(line) - len(line.lstrip(BESIDE))

    def _around_operands(
        self, whole: ast.expr, operands: list[ast.expr], number: int
    ) -> Iterator[Hole]:
        """Yield where an operand stands, with the operator, and where a parenthesis can come in."""
        before, after = operands[:number], operands[number + 1 :]
        start, end = self._start(whole), self._end(whole)
        yield self._before_parentheses(whole), start
        yield (
            self._end(before[-1]) if before else start,
            self._start(after[0]) if after else end,
        )
        yield end, self._behind_parentheses(whole)

    def _before_parentheses(self, node: ast.expr) -> int:
        """Return where the parentheses around an expression start."""
        return len(self.file.text[: self._start(node)].rstrip(BESIDE + "("))

    def _behind_parentheses(self, node: ast.expr) -> int:
        """Return where the parentheses around an expression end."""
        text, end = self.file.text, self._end(node)
        return len(text) - len(text[end:].lstrip(BESIDE + ")"))

    def _blanks_behind(self, node: ast.stmt) -> Iterator[Hole]:
        """Yield the lines of blanks behind a statement: libcst counts them as part of its block."""
        for number in range((node.end_lineno or node.lineno) + 1, len(self.source.lines) + 1):
            if self.source.lines[number - 1].strip():
                break
            yield self.file.offset(number, 0), self.file.end_of_line(number)

    def _start(self, node: Part) -> int:
        span = self.source.span(node)
        return self.file.offset(span.line, span.column)

    def _end(self, node: Part) -> int:
        span = self.source.span(node)
        return self.file.offset(span.end_line, span.end_column)

    def _start_of_line(self, node: ast.stmt) -> int:
        return self.file.offset(node.lineno, 0)

    def _end_of_block(self, node: ast.stmt) -> int:
        """Return where the lines of a statement end, with the comments at its end."""
        return self.file.end_of_line(end_of_block(self.source, [node], node))

    def _next_text(self, node: ast.stmt) -> int:
        """Return where the next line starts that is not empty."""
        number = (node.end_lineno or node.lineno) + 1
        while number <= len(self.source.lines) and not self.source.lines[number - 1].strip():
            number += 1
        return self.file.offset(number, 0)

    @cached_property
    def _in_strings(self) -> frozenset[int]:
        """The lines that start inside a string."""
        found = set[int]()
        for token in tokenize.generate_tokens(iter(self.source.lines).__next__):
            if tokenize.tok_name[token.type] in ("STRING", "FSTRING_MIDDLE"):
                found.update(range(token.start[0] + 1, token.end[0] + 1))
        return frozenset(found)
