"""What a rewriting takes away, and whether a comment would go with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.source import Located, Source


class LeftToPeopleError(Exception):
    """A flaw that is not rewritten; the message says why."""


def keep_text(source: Source, node: ast.expr, above: Mapping[ast.AST, ast.AST]) -> None:
    """Make sure that an expression is where ``ast`` says, and that its text is no value itself.

    Raises:
        LeftToPeopleError: it stands in an f-string that shows its source (``f"{x=}"``), or in one
            of which ``ast`` does not know the columns (before Python 3.12).
    """
    if not any(isinstance(parent, ast.JoinedStr) for _, parent in upwards(node, above)):
        return
    if source.text_after(node).lstrip().startswith("=") or not _is_text_of(source, node):
        message = "it stands in an f-string"
        raise LeftToPeopleError(message)


def _is_text_of(source: Source, node: ast.expr) -> bool:
    try:
        written = ast.parse(source.segment(node), mode="eval").body
    except SyntaxError:
        return False
    return ast.dump(written) == ast.dump(node)


def keep_comments(source: Source, first: int, last: int) -> None:
    """Make sure that no comment stands on lines that a rewriting takes away, ``last`` included.

    Raises:
        LeftToPeopleError: a comment would be lost.
    """
    if any(first <= line <= last for line in source.comments):
        message = "a comment would be lost"
        raise LeftToPeopleError(message)


FOR_PROGRAMS = re.compile(r"#\s*(noqa|type:|pragma|pylint|pyright|mypy|ruff|flake8|fmt|isort|yapf)")


def keep_header(source: Source, statement: ast.If | ast.Try) -> None:
    """Make sure that the comments at the head of a block have a place: a line of their own.

    Raises:
        LeftToPeopleError: one stands within the test, or means something to a program there.
    """
    end = statement.lineno
    if isinstance(statement, ast.If):
        end = statement.test.end_lineno or end
        if not re.match(r"[\s)]*:", source.text_after(statement.test)):
            end = statement.body[0].lineno
        keep_comments(source, statement.lineno, end - 1)
    if FOR_PROGRAMS.match(source.comments.get(end, "")) and statement.body[0].lineno > end:
        message = "a comment for a program would mean something else"
        raise LeftToPeopleError(message)


def end_of_block(source: Source, block: Sequence[ast.stmt], around: Located) -> int:
    """Return the last line of a block of a statement, with the comments at its end."""
    last = block[-1].end_lineno or block[-1].lineno
    for number in range(last + 1, len(source.lines) + 1):
        line = source.lines[number - 1]
        text = line.lstrip()
        if text.startswith("#") and len(line) - len(text) > around.col_offset:
            last = number
        elif text:
            break
    return last


def line_of_else(source: Source, statement: ast.If) -> int:
    """Return the line on which the ``else`` of a statement stands."""
    lowest = statement.body[-1].end_lineno or statement.lineno
    for number in range(statement.orelse[0].lineno, lowest, -1):
        if source.lines[number - 1].lstrip().startswith("else"):
            return number
    message = "the else is not in sight"
    raise LeftToPeopleError(message)


def is_elif(source: Source, statement: ast.AST) -> bool:
    """Tell whether an ``if`` is written as ``elif``."""
    return isinstance(statement, ast.If) and source.text_from(statement).startswith("elif")
