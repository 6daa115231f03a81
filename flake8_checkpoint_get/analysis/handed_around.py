"""Methods that are taken from an object or a class without a call: anything may call them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping


def handed_around(above: Mapping[ast.AST, ast.AST], called: Collection[ast.AST]) -> frozenset[str]:
    """Return the names of the methods of a module that are handed around.

    ``above`` has the parent of each node of the module, ``called`` the nodes that are called.
    """
    found = set[str]()
    for node, parent in above.items():
        match node:
            case ast.Attribute(owner, name, ast.Load()) if not is_super(owner):
                found |= {name} if node not in called else set()
            case ast.Name(name, ast.Load()) if isinstance(parent, ast.Assign):
                found.add(name)
            case ast.Call(ast.Name("methodcaller") | ast.Attribute(attr="methodcaller"), arguments):
                found.update(_texts(arguments))
            case ast.Call(ast.Name("getattr"), arguments) if not _is_asked(parent):
                found.update(_texts(arguments))
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


def _is_asked(around: ast.AST) -> bool:
    """Tell whether what stands around a value only asks whether it is something."""
    match around:
        case ast.Call(ast.Name("callable")) | ast.UnaryOp(ast.Not()):
            return True
        case ast.Compare(_, [ast.Is() | ast.IsNot()]):
            return True
        case _:
            return False


def _texts(arguments: list[ast.expr]) -> Iterator[str]:
    """Yield the strings among some arguments."""
    for argument in arguments:
        match argument:
            case ast.Constant(str() as text):
                yield text
            case _:
                pass
