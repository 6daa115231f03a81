"""The libcst form of the edits for expressions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import libcst as cst

from flake8_checkpoint_get.codemod.file_text import FileText, NotRewrittenError
from flake8_checkpoint_get.model import Edit

MOST_COLUMNS = 79
"""A call laid out over several lines is joined, if it fits: PEP 8's limit suits every project."""

PRIMARY = (cst.Name, cst.Attribute, cst.Subscript, cst.Call)
"""Expressions that need no parentheses anywhere."""

Space = cst.BaseParenthesizableWhitespace
NOTHING = cst.SimpleWhitespace("")


@dataclass(frozen=True, slots=True)
class Expressions:
    """Rewrites expressions of one file."""

    module: cst.Module
    file: FileText

    def subscript(self, edit: Edit, call: cst.Call) -> cst.BaseExpression:
        """Return ``R[K]`` for ``R.get(K, D)``."""
        match call.func, call.args:
            case cst.Attribute(receiver, _, dot), [key, *_]:
                pass
            case _:
                raise _unlike(edit)
        last = _last_space(call.args)
        value = key.value
        laid_out = cst.Subscript(
            receiver,
            [cst.SubscriptElement(cst.Index(value))],
            lbracket=cst.LeftSquareBracket(call.whitespace_before_args),
            rbracket=cst.RightSquareBracket(last),
            whitespace_after_value=_first_comment(dot.whitespace_before, dot.whitespace_after),
            lpar=call.lpar,
            rpar=call.rpar,
        )
        joined = laid_out.with_changes(
            lbracket=cst.LeftSquareBracket(), rbracket=cst.RightSquareBracket()
        )
        spaces = (call.whitespace_before_args, last)
        return joined if self._can_be_joined(edit, joined, value, spaces) else laid_out

    def without_default(self, edit: Edit, call: cst.Call) -> cst.BaseExpression:
        """Return ``R.pop(K)`` for ``R.pop(K, D)``: a call without its last argument."""
        *_, key, default = call.args
        has_comma = isinstance(default.comma, cst.Comma)
        comma = cst.Comma() if has_comma else cst.MaybeSentinel.DEFAULT
        last = _last_space(call.args[-2:])
        kept = [*call.args[:-2], key.with_changes(comma=comma, whitespace_after_arg=last)]
        laid_out = call.with_changes(args=kept)
        bare = key.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=NOTHING)
        joined = call.with_changes(args=[*kept[:-1], bare], whitespace_before_args=NOTHING)
        spaces = (call.whitespace_before_args, last)
        return joined if self._can_be_joined(edit, joined, key.value, spaces) else laid_out

    def attribute(self, edit: Edit, call: cst.Call) -> cst.BaseExpression:
        """Return ``R.name`` for ``getattr(R, "name", D)``."""
        match call.args:
            case [cst.Arg(value), cst.Arg(cst.SimpleString() as name), _]:
                pass
            case _:
                raise _unlike(edit)
        text = name.evaluated_value
        if not isinstance(text, str):
            raise _unlike(edit)
        if not isinstance(value, PRIMARY) or "\n" in self._code(value):
            value = _in_parentheses(value)
        return cst.Attribute(value, cst.Name(text), lpar=call.lpar, rpar=call.rpar)

    def without_operand(self, edit: Edit, whole: cst.BooleanOperation) -> cst.BaseExpression:
        """Return ``A`` for ``A and B``."""
        last, left = 1, whole.left
        while isinstance(left, cst.BooleanOperation) and _is_flat(left):
            last, left = last + 1, left.left
        if last in (1, edit.operand):
            return self.chosen(edit, whole, _without(whole, edit.operand, last))
        return _without(whole, edit.operand, last)

    def chosen(
        self, edit: Edit, whole: cst.BaseExpression, kept: cst.BaseExpression
    ) -> cst.BaseExpression:
        """Return the part of an expression that is left of it, in the parentheses of the whole."""
        is_apart = self._is_apart(edit, len(whole.lpar))
        is_bare = isinstance(kept, PRIMARY) and "\n" not in self._code(kept)
        is_bare = is_bare and not _holds_comment(whole)
        if is_apart and (is_bare or not whole.lpar):
            return kept
        if not whole.lpar:
            return kept if kept.lpar else _in_parentheses(kept)
        return kept.with_changes(lpar=[*whole.lpar, *kept.lpar], rpar=[*kept.rpar, *whole.rpar])

    def _code(self, node: cst.CSTNode) -> str:
        return self.module.code_for_node(node)

    def _can_be_joined(
        self,
        edit: Edit,
        joined: cst.BaseExpression,
        key: cst.BaseExpression,
        spaces: Iterable[Space],
    ) -> bool:
        """Tell whether code that was laid out over several lines can stand on one."""
        if any(_has_comment(space) for space in spaces) or "\n" in self._code(key):
            return False
        span = edit.span
        if span.line == span.end_line:
            return True
        before = self.file.lines[span.line - 1][: span.column]
        after = self.file.lines[span.end_line - 1][span.end_column :].rstrip("\r\n")
        last = f"{before}{self._code(joined)}{after}".split("\n")[-1]
        return len(last) <= MOST_COLUMNS

    def _is_apart(self, edit: Edit, parentheses: int) -> bool:
        """Tell whether code can do without its parentheses: no word stands right beside them."""
        text, span = self.file.text, edit.span
        start = self.file.offset(span.line, span.column)
        end = self.file.offset(span.end_line, span.end_column)
        for _ in range(parentheses):
            start = len(text[:start].rstrip()) - 1
            end = len(text) - len(text[end:].lstrip()) + 1
        beside = text[max(start - 1, 0) : max(start, 0)] + text[end : end + 1]
        return not any(character.isalnum() or character == "_" for character in beside)


