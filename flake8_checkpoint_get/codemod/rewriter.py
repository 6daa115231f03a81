"""One pass over a tree of libcst that applies the edits, those inside others first."""

from __future__ import annotations

import libcst as cst

from flake8_checkpoint_get.codemod.blocks import Blocks
from flake8_checkpoint_get.codemod.expressions import Expressions
from flake8_checkpoint_get.codemod.file_text import FileText
from flake8_checkpoint_get.codemod.locate import STATEMENTS, Located
from flake8_checkpoint_get.model import Edit, EditForm

Outcome = cst.CSTNode | cst.RemovalSentinel | cst.FlattenSentinel[cst.CSTNode]


class Rewriter(cst.CSTTransformer):
    """Applies edits, each to the node that it was located at."""

    def __init__(self, module: cst.Module, file: FileText, located: Located) -> None:
        super().__init__()
        self._edits = located.edits
        self._around = located.around
        self._expressions = Expressions(module, file)
        self._blocks = Blocks()

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Note which statements of a block will go; tell whether there is more to do in a node."""
        if isinstance(node, cst.Module | cst.IndentedBlock):
            gone = (s for s in node.body if self._form_at(s) is EditForm.REMOVED)
            self._blocks.note_removed(node, gone)
        return not isinstance(node, STATEMENTS) or node in self._around

    def on_leave(  # type: ignore[override]  # libcst's type has no place for what it documents
        self, original_node: cst.CSTNode, updated_node: cst.CSTNode
    ) -> Outcome:
        """Return what takes the place of a node, the nodes in it being rewritten already."""
        updated = self._blocks.with_lines_above(original_node, updated_node)
        match updated:
            case cst.Module() | cst.IndentedBlock():
                return self._blocks.with_lines_behind(updated)
            case _:
                edit = self._edits.get(original_node)
                return updated if edit is None else self._rewritten(updated, edit)

    def _form_at(self, node: cst.CSTNode) -> EditForm | None:
        edit = self._edits.get(node)
        return edit.form if edit is not None else None

    def _rewritten(self, node: cst.CSTNode, edit: Edit) -> Outcome:
        match node:
            case cst.If() | cst.Try():
                return self._rewritten_block(node, edit)
            case cst.BaseExpression():
                return self._rewritten_expression(node, edit)
            case _:
                return cst.RemoveFromParent()

    def _rewritten_expression(self, node: cst.BaseExpression, edit: Edit) -> Outcome:
        expressions = self._expressions
        match edit.form, node:
            case EditForm.SUBSCRIPT, cst.Call():
                return expressions.subscript(edit, node)
            case EditForm.NO_DEFAULT, cst.Call():
                return expressions.without_default(edit, node)
            case EditForm.ATTRIBUTE, cst.Call():
                return expressions.attribute(edit, node)
            case EditForm.NO_OPERAND, cst.BooleanOperation():
                return expressions.without_operand(edit, node)
            case EditForm.BODY, cst.IfExp(body=kept):
                return expressions.chosen(edit, node, kept)
            case EditForm.ORELSE, cst.IfExp(orelse=kept):
                return expressions.chosen(edit, node, kept)
            case _:
                return node

    def _rewritten_block(self, node: cst.If | cst.Try, edit: Edit) -> Outcome:
        blocks = self._blocks
        match edit.form, node:
            case (EditForm.BODY | EditForm.ORELSE) as form, cst.If():
                return blocks.unwrapped_if(node, form)
            case EditForm.BODY, cst.Try():
                return blocks.unwrapped_try(node)
            case EditForm.ELSE, cst.If():
                return blocks.else_for_elif(node)
            case EditForm.STATEMENT, cst.If():
                return blocks.other_statement(node, edit)
            case ((EditForm.WITH_ELSE | EditForm.LONGER_ELSE), cst.If()):
                return blocks.with_else(node, edit)
            case EditForm.REMOVED, _:
                return cst.RemoveFromParent()
            case _:
                return node
