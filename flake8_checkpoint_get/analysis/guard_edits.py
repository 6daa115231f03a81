"""The edits that take a test for a key away, so that what it guards fails without the key."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flake8_checkpoint_get.analysis.call_edits import CallEdits, following
from flake8_checkpoint_get.analysis.default_effects import effect_of
from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.analysis.recorder import Recorder
from flake8_checkpoint_get.analysis.removals import (
    LeftToPeopleError,
    end_of_block,
    is_elif,
    keep_comments,
    keep_header,
    line_of_else,
)
from flake8_checkpoint_get.analysis.strict_paths import AskedKey, is_plain, mapping_of
from flake8_checkpoint_get.analysis.syntax import assigned_texts, written
from flake8_checkpoint_get.model import Edit, EditForm
from flake8_checkpoint_get.source import Source

NOT_READ = "what the test guards does not read the key on every path"
BY_OTHER_NAME = "what the test guards may also read the key by another name, with a default"
OTHERWISE = "the block around the test does more than to restore the key"


@dataclass(frozen=True, slots=True)
class KeyTest:
    """A test for a key: where it stands, as far up as it alone decides, and what it asks.

    ``node`` is the comparison with the ``not`` around it, ``is_negative`` is set where it holds
    without the key. ``whole`` is the operation, if it is one of several operands of ``and``.
    """

    node: ast.expr
    asked: AskedKey
    is_negative: bool
    whole: ast.BoolOp | None = None


@dataclass(frozen=True, slots=True)
class GuardEdits:
    """The edits for the guards of one module.

    ``above`` has the parent of each node, ``recorder`` knows of which reads the key is there.
    """

    source: Source
    above: Mapping[ast.AST, ast.AST]
    recorder: Recorder

    def of_test(self, node: ast.Compare) -> tuple[Edit, ...]:
        """Return what takes a test away: the branch that reads the key stands alone.

        Raises:
            LeftToPeopleError: it is not rewritten.
        """
        test = self._test(node)
        if test.whole is not None:
            return self._without_operand(test, test.whole)
        match self.above.get(test.node):
            case ast.IfExp(condition) as choice if condition is test.node:
                return self._of_choice(test, choice)
            case ast.If(condition) as statement if condition is test.node:
                return self._of_statement(test, statement)
            case _:
                raise LeftToPeopleError(OTHERWISE)

    def _test(self, node: ast.Compare) -> KeyTest:
        """Return what a comparison asks, and how far up it alone decides."""
        match node:
            case ast.Compare(key, [ast.In() | ast.NotIn() as operator], [receiver]):
                asked = AskedKey(mapping_of(receiver), key)
            case _:
                raise LeftToPeopleError(OTHERWISE)
        if not is_plain(asked.receiver) or effect_of(key):
            message = "the test does more than to ask"
            raise LeftToPeopleError(message)
        test = KeyTest(node, asked, isinstance(operator, ast.NotIn))
        for _, parent in upwards(node, self.above):
            match parent:
                case ast.UnaryOp(ast.Not()):
                    test = replace(test, node=parent, is_negative=not test.is_negative)
                case ast.BoolOp(ast.And()) if not test.is_negative:
                    return replace(test, whole=parent)
                case _:
                    break
        return test

    def _of_choice(self, test: KeyTest, choice: ast.IfExp) -> tuple[Edit, ...]:
        found = choice.orelse if test.is_negative else choice.body
        asked, inner = self._made_strict(test.asked, [found])
        if not asked.is_read_by_expression(found):
            raise LeftToPeopleError(NOT_READ)
        last = choice.end_lineno or choice.lineno
        keep_comments(self.source, choice.lineno, found.lineno - 1)
        keep_comments(self.source, found.end_lineno or found.lineno, last - 1)
        form = EditForm.ORELSE if test.is_negative else EditForm.BODY
        return (Edit(self.source.span(choice), form), *inner)

    def _of_statement(self, test: KeyTest, statement: ast.If) -> tuple[Edit, ...]:
        chain = (statement, *statement.orelse[:1])
        has_elif = any(isinstance(one, ast.If) and is_elif(self.source, one) for one in chain)
        match statement.body, statement.orelse:
            case [ast.Assign([ast.Subscript() as target])], [] if test.is_negative:
                return (self._of_backfill(test.asked, statement, target),)
            case missing, [_, *_] as found if test.is_negative and not has_elif:
                form = EditForm.ORELSE
            case found, missing if not test.is_negative:
                form = EditForm.ELSE if is_elif(self.source, statement) else EditForm.BODY
            case _:
                raise LeftToPeopleError(OTHERWISE)
        asked, inner = self._made_strict(test.asked, found)
        if not asked.is_read_on_every_path(found):
            raise LeftToPeopleError(NOT_READ)
        if not _only_assigns(missing, found) or self._leaves_dead_code(statement, found):
            raise LeftToPeopleError(OTHERWISE)
        keep_header(self.source, statement)
        self._keep_comments(statement, form)
        return (Edit(self.source.span(statement), form), *inner)

    def _leaves_dead_code(self, statement: ast.If, found: list[ast.stmt]) -> bool:
        """Tell whether nothing could come to the code behind a block that stands alone."""
        match found[-1]:
            case ast.Return() | ast.Raise():
                around = [statement, *(parent for _, parent in upwards(statement, self.above))]
            case ast.Break() | ast.Continue():
                around = [statement]
            case _:
                around = []
        return any(following(one, self.above) for one in around if isinstance(one, ast.stmt))

    def _of_backfill(self, asked: AskedKey, statement: ast.If, target: ast.Subscript) -> Edit:
        """Return what becomes of a statement that fills in a missing key."""
        if not asked.is_asked_by(target.value, target.slice) or is_elif(self.source, statement):
            raise LeftToPeopleError(OTHERWISE)
        last = end_of_block(self.source, statement.body, statement)
        keep_comments(self.source, statement.lineno, last)
        span = self.source.span(statement)
        if asked.is_read_on_every_path(following(statement, self.above)):
            return Edit(span, EditForm.REMOVED)
        return Edit(span, EditForm.STATEMENT, self.source.segment(target))

    def _without_operand(self, test: KeyTest, whole: ast.BoolOp) -> tuple[Edit, ...]:
        """Return what takes a test away that stands among others, joined by ``and``."""
        number = whole.values.index(test.node)
        later = whole.values[number + 1 :]
        guarded: list[ast.stmt | ast.expr] = list(later[:1])
        match self.above.get(whole):
            case ast.IfExp(condition, body) if condition is whole:
                guarded.append(body)
            case ast.If(condition, body, missing) if condition is whole:
                if not _only_assigns(missing, body):
                    raise LeftToPeopleError(OTHERWISE)
                guarded += body
            case _ if not later:
                raise LeftToPeopleError(OTHERWISE)
            case _:
                pass
        asked, inner = self._made_strict(test.asked, [*later[1:], *guarded])
        if not self._is_read(asked, guarded):
            raise LeftToPeopleError(NOT_READ)
        keep_comments(self.source, whole.lineno, (whole.end_lineno or whole.lineno) - 1)
        return (Edit(self.source.span(whole), EditForm.NO_OPERAND, operand=number), *inner)

    def _is_read(self, asked: AskedKey, parts: list[ast.stmt | ast.expr]) -> bool:
        """Tell whether the parts, one after the other, read the key on every path."""
        block = [p if isinstance(p, ast.stmt) else ast.Expr(p) for p in parts]
        return asked.is_read_on_every_path(block)

    def _keep_comments(self, statement: ast.If, form: EditForm) -> None:
        """Make sure that no comment stands in the branch that goes."""
        if form is EditForm.ORELSE:
            keep_comments(
                self.source, statement.body[0].lineno, line_of_else(self.source, statement) - 1
            )
        elif statement.orelse:
            last = end_of_block(self.source, statement.orelse, statement)
            keep_comments(self.source, line_of_else(self.source, statement), last)

    def _made_strict(
        self, asked: AskedKey, parts: list[ast.expr] | list[ast.stmt] | list[ast.stmt | ast.expr]
    ) -> tuple[AskedKey, list[Edit]]:
        """Return the edits that make calls in a guarded part strict, and the key as asked then."""
        if any(map(asked.is_touched_by, parts)):
            return asked, []
        if any(asked.may_be_missed_by_other_name(part, self.recorder) for part in parts):
            raise LeftToPeopleError(BY_OTHER_NAME)
        calls = [node for part in parts for node in self._calls(asked, part)]
        edits = [
            edit for call in calls for edit in CallEdits(self.source, self.above).of_read(call)
        ]
        return replace(asked, strict_calls=frozenset(calls)), edits

    def _calls(self, asked: AskedKey, part: ast.AST) -> Iterator[ast.Call]:
        """Yield the calls of ``get`` on the key, where nothing is lost with their defaults."""
        for node in ast.walk(part):
            match node:
                case ast.Call(ast.Attribute(receiver, "get"), [key, *rest], []):
                    is_harmless = not any(map(effect_of, rest)) and not self._is_marked(node)
                    if (
                        is_harmless
                        and self.recorder.is_known(node)
                        and asked.is_asked_by(receiver, key)
                    ):
                        yield node
                case _:
                    pass

    def _is_marked(self, node: ast.Call) -> bool:
        """Tell whether a comment on the lines of a call is for a program."""
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        notes = (self.source.comments.get(line, "").lower() for line in lines)
        return any("noqa" in note or "checkpoint:" in note for note in notes)


def _only_assigns(missing: list[ast.stmt], found: list[ast.stmt]) -> bool:
    """Tell whether a block only gives defaults to what the other block assigns."""
    targets = assigned_texts(found)
    for statement in missing:
        match statement:
            case ast.Pass():
                pass
            case ast.Assign([target], default) if written(target) in targets:
                # What a single default does is a condition of a safe fix of its own.
                if len(missing) > 1 and effect_of(default):
                    return False
            case _:
                return False
    return True
