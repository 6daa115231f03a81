"""Keys under which a save method stores an object with attributes."""

from __future__ import annotations

from flake8_checkpoint_get.analysis.arguments import free_arguments
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.library import NAMESPACE_CLASSES
from flake8_checkpoint_get.analysis.methods import RestoreMethod, receiver
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.values import Constant, Instance, MappingOf, Value
from flake8_checkpoint_get.model import ConstantKey


def saved_namespaces(interpreter: Interpreter, root: RestoreMethod) -> set[ConstantKey]:
    """Return the keys under which the paired save methods store a namespace or a dataclass."""
    index = interpreter.index
    names = root.hook.saves if root.hook is not None else ()
    saves = [index.method(root.class_name, name) for name in names]
    found = set[ConstantKey]()
    for save in [method for method in saves if method is not None]:
        entry = interpreter.entry(save, free_arguments(save) | receiver(save, root.class_name))
        found |= set(_namespace_keys(index, interpreter.summary(entry).returned))
    return found


def _namespace_keys(index: ModuleIndex, saved: Value) -> list[ConstantKey]:
    displays = [alternative for alternative in saved if isinstance(alternative, MappingOf)]
    items = [item for display in displays for item in display.items]
    return [
        name.value
        for key, held in items
        if any(_is_namespace(index, one) for one in held)
        for name in key
        if isinstance(name, Constant)
    ]


def _is_namespace(index: ModuleIndex, alternative: object) -> bool:
    if not isinstance(alternative, Instance):
        return False
    info = index.classes.get(alternative.class_name)
    if info is None:
        return alternative.class_name in NAMESPACE_CLASSES
    return info.is_dataclass
