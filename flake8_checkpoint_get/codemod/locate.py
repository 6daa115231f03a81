"""From the span of an edit to the node of libcst that stands there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from flake8_checkpoint_get.codemod.file_text import FileText, NotRewrittenError
from flake8_checkpoint_get.model import Edit, EditForm

STATEMENTS = (cst.BaseCompoundStatement, cst.SimpleStatementLine)


@dataclass(frozen=True, slots=True)
class Located:
    """The node that each edit is for, and the statements around those nodes."""

    edits: Mapping[cst.CSTNode, Edit]
    around: Collection[cst.CSTNode]


def locate(module: cst.Module, file: FileText, edits: Iterable[Edit]) -> Located:
    """Return where each edit is done.

    Raises:
        NotRewrittenError: there is no node of its kind at the very place of an edit.
    """
    # libcst and ast end a statement in different places: an if or a try is found by its start.
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    spans = wrapper.resolve(ByteSpanPositionProvider)
    wanted = {file.byte_range(edit.span): edit for edit in edits}
    starts = {start: edit for (start, _), edit in wanted.items()}
    found, around = dict[cst.CSTNode, Edit](), set[cst.CSTNode]()
    for node, span in spans.items():
        end = span.start + span.length
        if isinstance(node, STATEMENTS) and any(span.start <= start < end for start in starts):
            around.add(node)
        if isinstance(node, cst.If | cst.Try) and span.start in starts:
            found[node] = starts[span.start]
        else:
            edit = wanted.get((span.start, end))
            if edit is not None and isinstance(node, _kinds(edit.form)):
                found[node] = edit
    if len(set(found.values())) < len(wanted):
        message = "libcst does not see the same code there"
        raise NotRewrittenError(message)
    return Located(found, around)


def _kinds(form: EditForm) -> tuple[type[cst.CSTNode], ...]:
    """Return the kinds of nodes that an edit of a form is for, beside blocks of statements."""
    match form:
        case EditForm.SUBSCRIPT | EditForm.NO_DEFAULT | EditForm.ATTRIBUTE:
            return (cst.Call,)
        case EditForm.BODY | EditForm.ORELSE:
            return (cst.IfExp,)
        case EditForm.NO_OPERAND:
            return (cst.BooleanOperation,)
        case EditForm.REMOVED:
            return (cst.SimpleStatementLine,)
        case _:
            return ()
