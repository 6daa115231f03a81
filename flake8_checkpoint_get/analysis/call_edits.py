"""The edits that make a call strict: ``get``, ``pop``, ``setdefault`` and ``getattr``."""

from __future__ import annotations

import ast
import keyword
from collections.abc import Mapping
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.removals import LeftToPeopleError, keep_comments
from flake8_checkpoint_get.analysis.strict_paths import AskedKey
from flake8_checkpoint_get.model import Edit, EditForm
from flake8_checkpoint_get.source import Source


@dataclass(frozen=True, slots=True)
class CallEdits:
    """The edits for calls of one module; ``above`` has the parent of each node."""

    source: Source
    above: Mapping[ast.AST, ast.AST]

    def of_read(self, node: ast.Call) -> tuple[Edit, ...]:
        """Return what makes a ``get``, ``pop`` or ``setdefault`` strict.

        Raises:
            LeftToPeopleError: it is not rewritten.
        """
        match node.func, node.args:
            case ast.Attribute(receiver, method), [key, *_] if not node.keywords:
                self._keep_comments(node, receiver, key)
            case _:
                message = "the call is not one of a method of the mapping"
                raise LeftToPeopleError(message)
        if method == "setdefault":
            return (self._of_setdefault(node, AskedKey(receiver, key)),)
        form = EditForm.NO_DEFAULT if method == "pop" else EditForm.SUBSCRIPT
        return (Edit(self.source.span(node), form),)

    def of_getattr(self, node: ast.Call) -> tuple[Edit, ...]:
        """Return what makes a ``getattr`` strict.

        Raises:
            LeftToPeopleError: it is not rewritten.
        """
        match node:
            case ast.Call(ast.Name("getattr"), [_, name, _], []):
                keep_comments(self.source, node.lineno, (node.end_lineno or node.lineno) - 1)
                form = EditForm.ATTRIBUTE if _is_plain_name(name) else EditForm.NO_DEFAULT
                return (Edit(self.source.span(node), form),)
            case _:
                message = "it asks for a name without reading it"
                raise LeftToPeopleError(message)

    def _of_setdefault(self, node: ast.Call, asked: AskedKey) -> Edit:
        """Return the subscript in its place; as a statement it goes, if what follows is strict."""
        span = self.source.span(node)
        statement = self.above.get(node)
        can_go = isinstance(statement, ast.Expr) and self._can_go(statement)
        is_read = asked.is_read_on_every_path(following(statement, self.above))
        return Edit(span, EditForm.REMOVED if can_go and is_read else EditForm.SUBSCRIPT)

    def _can_go(self, statement: ast.Expr) -> bool:
        """Tell whether a statement has its lines for itself, without a comment."""
        is_first = not self.source.text_before(statement).strip()
        return is_first and not self.source.text_after(statement).strip()

    def _keep_comments(self, node: ast.Call, receiver: ast.expr, key: ast.expr) -> None:
        """Make sure that the comments in a call have a place in what becomes of it."""
        source = self.source
        end, end_of_key = node.end_lineno or node.lineno, key.end_lineno or key.lineno
        name = node.func
        line_of_name = name.end_lineno or name.lineno
        is_on_own_line = source.lines[line_of_name - 1].lstrip().startswith(".")
        if not is_on_own_line:
            keep_comments(source, receiver.end_lineno or receiver.lineno, line_of_name - 1)
        if not source.text_after(name).lstrip().startswith("("):
            keep_comments(source, line_of_name, key.lineno - 1)
        has_default_there = len(node.args) > 1 and node.args[1].lineno == end_of_key
        keep_comments(source, end_of_key + (not has_default_there), end - 1)


def following(statement: ast.AST | None, above: Mapping[ast.AST, ast.AST]) -> list[ast.stmt]:
    """Return the statements after one in the same block."""
    parent = above.get(statement) if statement is not None else None
    for _, block in ast.iter_fields(parent) if parent is not None else ():
        if isinstance(block, list) and statement in block:
            return block[block.index(statement) + 1 :]
    return []


def _is_plain_name(name: ast.expr) -> bool:
    """Tell whether a constant can stand behind a dot, and means the same there."""
    match name:
        case ast.Constant(str(text)):
            is_mangled = text.startswith("__") and not text.endswith("__")
            is_name = text.isascii() and text.isidentifier() and not keyword.iskeyword(text)
            return is_name and not is_mangled
        case _:
            return False
