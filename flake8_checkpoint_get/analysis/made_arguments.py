"""Is an argument a checkpoint, or something that the code of the module makes up itself?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from flake8_checkpoint_get.analysis.bindings import Bindings, Bound
from flake8_checkpoint_get.analysis.function_syntax import class_around
from flake8_checkpoint_get.analysis.library import COPIES, DESERIALISERS
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.syntax import FunctionNode

MADE = (ast.Dict, ast.DictComp, ast.List, ast.Tuple, ast.Set, ast.Constant)
"""Expressions that make something new: no checkpoint."""
MOST_STEPS = 200
"""How many expressions are looked at for one argument; one that takes more counts as made up."""


@dataclass
class MadeArguments:
    """Looks at arguments of calls in one module."""

    index: ModuleIndex

    @cached_property
    def bindings(self) -> Bindings:
        """What the names of the module are bound to."""
        return Bindings(self.index)

    def is_made(self, argument: ast.expr) -> bool:
        """Tell whether an argument of a call may be something that the module makes itself."""
        return _Search(self.index, self.bindings).is_made(argument)


@dataclass
class _Search:
    """The search for where one argument comes from; ``seen`` are the expressions looked at."""

    index: ModuleIndex
    bindings: Bindings
    seen: set[ast.expr] = field(default_factory=set)

    def is_made(self, value: ast.expr) -> bool:
        if value in self.seen:
            return False
        self.seen.add(value)
        if len(self.seen) > MOST_STEPS:
            return True
        match value:
            case ast.Call():
                return self._makes(value)
            case ast.BoolOp(_, operands):
                return any(map(self.is_made, operands))
            case ast.IfExp(_, body, orelse):
                return self.is_made(body) or self.is_made(orelse)
            case ast.BinOp(left, ast.BitOr(), right):
                return self.is_made(left) and self.is_made(right)
            case ast.NamedExpr(_, inner):
                return self.is_made(inner)
            case ast.Name(name):
                return any(map(self._binds_made, self.bindings.of(name, value)))
            case ast.Attribute(ast.Name("self"), name):
                return any(map(self.is_made, self._held_by_self(value, name)))
            case _:
                return isinstance(value, MADE) and not _is_none(value)

    def _makes(self, call: ast.Call) -> bool:
        """Tell whether a call returns something new."""
        match call:
            case ast.Call(ast.Attribute(attr="get" | "pop" | "setdefault"), [_, default]):
                return self.is_made(default)
            case ast.Call(ast.Name(name)) if name in self.index.functions:
                return any(map(self.is_made, _returned(self.index.functions[name])))
            case ast.Call(called, []):
                return self.index.full_name(called) in COPIES
            case ast.Call(called, [first, *_]):
                return self.index.full_name(called) in COPIES and self.is_made(first)
            case _:
                return False

    def _is_read(self, value: ast.expr | None) -> bool:
        """Tell whether a value is all that a file holds, or a message."""
        return isinstance(value, ast.Call) and self.index.full_name(value.func) in DESERIALISERS

    def _binds_made(self, bound: Bound) -> bool:
        if bound.is_element:
            return any(map(self.is_made, self._elements(bound.value)))
        if bound.is_part:
            # One of several things that a call returns: it may be the others that are read.
            is_call = isinstance(bound.value, ast.Call)
            return is_call and not self._is_read(bound.value)
        return bound.value is not None and self.is_made(bound.value)

    def _elements(self, value: ast.expr | None) -> Iterator[ast.expr]:
        match value:
            case ast.List(parts) | ast.Tuple(parts) | ast.Set(parts):
                yield from parts
            case ast.BinOp(left, ast.Mult() | ast.Add(), right):
                yield from self._elements(left)
                yield from self._elements(right)
            case ast.BoolOp(_, operands):
                for operand in operands:
                    yield from self._elements(operand)
            case ast.Name(name) if value not in self.seen:
                self.seen.add(value)
                for bound in self.bindings.of(name, value):
                    if not bound.is_element and not bound.is_part:
                        yield from self._elements(bound.value)
            case _:
                pass

    def _held_by_self(self, node: ast.expr, name: str) -> Iterator[ast.expr]:
        """Yield what the class around a node assigns to an attribute of its own."""
        info = self.index.classes.get(class_around(node, self.index.parents))
        assigned = info.assignments.get(name, ()) if info is not None else ()
        for _, target, value in assigned:
            if value is not None and isinstance(target, ast.Attribute):
                yield value


def _returned(function: FunctionNode) -> Iterator[ast.expr]:
    """Yield what a function returns."""
    for part in ast.walk(function):
        if isinstance(part, ast.Return) and part.value is not None:
            yield part.value


def _is_none(value: ast.expr) -> bool:
    """Tell whether a value is None: that fails before and after."""
    return isinstance(value, ast.Constant) and value.value is None
