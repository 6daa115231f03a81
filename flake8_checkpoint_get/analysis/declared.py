"""Keys that the code itself declares optional: by a ``TypedDict``, or to a framework."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_checkpoint_get.analysis.class_info import ClassInfo
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.syntax import FunctionNode, dotted, statements
from flake8_checkpoint_get.model import KeyPath

OPTIONAL_KEYS = "_state_dict_one_of_opt_keys"
REQUIRED_KEYS = "_state_dict_all_req_keys"
"""Class attributes that name keys: of the first, some may be missing; for the second,
``Serializable.load_state_dict`` raises (https://docs.pytorch.org/ignite/engine.html)."""

WRAPPERS = frozenset(("Optional", "Required", "NotRequired", "ReadOnly", "Annotated", "Final"))


def annotation_of(function: FunctionNode, parameter: str) -> ast.expr | None:
    """Return the annotation of a parameter, if it has one."""
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return next((one.annotation for one in named if one.arg == parameter), None)


def is_declared_optional(
    index: ModuleIndex, function: FunctionNode, parameter: str, path: KeyPath
) -> bool:
    """Tell whether the annotation of a parameter says that a key path in it may be missing.

    Sources: PEP 589 (``TypedDict``, ``total=False``), PEP 655 (``NotRequired``).
    """
    annotation = annotation_of(function, parameter)
    for depth, key in enumerate(path):
        info = _typed_dict(index, annotation)
        if info is None or not isinstance(key, str):
            return False
        field = next((f for f in _fields(index, info) if f[0] == key), None)
        if field is None:
            return False
        _, annotation, required = field
        if depth == len(path) - 1:
            return not required
    return False


def framework_optional_keys(index: ModuleIndex, class_name: str) -> frozenset[str]:
    """Return the keys that a class declares to its framework as not all required."""
    return _strings(index, class_name, OPTIONAL_KEYS)


def framework_required_keys(
    index: ModuleIndex, class_name: str, function: FunctionNode
) -> frozenset[str]:
    """Return the keys that the base class raises for, if the restore method calls it."""
    declared = _strings(index, class_name, REQUIRED_KEYS)
    if not declared:
        return declared
    calls = (part.func for part in ast.walk(function) if isinstance(part, ast.Call))
    is_checked = any(_is_of_parent(called, function.name) for called in calls)
    return declared if is_checked else frozenset()


def _is_of_parent(called: ast.expr, name: str) -> bool:
    match called:
        case ast.Attribute(ast.Call(ast.Name("super")), attribute):
            return attribute == name
        case _:
            return False


def _strings(index: ModuleIndex, class_name: str, attribute: str) -> frozenset[str]:
    expression = index.class_constant(class_name, attribute)
    parts = ast.walk(expression) if expression is not None else ()
    values = (part.value for part in parts if isinstance(part, ast.Constant))
    return frozenset(value for value in values if isinstance(value, str))


def _typed_dict(index: ModuleIndex, annotation: ast.expr | None) -> ClassInfo | None:
    """Return the ``TypedDict`` of the module that an annotation names, inside wrappers too."""
    match annotation:
        case ast.Constant(str(text)):
            return _typed_dict(index, _parsed(text))
        case ast.Subscript(wrapper, inner) if dotted(wrapper).rpartition(".")[2] in WRAPPERS:
            first = inner.elts[0] if isinstance(inner, ast.Tuple) else inner
            return _typed_dict(index, first)
        case ast.BinOp(left, ast.BitOr(), right):
            return _typed_dict(index, left) or _typed_dict(index, right)
        case ast.expr():
            name = dotted(annotation)
            bases = {base for info in index.lineage(name) for base in info.bases}
            is_typed = any(base.rpartition(".")[2] == "TypedDict" for base in bases)
            return index.classes[name] if is_typed else None
        case _:
            return None


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return None


def _fields(index: ModuleIndex, info: ClassInfo) -> Iterator[tuple[str, ast.expr, bool]]:
    """Yield name, annotation, and whether it is required, for each field, inherited ones too."""
    for owner in index.lineage(info.name):
        for statement in statements(owner.body):
            match statement:
                case ast.AnnAssign(ast.Name(name), annotation):
                    yield name, annotation, _is_required(annotation, total=owner.total)
                case _:
                    pass


def _is_required(annotation: ast.expr, *, total: bool) -> bool:
    wrappers = set[str]()
    while isinstance(annotation, ast.Subscript):
        wrappers.add(dotted(annotation.value).rpartition(".")[2])
        inner = annotation.slice
        annotation = inner.elts[0] if isinstance(inner, ast.Tuple) else inner
    if "NotRequired" in wrappers:
        return False
    return total or "Required" in wrappers
