"""What is lost with a default that is not evaluated any more."""

from __future__ import annotations

import ast
from collections.abc import Collection

from flake8_checkpoint_get.analysis.made_up import reads
from flake8_checkpoint_get.analysis.recorder import CALLS, Reading
from flake8_checkpoint_get.analysis.syntax import dotted

HARMLESS = frozenset(
    (
        "dict",
        "list",
        "set",
        "tuple",
        "frozenset",
        "int",
        "float",
        "str",
        "bool",
        "OrderedDict",
        "deque",
        "defaultdict",
        "collections.OrderedDict",
        "collections.deque",
        "collections.defaultdict",
    )
)
"""Calls that only make a value."""

PLAIN = (
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.UnaryOp,
    ast.BinOp,
    ast.BoolOp,
    ast.Compare,
    ast.IfExp,
    ast.operator,
    ast.unaryop,
    ast.boolop,
    ast.cmpop,
    ast.expr_context,
    ast.keyword,
)
"""Expressions without effects: constants, names, chains of attributes, displays and operators."""


def effect_of(default: ast.expr | None) -> str:
    """Return what evaluating a default may do besides making a value; empty where it is nothing."""
    for part in ast.walk(default) if default is not None else ():
        match part:
            case ast.Call(function) if dotted(function) in HARMLESS:
                pass
            case ast.Call(function):
                return f"calls {ast.unparse(function)}()"
            case ast.expr() if not isinstance(part, PLAIN):
                return f"is more than a plain value: {ast.unparse(part)}"
            case _:
                pass
    return ""


def why_not_rewritten(reading: Reading, default: ast.expr | None, read: Collection[ast.AST]) -> str:
    """Return why the code of a read and its default is left to people; empty if it need not be.

    ``read`` are the expressions that read the checkpoint.
    """
    parts = list(ast.walk(default)) if default is not None else []
    if any(isinstance(part, ast.Await | ast.Yield | ast.YieldFrom) for part in parts):
        return "the default waits for something"
    if any(isinstance(part, ast.NamedExpr) for part in parts):
        return "the default binds a name"
    if any(part in read for part in parts) or reads(reading.default_value):
        return "the default reads another key"
    if reading.kind in CALLS and _is_unusual(reading.node):
        return "the call has starred or keyword arguments"
    return ""


def _is_unusual(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    return bool(node.keywords) or any(isinstance(one, ast.Starred) for one in node.args)
