"""Where a read stands in its function: whether it runs there and then, and only once."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.analysis.syntax import FunctionNode

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
TAKING = ("pop", "popitem", "clear")


def is_in_inner_function(
    node: ast.AST, outer: FunctionNode, above: Mapping[ast.AST, ast.AST]
) -> bool:
    """Tell whether a read stands in a function or lambda within a function.

    The defaults of its parameters and its decorators run where it is made.
    """
    for child, parent in upwards(node, above):
        if parent is outer:
            return False
        match parent:
            case ast.Lambda(body=body) if child is body:
                return True
            case ast.FunctionDef(body=block) | ast.AsyncFunctionDef(body=block) if child in block:
                return True
            case _:
                pass
    return False


def taken_out_in_turn(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> str:
    """Return what is doubtful in a comprehension: an earlier round may take the key out."""
    around = (parent for _, parent in upwards(node, above))
    loops = (parent for parent in around if isinstance(parent, COMPREHENSIONS))
    parts = (part for loop in loops for part in ast.walk(loop))
    takes = any(isinstance(part, ast.Attribute) and part.attr in TAKING for part in parts)
    return "an earlier round may take the key out" if takes else ""
