"""The names of a module: its classes, functions, imports and constants."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from flake8_checkpoint_get.analysis.class_info import ClassInfo, classes_in, note_constant
from flake8_checkpoint_get.analysis.effort import OF_BASE, Effort
from flake8_checkpoint_get.analysis.function_syntax import parents
from flake8_checkpoint_get.analysis.stored_names import StoredNames
from flake8_checkpoint_get.analysis.syntax import (
    FunctionNode,
    assigned_names,
    defined_in,
    dotted,
    imported_names,
    statements,
)

PLAIN_BASES = frozenset(("object", "Generic", "ABC", "NamedTuple"))
"""Bases that neither save nor restore anything, nor have fields."""
MOST_IMPLEMENTATIONS = 8


class ModuleIndex:
    """What a module defines, by name; nested classes by their qualified name.

    ``classes`` holds the last class of each name, ``all_classes`` every one; ``effort`` is what may
    still be spent on the module.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.all_classes = list(classes_in(tree.body, ""))
        self.classes = {info.name: info for info in self.all_classes}
        self.effort = Effort()
        self._lineages: dict[str, tuple[ClassInfo, ...]] = {}

    @cached_property
    def ambiguous(self) -> frozenset[str]:
        """The names that several classes have."""
        names = Counter(info.name for info in self.all_classes)
        return frozenset(name for name, number in names.items() if number > 1)

    @cached_property
    def definitions(self) -> list[FunctionNode]:
        """The functions of the module."""
        return [node for node in defined_in(self.tree.body) if isinstance(node, FunctionNode)]

    @cached_property
    def functions(self) -> dict[str, FunctionNode]:
        """The last function of each name."""
        return {node.name: node for node in self.definitions}

    @cached_property
    def imports(self) -> dict[str, str]:
        """The full name of what each imported name stands for."""
        imported: dict[str, str] = {}
        for statement in statements(self.tree.body):
            if isinstance(statement, ast.Import | ast.ImportFrom):
                imported |= dict(imported_names(statement))
        return imported

    def full_name(self, node: ast.expr) -> str:
        """Return the dotted name of an expression, by what its first name was imported as."""
        root, dot, rest = dotted(node).partition(".")
        return f"{self.imports.get(root, root)}{dot}{rest}"

    @cached_property
    def constants(self) -> dict[str, ast.expr | None]:
        """The expression of each name that the module assigns; None for more than one."""
        constants: dict[str, ast.expr | None] = {}
        for statement in statements(self.tree.body):
            for name, expression in assigned_names(statement):
                note_constant(constants, name, expression)
        for name in constants.keys() & self.imports.keys():
            constants[name] = None
        return constants

    def _all_bases(self, info: ClassInfo) -> set[str]:
        return {name.rpartition(".")[2] for one in self.lineage(info.name) for name in one.bases}

    @cached_property
    def of_any_base(self) -> tuple[ClassInfo, ...]:
        """The classes in functions whose bases may be any class: parameters, say."""
        known = self.imports.keys() | self.classes.keys() | vars(builtins).keys()
        local = [info for info in self.all_classes if "<locals>" in info.name]
        return tuple(info for info in local if not known.issuperset(self._roots(info)))

    def _roots(self, info: ClassInfo) -> set[str]:
        """Return the first names of the bases of a class, as the module knows them."""
        return {
            self._resolved(info.name, b) if "." not in b else b.split(".")[0] for b in info.bases
        }

    @cached_property
    def texts_of_members(self) -> frozenset[str]:
        """The strings that members of enums are equal to, and are not formatted as.

        An f-string has the name of a member of ``class Key(str, Enum)``, and the value of one of
        ``class Key(StrEnum)`` (https://docs.python.org/3/library/enum.html#notes).
        """
        enums = (info for info in self.all_classes if {"str", "Enum"} <= self._all_bases(info))
        values = (value for info in enums for value in info.constants.values())
        constants = (value.value for value in values if isinstance(value, ast.Constant))
        return frozenset(text for text in constants if isinstance(text, str))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The parent of each node of the module."""
        return parents(self.tree)

    @cached_property
    def stored(self) -> StoredNames:
        """What the module stores by attribute."""
        return StoredNames(self.parents)

    @cached_property
    def _heirs(self) -> dict[str, list[ClassInfo]]:
        """The classes that are derived from each class, in this module."""
        found: dict[str, list[ClassInfo]] = {}
        for info in self.classes.values():
            for base in self.lineage(info.name):
                if base.name != info.name:
                    found.setdefault(base.name, []).append(info)
        return found

    def heirs(self, class_name: str) -> list[ClassInfo]:
        """Return the classes of the module that are derived from a class."""
        return self._heirs.get(class_name, [])

    def is_fixed(self, class_name: str, attribute: str) -> bool:
        """Tell whether an attribute is for all objects of a class what the class says it is."""
        of_heirs = any(attribute in info.constants for info in self.heirs(class_name))
        own = [
            target
            for info in self.lineage(class_name)
            for _, target, _ in info.assignments.get(attribute, ())
            if isinstance(target, ast.Attribute)
        ]
        return not of_heirs and len(self.stored.stores_of(attribute)) <= len(own)

    def lineage(self, class_name: str) -> tuple[ClassInfo, ...]:
        """Return the class and then its bases, as far as they are in this module."""
        if class_name not in self._lineages:
            self._lineages[class_name] = tuple(self._lineage(class_name))
            self.effort.spend(OF_BASE * len(self._lineages[class_name]))
        return self._lineages[class_name]

    def _lineage(self, class_name: str) -> Iterator[ClassInfo]:
        pending, seen = [class_name], set[str]()
        while pending:
            name = pending.pop(0)
            info = self.classes.get(name)
            if info is None or name in seen:
                continue
            seen.add(name)
            yield info
            pending += [self._resolved(name, base) for base in info.bases]

    def _resolved(self, class_name: str, base: str) -> str:
        """Return the name of a base of a class, as the module knows it."""
        if base in self.classes:
            return base
        match self.constants.get(base):
            case ast.Name(other) if other in self.classes:
                return other
            case _:
                return f"{class_name.rpartition('.')[0]}.{base}"

    def is_whole(self, class_name: str) -> bool:
        """Tell whether all bases of a class, and theirs, are in this module, or define nothing."""
        return all(
            base.rpartition(".")[2] in PLAIN_BASES
            or (self._resolved(info.name, base) in self.classes and base != info.name)
            for info in self.lineage(class_name)
            for base in info.bases
        )

    def method(self, class_name: str, name: str) -> FunctionNode | None:
        """Return the method that the class has or inherits within this module."""
        found = (info.methods[name] for info in self.lineage(class_name) if name in info.methods)
        return next(found, None)

    def implementations(self, class_name: str, name: str) -> list[FunctionNode]:
        """Return the method of a class and those by which its subclasses here override it."""
        inherited = (self.method(info.name, name) for info in self.heirs(class_name))
        found = dict.fromkeys((self.method(class_name, name), *inherited))
        return [method for method in found if method is not None][:MOST_IMPLEMENTATIONS]

    def is_subclass(self, class_name: str, base: str) -> bool:
        """Tell whether a class is derived from another one, which is not itself."""
        return class_name != base and any(info.name == base for info in self.lineage(class_name))

    @cached_property
    def rebound(self) -> frozenset[str]:
        """The global names that functions assign."""
        found = set[str]()
        pending = [self.tree.body]
        while pending:
            for statement in statements(pending.pop()):
                if isinstance(statement, FunctionNode | ast.ClassDef):
                    pending.append(statement.body)
                elif isinstance(statement, ast.Global):
                    found.update(statement.names)
        return frozenset(found)

    def class_constant(self, class_name: str, name: str) -> ast.expr | None:
        """Return the expression of a class or instance attribute that has only one."""
        for info in self.lineage(class_name):
            if name in info.constants:
                return info.constants[name]
        return None
