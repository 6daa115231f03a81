"""Is a save method what it seems? Only then anything is said about what it writes."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_checkpoint_get.analysis.class_info import ClassInfo
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.stored_names import HOOKING
from flake8_checkpoint_get.analysis.syntax import FunctionNode, dotted
from flake8_checkpoint_get.analysis.trust import is_abstract, is_wrapped


def doubt_about(index: ModuleIndex, class_name: str, save: FunctionNode) -> str:
    """Return why the text of a save method may not be what runs for an object of a class.

    It may not be where it is decorated, defined twice or bound to something else, where it may come
    from a base out of sight, or where hooks are registered that add to what it returns. The result
    is empty where nothing speaks against it.
    """
    lineage = index.lineage(class_name)
    name = f"{save.name}()"
    if is_wrapped(save):
        return f"{name} is decorated"
    if is_abstract(save):
        return f"{name} is abstract"
    if index.stored.stores_of(save.name):
        return f"the module assigns to an attribute {save.name}"
    if any(_is_ambiguous(index, info, save.name) for info in lineage):
        return f"{name} is defined twice, or bound to something else"
    if any(info.has_metaclass for info in lineage):
        return "a metaclass makes the class"
    if index.stored.registers_hooks and any(map(_registers_hooks, lineage)):
        return "hooks change what is saved"
    if any(isinstance(part, ast.Nonlocal) or _leaves_finally(part) for part in ast.walk(save)):
        return f"{name} changes what it does in ways that are not followed"
    if _has_rival(index, class_name, save.name):
        return "several bases of a class save"
    if save.name == "__getstate__" and any(map(_has_reduce, lineage)):
        return "__reduce__() says what is saved"
    if _may_be_inherited_otherwise(index, lineage, save):
        return "a base class is not in sight"
    return ""


def _leaves_finally(node: ast.AST) -> bool:
    """Tell whether a ``return`` in a ``finally`` may swallow an exception."""
    if not isinstance(node, ast.Try):
        return False
    return any(isinstance(p, ast.Return) for one in node.finalbody for p in ast.walk(one))


def _has_rival(index: ModuleIndex, class_name: str, name: str) -> bool:
    """Tell whether a class with several bases, here, has the method from more than one of them."""
    for info in (index.classes.get(class_name), *index.heirs(class_name)):
        of_bases = [base for base in (info.bases if info else ()) if index.method(base, name)]
        if len(of_bases) > 1:
            return True
    return False


def _has_reduce(info: ClassInfo) -> bool:
    return not info.methods.keys().isdisjoint(("__reduce__", "__reduce_ex__"))


def _may_be_inherited_otherwise(
    index: ModuleIndex, lineage: Sequence[ClassInfo], save: FunctionNode
) -> bool:
    """Tell whether a base that is not in sight may define the method, before one that is."""
    is_own = save in lineage[0].definitions
    has_several = len(lineage[0].bases) > 1 and len(lineage) > 1
    return (not is_own or has_several) and not index.is_whole(lineage[0].name)


def _is_ambiguous(index: ModuleIndex, info: ClassInfo, name: str) -> bool:
    """Tell whether a class is there twice, or its method is more than one thing."""
    defined = [node for node in info.definitions if node.name == name]
    is_rebound = name in info.assignments or name in info.constants
    return info.name in index.ambiguous or len(defined) > 1 or is_rebound


def _registers_hooks(info: ClassInfo) -> bool:
    calls = (part for node in info.definitions for part in ast.walk(node))
    return any(isinstance(part, ast.Call) and HOOKING.search(dotted(part.func)) for part in calls)