def _is_flat(operation: cst.BooleanOperation) -> bool:
    """Tell whether an operation is part of a longer ``and``, as ``ast`` sees it."""
    return not operation.lpar and isinstance(operation.operator, cst.And)


def _without(operation: cst.BooleanOperation, number: int, last: int) -> cst.BaseExpression:
    """Return a chain of ``and`` without one operand; ``last`` is the number of its last one."""
    if number == last:
        return operation.left
    if last == 1:
        return operation.right
    left = cst.ensure_type(operation.left, cst.BooleanOperation)
    operator = operation.operator
    if operator.whitespace_before.empty:
        operator = operator.with_changes(whitespace_before=cst.SimpleWhitespace(" "))
    return operation.with_changes(left=_without(left, number, last - 1), operator=operator)


def _unlike(edit: Edit) -> NotRewrittenError:
    return NotRewrittenError(f"line {edit.span.line} is not of the form that was expected")


def _in_parentheses(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.with_changes(
        lpar=[cst.LeftParen(), *node.lpar], rpar=[*node.rpar, cst.RightParen()]
    )


def _holds_comment(whole: cst.BaseExpression) -> bool:
    """Tell whether a comment stands in the parentheses of an expression."""
    spaces = [one.whitespace_after for one in whole.lpar]
    return any(map(_has_comment, (*spaces, *(one.whitespace_before for one in whole.rpar))))


def _has_comment(space: Space) -> bool:
    if not isinstance(space, cst.ParenthesizedWhitespace):
        return False
    return bool(space.first_line.comment) or any(line.comment for line in space.empty_lines)


def _first_comment(*spaces: Space) -> Space:
    """Return the first white space that holds a comment; nothing, where none does."""
    return next(filter(_has_comment, spaces), NOTHING)


def _last_space(arguments: Iterable[cst.Arg]) -> Space:
    """Return what stands in front of the closing bracket, with a comment behind the key."""
    spaces = list[Space]()
    for argument in arguments:
        if isinstance(argument.comma, cst.Comma):
            spaces += [argument.comma.whitespace_before, argument.comma.whitespace_after]
        spaces.append(argument.whitespace_after_arg)
    commented = _first_comment(*spaces)
    last = next((s for s in reversed(spaces) if isinstance(s, cst.ParenthesizedWhitespace)), None)
    match commented, last:
        case cst.ParenthesizedWhitespace(), cst.ParenthesizedWhitespace():
            return commented.with_changes(indent=last.indent, last_line=last.last_line)
        case _:
            return last or NOTHING
