"""Of which class of the module the objects are whose parts a save method asks for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_checkpoint_get.analysis.class_info import ClassInfo
from flake8_checkpoint_get.analysis.declared import annotation_of
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.syntax import decorator_names, dotted


def attribute_class(index: ModuleIndex, class_name: str, attribute: str) -> str | None:
    """Return the class of the module that an attribute of ``self`` is an object of, if it is one.

    An annotation decides; else everything that is assigned, but None, must be an object of it.
    """
    if not index.is_fixed(class_name, attribute):
        return None
    found = set[str | None]()
    for info in index.lineage(class_name):
        declared = _class_named(index, info.annotations.get(attribute))
        if declared is not None:
            return declared
        found |= set(_assigned(index, info, attribute))
    return found.pop() if len(found) == 1 else None


def _class_named(index: ModuleIndex, annotation: ast.expr | None) -> str | None:
    """Return the class that an annotation names, alone or beside None."""
    match annotation:
        case ast.Name(name) | ast.Constant(str(name)) if _makes_itself(index, name):
            return name
        case ast.BinOp(left, ast.BitOr(), ast.Constant(None)):
            return _class_named(index, left)
        case ast.BinOp(ast.Constant(None), ast.BitOr(), right):
            return _class_named(index, right)
        case ast.Subscript(value, inner) if dotted(value).rpartition(".")[2] == "Optional":
            return _class_named(index, inner)
        case _:
            return None


def _assigned(index: ModuleIndex, info: ClassInfo, attribute: str) -> Iterator[str | None]:
    """Yield the class of everything that methods assign to an attribute; None where unknown."""
    for method, target, expression in info.assignments.get(attribute, ()):
        match target, expression:
            case ast.Attribute(), ast.Constant(None):
                pass
            case ast.Attribute(), ast.Name(name):
                yield _class_named(index, annotation_of(method, name))
            case ast.Attribute(), _:
                yield _constructed(index, expression)
            case _:
                pass


def _constructed(index: ModuleIndex, expression: ast.expr | None) -> str | None:
    """Return the class that ``Class(…)`` or ``Class.from_dict(…)`` makes an object of."""
    match expression:
        case ast.Call(ast.Name(name)) if _makes_itself(index, name):
            return name
        case ast.Call(ast.Attribute(ast.Name(name), factory)) if _is_factory(index, name, factory):
            return name
        case _:
            return None


def _makes_itself(index: ModuleIndex, class_name: str) -> bool:
    """Tell whether a call of a class surely makes an object of it."""
    return class_name in index.classes and index.method(class_name, "__new__") is None


def _is_factory(index: ModuleIndex, class_name: str, name: str) -> bool:
    """Tell whether a class method returns nothing but what a call of the class makes."""
    method = index.method(class_name, name) if _makes_itself(index, class_name) else None
    if method is None or "classmethod" not in decorator_names(method):
        return False
    returned = [part.value for part in ast.walk(method) if isinstance(part, ast.Return)]
    return bool(returned) and all(
        isinstance(value, ast.Call) and dotted(value.func) in ("cls", class_name)
        for value in returned
    )
