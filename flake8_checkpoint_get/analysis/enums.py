"""Members of the enums of a module: only those of a string enum are strings."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.module_index import ModuleIndex

EQUAL_TO_VALUES = frozenset(("str", "int", "bytes", "float", "StrEnum", "IntEnum", "IntFlag"))
"""Bases by which the members of an enum are equal to their values
(https://docs.python.org/3/library/enum.html)."""


def is_plain_enum(index: ModuleIndex, class_name: str) -> bool:
    """Tell whether a class is an enum whose members are no keys but themselves."""
    info = index.classes.get(class_name)
    if info is None:
        return False
    bases = {base.rpartition(".")[2] for base in info.bases}
    return "Enum" in bases and bases.isdisjoint(EQUAL_TO_VALUES)


def member_value(index: ModuleIndex, member: ast.expr) -> ast.expr | None:
    """Return the expression of the value of ``Enum.MEMBER``; None for anything else."""
    match member:
        case ast.Attribute(ast.Name(class_name), name) if is_plain_enum(index, class_name):
            return index.class_constant(class_name, name)
        case _:
            return None
