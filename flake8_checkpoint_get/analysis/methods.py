"""The restore methods of a module, and which parameter of each holds the checkpoint."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.class_info import ClassInfo
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.syntax import FunctionNode, decorator_names, dotted
from flake8_checkpoint_get.analysis.values import ClassObject, Instance, Value, value_of
from flake8_checkpoint_get.hooks import EXCLUDED, HOOKS, REACHED, Hook, Position, Style, Tier
from flake8_checkpoint_get.settings import Settings

MAPPING_ANNOTATION = re.compile(r"\b(dict|Dict|Mapping|MutableMapping|OrderedDict|StateDict)\b")
PATH_PARAMETER = re.compile(r"(^|_)(path|dir|directory|file|filename|folder|url)s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RestoreMethod:
    """A function that receives checkpoint data, and the name of the parameter that holds it.

    ``class_name`` is empty for a function outside of classes, ``hook`` is None for a method that
    the settings name.
    """

    node: FunctionNode
    class_name: str
    parameter: str
    hook: Hook | None


def qualified(class_name: str, method: str) -> str:
    """Return ``Class.method``, or the bare name of a function."""
    return f"{class_name}.{method}" if class_name else method


def restore_methods(index: ModuleIndex, settings: Settings) -> Iterator[RestoreMethod]:
    """Yield every method and function of the module that receives checkpoint data."""
    for info in index.all_classes:
        for node in info.definitions:
            if settings.restore_methods or _is_in_catalogue(node):
                yield from _restore_method(index, settings, info, node)
    if settings.restore_methods:
        for node in index.definitions:
            if _named_by_user(settings, "", node.name) and not _taken_out(settings, "", node.name):
                yield from _with_parameter(node, "", Position.FIRST, None)


def reached_method(owners: Mapping[FunctionNode, str], node: FunctionNode) -> RestoreMethod | None:
    """Return a method that checkpoint data has reached, if its name says that it restores."""
    hook = next((hook for hook in REACHED if hook.restore == node.name), None)
    owner = owners.get(node, "")
    if hook is None or not owner:
        return None
    return next(_with_parameter(node, owner, hook.parameter, hook), None)


RESTORE_NAMES = frozenset(hook.restore for hook in HOOKS)


def _is_in_catalogue(node: FunctionNode) -> bool:
    return node.name in RESTORE_NAMES or not RESTORE_NAMES.isdisjoint(decorator_names(node))


def _restore_method(
    index: ModuleIndex, settings: Settings, info: ClassInfo, node: FunctionNode
) -> Iterator[RestoreMethod]:
    if _taken_out(settings, info.name, node.name):
        return
    for hook in HOOKS:
        if _is_called(node, hook) and _counts(index, settings, info, node, hook):
            yield from _with_parameter(node, info.name, hook.parameter, hook)
            return
    if _named_by_user(settings, info.name, node.name):
        yield from _with_parameter(node, info.name, _position(node.name), None)


def _position(name: str) -> Position:
    """Return where methods of this name have the checkpoint, by the catalogue."""
    known = (hook.parameter for hook in HOOKS if hook.restore == name)
    return next(known, Position.FIRST)


def _taken_out(settings: Settings, class_name: str, method: str) -> bool:
    excluding = [pattern for pattern in settings.restore_methods if pattern.excludes]
    return method in EXCLUDED or any(p.matches(class_name, method) for p in excluding)


def _named_by_user(settings: Settings, class_name: str, method: str) -> bool:
    including = [pattern for pattern in settings.restore_methods if not pattern.excludes]
    return any(pattern.matches(class_name, method) for pattern in including)


def _is_called(node: FunctionNode, hook: Hook) -> bool:
    """Tell whether the method goes by the hook's name, or carries its decorator."""
    if not hook.decorator:
        return node.name == hook.restore
    return hook.restore in decorator_names(node)


def _counts(
    index: ModuleIndex, settings: Settings, info: ClassInfo, node: FunctionNode, hook: Hook
) -> bool:
    if hook.tier is Tier.PAIR and not _has_save_method(index, settings, info, hook):
        return False
    if hook.needs_object and not is_bound(node):
        return False
    return not hook.needs_mapping or _takes_mapping(index, info, node, hook)


def _has_save_method(index: ModuleIndex, settings: Settings, info: ClassInfo, hook: Hook) -> bool:
    named = [pattern for pattern in settings.save_methods if not pattern.excludes]
    return any(
        name in hook.saves or any(pattern.matches(owner.name, name) for pattern in named)
        for owner in index.lineage(info.name)
        for name in owner.methods
    )


def _takes_mapping(index: ModuleIndex, info: ClassInfo, node: FunctionNode, hook: Hook) -> bool:
    """Tell whether a mapping is handed over, and not the path of a file."""
    parameter = _parameter(node, info.name, hook.parameter)
    if parameter is None or PATH_PARAMETER.search(parameter.arg):
        return False
    annotation = ast.unparse(parameter.annotation) if parameter.annotation else ""
    if MAPPING_ANNOTATION.search(annotation) or _subscripts(node, parameter.arg):
        return True
    saves = [index.method(info.name, name) for name in hook.saves]
    return any(_returns_mapping(save) for save in saves if save is not None)


def _subscripts(node: FunctionNode, parameter: str) -> bool:
    for part in ast.walk(node):
        match part:
            case ast.Subscript(ast.Name(name), ast.Constant(str())) if name == parameter:
                return True
            case ast.Call(ast.Attribute(ast.Name(name), "get"), [ast.Constant(str()), *_]) if (
                name == parameter
            ):
                return True
    return False


def _returns_mapping(save: FunctionNode) -> bool:
    returned = (part.value for part in ast.walk(save) if isinstance(part, ast.Return))
    return any(isinstance(value, ast.Dict) for value in returned)


def _with_parameter(
    node: FunctionNode, class_name: str, position: Position, hook: Hook | None
) -> Iterator[RestoreMethod]:
    parameter = _parameter(node, class_name, position)
    if parameter is not None:
        yield RestoreMethod(node, class_name, parameter.arg, hook)


def _parameter(node: FunctionNode, class_name: str, position: Position) -> ast.arg | None:
    """Return the parameter that holds the checkpoint, or None where there is none."""
    arguments = [*node.args.posonlyargs, *node.args.args]
    if class_name and is_bound(node):
        arguments = arguments[1:]
    if position is Position.LAST:
        required = len(arguments) - len(node.args.defaults)
        arguments = arguments[:required][-1:] or arguments[-1:]
    return arguments[0] if arguments else next(iter(node.args.kwonlyargs), None)


def filled_parameter(node: FunctionNode, class_name: str, hook: Hook | None) -> str:
    """Return the parameter that a save method fills in place; empty where it returns a mapping."""
    if hook is None or hook.style is not Style.FILLS:
        return ""
    parameter = _parameter(node, class_name, hook.parameter)
    return parameter.arg if parameter is not None else ""


def is_bound(node: FunctionNode) -> bool:
    """Tell whether the first parameter of a method is ``self`` or ``cls``."""
    return all(dotted(decorator) != "staticmethod" for decorator in node.decorator_list)


def receiver(node: FunctionNode, class_name: str) -> dict[str, Value]:
    """Return what ``self`` or ``cls`` is in a method, by its name there."""
    positional = [*node.args.posonlyargs, *node.args.args]
    if not class_name or not positional or not is_bound(node):
        return {}
    is_class = any(dotted(decorator) == "classmethod" for decorator in node.decorator_list)
    owner = ClassObject(class_name) if is_class else Instance(class_name)
    return {positional[0].arg: value_of(owner)}
