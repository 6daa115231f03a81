"""The edit that takes a ``try`` away from around the reads in it."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from flake8_checkpoint_get.analysis.removals import (
    LeftToPeopleError,
    end_of_block,
    keep_comments,
    keep_header,
)
from flake8_checkpoint_get.model import Edit, EditForm
from flake8_checkpoint_get.source import Source


def unwrapped_try(
    source: Source, handler: ast.ExceptHandler, above: Mapping[ast.AST, ast.AST]
) -> tuple[Edit, ...]:
    """Return what leaves the body of the ``try`` around a handler alone.

    Raises:
        LeftToPeopleError: a comment would be lost with the handlers.
    """
    match above.get(handler):
        case ast.Try(_, [first, *_] as handlers) as statement:
            last = end_of_block(source, handlers[-1].body, statement)
            keep_comments(source, first.lineno, last)
            keep_header(source, statement)
            return (Edit(source.span(statement), EditForm.BODY),)
        case _:
            message = "the try block is not in sight"
            raise LeftToPeopleError(message)
