"""What the author of a restore method says about keys that may be missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.analysis.syntax import FunctionNode, assigned_names
from flake8_checkpoint_get.source import Source

NOTE = re.compile(
    r"backward|compat|legacy|\bold(er)?\b|predate|previous (checkpoint|version|release)"
    r"|\badded in\b|if .* contains|optional|\bmissing\b",
    re.IGNORECASE,
)
"""What comments and docstrings say of keys that old checkpoints lack."""

Parents = Mapping[ast.AST, ast.AST]


@dataclass(frozen=True)
class AuthorNotes:
    """What the comments and docstrings of a module say; ``above`` has the parent of each node."""

    source: Source
    above: Parents
    _noted_names: dict[FunctionNode, frozenset[str]] = field(default_factory=dict)

    def speak_of_missing_keys(self, node: ast.AST, function: FunctionNode | None) -> bool:
        """Tell whether a comment at a read, or the docstring around it, says that it may miss.

        Looked at are the comments in and right above its statement, those at the head of the run of
        like statements that it stands in, those above the statements around it, and those at the
        head of an ``if`` that tests the name that the read is assigned to.
        """
        if function is not None and NOTE.search(ast.get_docstring(function) or ""):
            return True
        if not self._notes:
            return False
        if any(n in self._notes for n in _lines_near(self.source, node, function, self.above)):
            return True
        return function is not None and not self._noted(function).isdisjoint(
            _assigned_at(node, self.above)
        )

    def _noted(self, function: FunctionNode) -> frozenset[str]:
        """Return the names that a function tests where a comment speaks of missing keys."""
        if function not in self._noted_names:
            tests = (part for part in ast.walk(function) if isinstance(part, ast.If))
            noted = (t.test for t in tests if not self._notes.isdisjoint(_at_test(self.source, t)))
            parts = (part for test in noted for part in ast.walk(test))
            names = frozenset(part.id for part in parts if isinstance(part, ast.Name))
            self._noted_names[function] = names
        return self._noted_names[function]

    @cached_property
    def _notes(self) -> frozenset[int]:
        """The lines with a comment that speaks of missing keys."""
        lines = enumerate(self.source.lines, start=1)
        # Most files have none: only the others are split into tokens.
        suspect = [number for number, line in lines if "#" in line and NOTE.search(line)]
        found = (n for n in suspect if NOTE.search(self.source.comments.get(n, "")))
        return frozenset(found)


def _lines_near(
    source: Source, node: ast.AST, function: FunctionNode | None, above: Parents
) -> Iterator[int]:
    around = [node, *(parent for _, parent in upwards(node, above))]
    inside = around[: around.index(function)] if function in around else around
    statements = [one for one in inside if isinstance(one, ast.stmt)]
    for depth, statement in enumerate(statements):
        yield from _comment_block(source, statement.lineno)
        if depth == 0:
            yield from _lines(statement)
            for earlier in _run(statement, above):
                yield from _comment_block(source, earlier.lineno)
                yield from _lines(earlier)


def _assigned_at(node: ast.AST, above: Parents) -> list[str]:
    """Return the names that the statement assigns in which a read stands."""
    around = (node, *(parent for _, parent in upwards(node, above)))
    statement = next((one for one in around if isinstance(one, ast.stmt)), None)
    return [name for name, _ in assigned_names(statement)] if statement is not None else []


def _at_test(source: Source, test: ast.If) -> Iterator[int]:
    """Yield the lines of the head of an ``if``, of the comments above it, and above its block."""
    yield from _comment_block(source, test.lineno)
    yield from range(test.lineno, test.body[0].lineno + 1)


def _run(statement: ast.stmt, above: Parents) -> Iterator[ast.stmt]:
    """Yield the like statements right before one, each on the line below the one before."""
    parent = above.get(statement)
    bodies = (getattr(parent, name, []) for name in ("body", "orelse", "finalbody"))
    body = next((one for one in bodies if statement in one), [])
    following = statement
    for earlier in reversed(body[: body.index(statement)] if body else []):
        end = earlier.end_lineno or earlier.lineno
        if type(earlier) is not type(statement) or following.lineno != end + 1:
            return
        yield earlier
        following = earlier


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
