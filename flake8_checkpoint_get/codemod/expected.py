"""What the tree of a module has to be after the edits: worked out on ``ast``, without libcst."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.model import Edit, EditForm
from flake8_checkpoint_get.source import Source, parse

Nodes = Mapping[ast.AST, Edit]


def expected_tree(source: Source, edits: frozenset[Edit]) -> ast.AST:
    """Return the tree of a module with the edits done.

    Raises:
        NotRewrittenError: as ``edited_nodes``.
    """
    again = Source(source.lines, parse(source.lines))
    editor = _Editor(edited_nodes(again, edits))
    return editor.done(again.tree)


def edited_nodes(source: Source, edits: frozenset[Edit]) -> dict[ast.AST, Edit]:
    """Return the node that each edit is for.

    Raises:
        NotRewrittenError: there is none, or more than one.
    """
    wanted = {edit.span: edit for edit in edits}
    lines = {edit.span.line for edit in edits}
    found = dict[ast.AST, Edit]()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.expr | ast.stmt) and node.lineno in lines:
            edit = wanted.get(source.span(node))
            if edit is not None and isinstance(node, _kinds(edit.form)):
                found[node] = edit
    if len(found) != len(edits):
        message = "the code is not where it was found"
        raise NotRewrittenError(message)
    return found


def kept_parts(node: ast.AST, form: EditForm) -> list[ast.expr] | list[ast.stmt]:
    """Return the parts of a node that stay as they are written, in the order of the text."""
    match form, node:
        case EditForm.SUBSCRIPT, ast.Call(ast.Attribute(receiver), [key, *_]):
            return [receiver, key]
        case EditForm.NO_DEFAULT, ast.Call(function, [*arguments, _]):
            return [function, *arguments]
        case EditForm.ATTRIBUTE, ast.Call(_, [receiver, *_]):
            return [receiver]
        case EditForm.BODY, ast.IfExp(body=kept):
            return [kept]
        case EditForm.ORELSE, ast.IfExp(orelse=kept):
            return [kept]
        case ((EditForm.BODY | EditForm.ELSE), ast.If(_, block) | ast.Try(block)):
            return block
        case EditForm.ORELSE, ast.If(orelse=block):
            return block
        case _:
            return []


def _kinds(form: EditForm) -> tuple[type[ast.AST], ...]:
    match form:
        case EditForm.SUBSCRIPT | EditForm.NO_DEFAULT | EditForm.ATTRIBUTE:
            return (ast.Call,)
        case EditForm.BODY | EditForm.ORELSE:
            return (ast.If, ast.IfExp, ast.Try)
        case EditForm.NO_OPERAND:
            return (ast.BoolOp,)
        case EditForm.REMOVED:
            return (ast.If, ast.Expr)
        case _:
            return (ast.If,)


class _Editor(ast.NodeTransformer):
    """Does the edits, those inside others first."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes

    def done(self, tree: ast.Module) -> ast.AST:
        return self.generic_visit(tree)

    def visit(self, node: ast.AST) -> ast.AST | list[ast.stmt] | None:
        """Return what takes the place of a node: another one, several statements, or nothing."""
        edited = self.generic_visit(node)
        edit = self._nodes.get(node)
        return edited if edit is None else _edited(edited, edit)


def _edited(node: ast.AST, edit: Edit) -> ast.AST | list[ast.stmt] | None:
    match edit.form, node:
        case EditForm.SUBSCRIPT, ast.Call(ast.Attribute(receiver), [key, *_]):
            return ast.Subscript(receiver, key, ast.Load())
        case EditForm.NO_DEFAULT, ast.Call(function, [*arguments, _]):
            return ast.Call(function, arguments, [])
        case EditForm.ATTRIBUTE, ast.Call(_, [receiver, ast.Constant(str(name)), _]):
            return ast.Attribute(receiver, name, ast.Load())
        case ((EditForm.BODY | EditForm.ORELSE), ast.IfExp()):
            (kept,) = kept_parts(node, edit.form)
            return kept
        case ((EditForm.BODY | EditForm.ORELSE | EditForm.ELSE), ast.If() | ast.Try()):
            return [part for part in kept_parts(node, edit.form) if isinstance(part, ast.stmt)]
        case EditForm.STATEMENT, _:
            return ast.parse(edit.text).body
        case ((EditForm.WITH_ELSE | EditForm.LONGER_ELSE), ast.If(test, body, orelse)):
            return ast.If(test, body, [*orelse, *ast.parse(edit.text).body])
        case EditForm.NO_OPERAND, ast.BoolOp(operator, values):
            left = [value for n, value in enumerate(values) if n != edit.operand]
            return left[0] if len(left) == 1 else ast.BoolOp(operator, left)
        case EditForm.REMOVED, _:
            return None
        case _:
            message = f"line {edit.span.line} is not of the form that was expected"
            raise NotRewrittenError(message)
