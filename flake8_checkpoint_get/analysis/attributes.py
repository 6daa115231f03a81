"""Attributes that carry checkpoint data from one method of a class to the others."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.values import Checkpoint, Value, join, value_of


class Attributes:
    """The attributes of ``self`` that restore methods set to checkpoint data, by class.

    An attribute is followed into other methods only if nothing but checkpoint data and None is ever
    assigned to it, and no item of it is: a value that the object works with is no checkpoint.
    """

    def __init__(self, index: ModuleIndex) -> None:
        self._index = index
        self._set: dict[tuple[str, str], dict[ast.Attribute, Value]] = {}
        self._held: dict[tuple[str, str], Value] = {}

    def note(self, class_name: str, target: ast.Attribute, value: Value) -> None:
        """Note that an attribute is set to checkpoint data."""
        self._set.setdefault((class_name, target.attr), {})[target] = value

    def held(self, class_name: str, name: str) -> Value | None:
        """Return what an attribute holds, if it is to be followed into all methods."""
        return self._held.get((class_name, name)) if self._held else None

    def settle(self) -> list[tuple[str, FunctionNode]]:
        """Decide which attributes are followed; return the methods that speak of any, by class."""
        for (class_name, name), values in self._set.items():
            if self._is_only_set_to(class_name, name, values):
                carried = (a for a in join(values.values()) if isinstance(a, Checkpoint))
                self._held[class_name, name] = value_of(*carried)
        return [
            (class_name, method)
            for class_name in sorted({class_name for class_name, _ in self._held})
            for method in self._index.classes[class_name].definitions
            if self._speaks_of_any(class_name, method)
        ]

    def _speaks_of_any(self, class_name: str, method: FunctionNode) -> bool:
        parts = (part for part in ast.walk(method) if isinstance(part, ast.Attribute))
        return any((class_name, part.attr) in self._held for part in parts)

    def _is_only_set_to(
        self, class_name: str, name: str, values: dict[ast.Attribute, Value]
    ) -> bool:
        """Tell whether each assignment to an attribute is one of these, or of None."""
        assigned = [
            assignment
            for info in self._index.lineage(class_name)
            for assignment in info.assignments.get(name, ())
        ]
        return all(target in values or _is_none(expression) for _, target, expression in assigned)


def _is_none(expression: ast.expr | None) -> bool:
    return isinstance(expression, ast.Constant) and expression.value is None
