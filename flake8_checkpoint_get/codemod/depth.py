"""How deep and how large a module is for libcst, asked before it is parsed.

libcst's parser takes hours for what is nested very deeply, or ends the process; and it nests what
``ast`` has in one node: operands of ``and``, parts of a dotted name.
"""

from __future__ import annotations

import ast

from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.source import Source

DEEPEST = 400
"""Levels. libcst's own walk over its tree ends in a RecursionError at some 320."""
MOST_NODES = 500_000
"""Of ``ast``: some 50,000 lines. libcst takes a gigabyte and a minute for that many."""
MOST_LINES = 200_000
"""Blank ones and comments cost libcst as much: a quarter of a gigabyte and ten seconds."""
TOO_DEEP = "too deeply nested or too large to rewrite"


def verify_depth(source: Source) -> None:
    """Let a module pass that libcst can take.

    Raises:
        NotRewrittenError: it is nested too deeply, or has too many nodes or lines.
    """
    if len(source.lines) > MOST_LINES:
        raise NotRewrittenError(TOO_DEEP)
    left: list[tuple[ast.AST, int]] = [(source.tree, 0)]
    seen = 0
    while left:
        node, above = left.pop()
        depth, seen = above + _levels(node), seen + 1
        if depth > DEEPEST or seen > MOST_NODES:
            raise NotRewrittenError(TOO_DEEP)
        left.extend((child, depth) for child in ast.iter_child_nodes(node))


def _levels(node: ast.AST) -> int:
    match node:
        case ast.BoolOp(values=operands):
            return len(operands)
        case ast.alias(name=name) | ast.ImportFrom(module=str(name)):
            return name.count(".") + 1
        case _:
            return 1
