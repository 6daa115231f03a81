"""The libcst form of the edits for statements: a block takes the place of what was around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import libcst as cst

from flake8_checkpoint_get.model import Edit, EditForm

Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement
Statements = cst.FlattenSentinel[cst.BaseStatement]
Block = cst.Module | cst.IndentedBlock
Lines = list[cst.EmptyLine]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Rewrites statements of one file.

    Comment lines that lose their place are kept until the statement after them is at hand:
    ``_behind`` has those that stand behind a statement, ``_before`` those in front of one.
    """

    _behind: dict[cst.CSTNode, Lines] = field(default_factory=dict)
    _before: dict[cst.CSTNode, Lines] = field(default_factory=dict)

    def unwrapped_if(self, statement: cst.If, form: EditForm) -> Statements:
        """Return the statements of the branch that is left of an ``if``."""
        match form, statement.orelse:
            case EditForm.ORELSE, cst.Else(body, lines):
                first = [*_comments(_header(statement.body)), *lines]
                return self._unwrapped([*statement.leading_lines, *_tidy(first)], body, [])
            case _, cst.Else(_, lines):
                return self._unwrapped(statement.leading_lines, statement.body, _tidy(lines))
            case _:
                return self._unwrapped(statement.leading_lines, statement.body, [])

    def unwrapped_try(self, statement: cst.Try) -> Statements:
        """Return the statements of the body of a ``try``."""
        lines = [line for handler in statement.handlers[:1] for line in handler.leading_lines]
        return self._unwrapped(statement.leading_lines, statement.body, _tidy(lines))

    def else_for_elif(self, statement: cst.If) -> cst.Else:
        """Return ``else: …`` for ``elif …: …``."""
        body, orelse = statement.body, statement.orelse
        if isinstance(body, cst.IndentedBlock) and orelse is not None:
            body = body.with_changes(footer=[*body.footer, *_tidy(orelse.leading_lines)])
        return cst.Else(body, statement.leading_lines)

    def other_statement(self, statement: cst.If, edit: Edit) -> cst.BaseStatement:
        """Return another statement in the place of one."""
        return _parsed(edit.text).with_changes(leading_lines=statement.leading_lines)

    def with_else(self, statement: cst.If, edit: Edit) -> cst.If:
        """Return an ``if`` with one more statement where its condition does not hold."""
        added = _parsed(edit.text)
        match statement.orelse:
            case cst.Else(cst.IndentedBlock() as block) as orelse:
                longer = block.with_changes(body=[*block.body, added])
                return statement.with_changes(orelse=orelse.with_changes(body=longer))
            case _:
                indent = getattr(statement.body, "indent", None)
                block = cst.IndentedBlock([added], indent=indent)
                return statement.with_changes(orelse=cst.Else(block))

    def note_removed(self, block: Block, removed: Iterable[cst.CSTNode]) -> None:
        """Note that statements will go: what stands above them is kept for the next ones."""
        gone = set(removed)
        for statement, following in zip(block.body, block.body[1:], strict=False):
            if statement in gone:
                kept = [*self._before.get(statement, ()), *_lines_above(statement)]
                self._before[following] = kept

    def with_lines_above(self, original: cst.CSTNode, updated: cst.CSTNode) -> cst.CSTNode:
        """Return a statement with what is kept for it."""
        kept = self._before.get(original)
        if not kept:
            return updated
        return updated.with_changes(leading_lines=[*kept, *_tidy(_lines_above(updated))])

    def with_lines_behind(self, block: Block) -> Block:
        """Return a block in which the lines behind its statements have their place."""
        if self._behind.keys().isdisjoint(block.body):
            return block
        body, pending = list[cst.CSTNode](), Lines()
        for statement in block.body:
            behind = self._behind.pop(statement, [])
            above = [*pending, *_lines_above(statement)]
            body.append(statement.with_changes(leading_lines=above) if pending else statement)
            pending = behind
        return block.with_changes(body=body, footer=[*pending, *block.footer])

    def _unwrapped(
        self, above: Sequence[cst.EmptyLine], suite: cst.BaseSuite, behind: Lines
    ) -> Statements:
        """Return the statements of a block, with what stood above, and remember what is behind."""
        statements = list[cst.BaseStatement]()
        match suite:
            case cst.IndentedBlock([first, *others], header, _, footer):
                lines = [*above, *_comments(header), *_tidy(_lines_above(first))]
                statements[:] = [first.with_changes(leading_lines=lines), *others]
                behind = [*footer, *behind]
            case cst.SimpleStatementSuite(body):
                end = suite.trailing_whitespace
                statements[:] = [cst.SimpleStatementLine(body, above, end)]
            case _:
                pass
        if behind:
            self._behind[statements[-1]] = behind
        return cst.FlattenSentinel(statements)


def _parsed(text: str) -> cst.BaseStatement:
    return cst.ensure_type(cst.parse_statement(text), cst.SimpleStatementLine).with_changes(
        trailing_whitespace=cst.TrailingWhitespace(newline=cst.Newline(None))
    )


def _header(suite: cst.BaseSuite) -> cst.TrailingWhitespace:
    return suite.header if isinstance(suite, cst.IndentedBlock) else cst.TrailingWhitespace()


def _comments(header: cst.TrailingWhitespace) -> Lines:
    """Return a line of its own for the comment behind a colon."""
    if header.comment is None:
        return []
    return [cst.EmptyLine(comment=header.comment, newline=header.newline)]


def _lines_above(statement: cst.CSTNode) -> Sequence[cst.EmptyLine]:
    return statement.leading_lines if isinstance(statement, Statement) else ()


def _tidy(lines: Sequence[cst.EmptyLine]) -> Lines:
    """Return lines without the empty ones that they start with."""
    first = next((n for n, line in enumerate(lines) if line.comment), len(lines))
    return list(lines[first:])
