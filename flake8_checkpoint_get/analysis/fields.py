"""The fields of dataclasses and named tuples: what ``asdict`` and ``_asdict`` write."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.class_info import ClassInfo
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.syntax import dotted

NOT_FIELDS = frozenset(("ClassVar", "InitVar", "KW_ONLY"))
"""Annotations that make no field (https://docs.python.org/3/library/dataclasses.html)."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of a class's fields, in order; ``is_whole`` is set if there can be no others."""

    names: tuple[str, ...]
    is_whole: bool


def fields_of(index: ModuleIndex, class_name: str) -> Fields | None:
    """Return the fields of a dataclass or named tuple of the module; None for other classes."""
    lineage = index.lineage(class_name)
    if not lineage or not (lineage[0].is_dataclass or _is_named_tuple(lineage[0])):
        return None
    of_fields = [info for info in lineage if info.is_dataclass or _is_named_tuple(info)]
    names = [name for info in reversed(of_fields) for name in _annotated(index, info)]
    is_extended = bool(index.heirs(class_name))
    branches = any(isinstance(s, ast.If | ast.Try | ast.With) for i in of_fields for s in i.body)
    is_whole = index.is_whole(class_name) and not is_extended and not branches
    return Fields(tuple(dict.fromkeys(names)), is_whole)


def _is_named_tuple(info: ClassInfo) -> bool:
    return any(base.rpartition(".")[2] == "NamedTuple" for base in info.bases)


def _annotated(index: ModuleIndex, info: ClassInfo) -> list[str]:
    return [
        _mangled(statement.target.id, info.name)
        for statement in info.body
        if isinstance(statement, ast.AnnAssign)
        and isinstance(statement.target, ast.Name)
        and not _is_no_field(index, statement.annotation)
    ]


def _mangled(name: str, class_name: str) -> str:
    """Return a name of a class as Python keeps it: mangled, if it is private.

    See https://docs.python.org/3/reference/expressions.html#private-name-mangling.
    """
    owner = class_name.rpartition(".")[2].lstrip("_")
    is_private = owner and name.startswith("__") and not name.endswith("__")
    return f"_{owner}{name}" if is_private else name


def _is_no_field(index: ModuleIndex, annotation: ast.expr) -> bool:
    whole = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    text = whole.value if isinstance(whole, ast.Constant) else dotted(whole)
    name = str(text).partition("[")[0]
    return index.imports.get(name, name).rpartition(".")[2] in NOT_FIELDS
