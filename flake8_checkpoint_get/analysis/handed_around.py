"""Methods that are taken from an object or a class without a call: anything may call them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping


def handed_around(above: Mapping[ast.AST, ast.AST], called: Collection[ast.AST]) -> frozenset[str]:
    """Return the names of the methods of a module that are handed around.

    A string counts as well: ``getattr`` and ``operator.methodcaller`` find methods by their names.
    ``above`` has the parent of each node of the module, ``called`` the nodes that are called.
    """
    found = set[str]()
    for node, parent in above.items():
        match node:
            case ast.Attribute(owner, name, ast.Load()) if not is_super(owner):
                found |= {name} if node not in called else set()
            case ast.Name(name, ast.Load()) if isinstance(parent, ast.Assign):
                found.add(name)
            case ast.Constant(str() as name) if not _is_asked_for(node, parent, above):
                found.add(name)
            case _:
                pass
    return frozenset(found)


def is_super(node: ast.expr) -> bool:
    """Tell whether an expression is ``super()``."""
    match node:
        case ast.Call(ast.Name("super")):
            return True
        case _:
            return False


def _is_asked_for(name: ast.Constant, around: ast.AST, above: Mapping[ast.AST, ast.AST]) -> bool:
    """Tell whether a string only serves to ask whether there is a method of that name."""
    match around:
        case ast.Call(ast.Name("hasattr"), [_, asked]):
            return asked is name
        case ast.Call(ast.Name("getattr"), [_, asked, *_]) if asked is name:
            return _is_asked(above.get(around))
        case ast.Call():
            return False
        case _:
            # Lists of such names say how to treat the methods that Python itself calls.
            return str(name.value).startswith("__")


def _is_asked(around: ast.AST | None) -> bool:
    """Tell whether what stands around a value only asks whether it is something."""
    match around:
        case ast.Call(ast.Name("callable")) | ast.UnaryOp(ast.Not()):
            return True
        case ast.Compare(_, [ast.Is() | ast.IsNot()]):
            return True
        case _:
            return False
