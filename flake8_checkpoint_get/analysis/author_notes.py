"""What the author of a restore method says about keys that may be missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.source import Source

NOTE = re.compile(
    r"backward|compat|legacy|old(er)? (checkpoint|version)|if .* contains|optional", re.IGNORECASE
)
"""What comments and docstrings say of keys that old checkpoints lack."""


def speaks_of_missing_keys(
    source: Source,
    node: ast.AST,
    function: FunctionNode | None,
    above: Mapping[ast.AST, ast.AST],
) -> bool:
    """Tell whether a comment at a read, or the docstring around it, says that a key may be missing.

    Looked at are the comments on the lines of its statement, and on those right above.
    """
    if function is not None and NOTE.search(ast.get_docstring(function) or ""):
        return True
    statement = _statement(node, above)
    if statement is None:
        return False
    lines = [*_comment_block(source, statement.lineno), *_lines(statement)]
    suspect = [n for n in lines if "#" in source.lines[n - 1] and NOTE.search(source.lines[n - 1])]
    return any(NOTE.search(source.comments.get(number, "")) for number in suspect)


def _statement(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> ast.stmt | None:
    if isinstance(node, ast.stmt):
        return node
    return next(
        (parent for _, parent in upwards(node, above) if isinstance(parent, ast.stmt)), None
    )


def _comment_block(source: Source, line: int) -> Iterator[int]:
    """Yield the line above a statement, and with it the lines of one block of comments."""
    number = line - 1
    if number > 0:
        yield number
    while number > 1 and source.lines[number - 1].lstrip().startswith("#"):
        number -= 1
        if source.lines[number - 1].lstrip().startswith("#"):
            yield number


def _lines(statement: ast.stmt) -> range:
    """Return the lines of a statement; of a loop or a ``with``, only those of its head."""
    last = statement.end_lineno or statement.lineno
    if isinstance(statement, ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith):
        last = statement.body[0].lineno - 1
    return range(statement.lineno, max(last, statement.lineno) + 1)
