"""Calls of ``load_state_dict(…, strict=False)`` whose result nobody looks at."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.analysis.guards import LENIENCY, STRICTNESS
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.hooks import STRICT_LOAD

STRICT_POSITION = 1


def unchecked_loads(
    tree: ast.Module, above: Mapping[ast.AST, ast.AST]
) -> Iterator[tuple[ast.Call, FunctionNode | None]]:
    """Yield each call that drops what was missing, with the function around it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_non_strict(node):
            around = [node, *(parent for _, parent in upwards(node, above))]
            scope = next((n for n in around if isinstance(n, FunctionNode)), None)
            if _is_dropped(node, above, scope or tree) and not _is_lenient(around):
                yield node, scope


def _is_non_strict(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr != STRICT_LOAD:
        return False
    given = [keyword.value for keyword in call.keywords if keyword.arg == "strict"]
    given += call.args[STRICT_POSITION : STRICT_POSITION + 1]
    return any(isinstance(value, ast.Constant) and value.value is False for value in given)


def _is_dropped(call: ast.Call, above: Mapping[ast.AST, ast.AST], scope: ast.AST) -> bool:
    """Tell whether nothing takes the result, or only names that nothing reads."""
    match above.get(call):
        case ast.Expr():
            return True
        case ast.Assign(targets):
            firsts = (t.elts[0] if isinstance(t, ast.Tuple) and t.elts else t for t in targets)
            parts = [part for target in firsts for part in ast.walk(target)]
            named = {part.id for part in parts if isinstance(part, ast.Name)}
            if not all(isinstance(part, ast.Name | ast.Tuple | ast.expr_context) for part in parts):
                return False
            return named.isdisjoint(_names_read(scope))
        case _:
            return False


def _names_read(scope: ast.AST) -> set[str]:
    names = (part for part in ast.walk(scope) if isinstance(part, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Load)}


def _is_lenient(around: list[ast.AST]) -> bool:
    """Tell whether a branch is for a caller who asked for leniency."""
    for node, inside in zip(around[1:], around, strict=False):
        match node:
            case ast.If(test, body) if inside is not test:
                taken = isinstance(inside, ast.stmt) and inside in body
            case ast.IfExp(test, body) if inside is not test:
                taken = inside is body
            case _:
                continue
        if _asks_for_leniency(test, taken=taken):
            return True
    return False


def _asks_for_leniency(test: ast.expr, *, taken: bool) -> bool:
    match test:
        case ast.UnaryOp(ast.Not(), operand):
            return _asks_for_leniency(operand, taken=not taken)
        case ast.Name(name):
            return taken if LENIENCY.search(name) else not taken and bool(STRICTNESS.search(name))
        case _:
            names = (part.id for part in ast.walk(test) if isinstance(part, ast.Name))
            return any(STRICTNESS.search(name) or LENIENCY.search(name) for name in names)
