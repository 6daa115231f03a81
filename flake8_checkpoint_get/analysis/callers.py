"""The calls of a method in its module: what they pass, and what they catch."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.object_types import attribute_class
from flake8_checkpoint_get.analysis.swallowing import is_caught
from flake8_checkpoint_get.analysis.syntax import FunctionNode, dotted

MADE = (ast.Dict, ast.DictComp, ast.List, ast.Tuple, ast.Set, ast.Constant)
"""Expressions that make something new: no checkpoint."""
MAKING = frozenset(("dict", "OrderedDict", "collections.OrderedDict"))


@dataclass
class Callers:
    """The calls in a module, by the name of what is called."""

    index: ModuleIndex

    @cached_property
    def above(self) -> dict[ast.AST, ast.AST]:
        """The parent of each node of the module."""
        return self.index.parents

    @cached_property
    def _calls(self) -> dict[str, list[ast.Call]]:
        found: dict[str, list[ast.Call]] = {}
        for node in self.above:
            match node:
                case ast.Call(ast.Attribute(attr=name)) | ast.Call(ast.Name(name)):
                    found.setdefault(name, []).append(node)
                case _:
                    pass
        return found

    def passes_other_data(self, class_name: str, method: str) -> bool:
        """Tell whether some call of a method passes what is surely no checkpoint."""
        calls = [call for call in self._calls.get(method, []) if self._may_be_of(call, class_name)]
        if any(self._is_made(argument, call) for call in calls for argument in _first(call)):
            return True
        if any(
            self._has_made_parts(argument, call, method)
            for call in self._calls.get(method, [])
            for argument in _first(call)
        ):
            return True
        if method == "__setstate__" and any(not _is_of_parent(call) for call in calls):
            return True
        return method in self._handed_around

    @cached_property
    def _handed_around(self) -> set[str]:
        """The names of methods that are taken from an object and not called there."""
        called = {call.func for calls in self._calls.values() for call in calls}
        taken = (n for n in self.above if isinstance(n, ast.Attribute) and n not in called)
        return {
            node.attr
            for node in taken
            if isinstance(node.ctx, ast.Load) and not _is_super(node.value)
        }

    def _is_made(self, argument: ast.expr, call: ast.Call) -> bool:
        """Tell whether an argument is a mapping that the code around the call makes itself."""
        match argument:
            case ast.Call(ast.Attribute(attr="get" | "pop" | "setdefault"), [_, default]):
                return self._is_made(default, call)
            case ast.Call(called):
                return dotted(called) in MAKING and not argument.args
            case ast.BoolOp(_, operands):
                return any(self._is_made(operand, call) for operand in operands)
            case ast.IfExp(_, body, orelse):
                return self._is_made(body, call) or self._is_made(orelse, call)
            case ast.Name(name):
                function = self._function_around(call)
                return function is not None and any(
                    self._is_made(value, call)
                    for value in _assigned(function, name)
                    if not isinstance(value, ast.Name)
                )
            case _:
                return isinstance(argument, MADE) and not _is_none(argument)

    def _has_made_parts(self, argument: ast.expr, call: ast.Call, method: str) -> bool:
        """Tell whether the code around a call puts a mapping of its own into what it passes.

        The method that is called may hand it on to any other of its name, as ``method`` is. What a
        method of that name does itself is part of restoring.
        """
        function = self._function_around(call)
        if function is None or function.name == method or not isinstance(argument, ast.Name):
            return False
        return any(self._is_made(value, call) for value in _put_into(function, argument.id))

    def _may_be_of(self, call: ast.Call, class_name: str) -> bool:
        """Tell whether a call of a method by its name may be one of the method of a class."""
        owner = self._class_called(call)
        if owner is None:
            return True
        related = self.index.is_subclass
        return owner == class_name or related(owner, class_name) or related(class_name, owner)

    def _class_called(self, call: ast.Call) -> str | None:
        """Return the class whose method is called; None where that is not known."""
        around = self._class_around(call)
        match call.func:
            case ast.Attribute(ast.Name("self" | "cls")) | ast.Attribute(
                ast.Call(ast.Name("super" | "cls"))
            ):
                return around
            case ast.Attribute(ast.Call(ast.Name(name)) | ast.Name(name)) if (
                name in self.index.classes
            ):
                return name
            case ast.Attribute(ast.Attribute(ast.Name("self"), attribute)) if around is not None:
                return attribute_class(self.index, around, attribute)
            case ast.Attribute(ast.Name(name)):
                return self._class_of_local(call, name)
            case _:
                return None

    def _class_of_local(self, call: ast.Call, name: str) -> str | None:
        function = self._function_around(call)
        values = list(_assigned(function, name)) if function is not None else []
        match values:
            case [ast.Call(ast.Name(class_name))] if class_name in self.index.classes:
                return class_name
            case [ast.Call(ast.Name("cls"))]:
                return self._class_around(call)
            case _:
                return None

    def _function_around(self, node: ast.AST) -> FunctionNode | None:
        above = (parent for _, parent in upwards(node, self.above))
        return next((one for one in above if isinstance(one, FunctionNode)), None)

    def _class_around(self, node: ast.AST) -> str | None:
        names = [p.name for _, p in upwards(node, self.above) if isinstance(p, ast.ClassDef)]
        return ".".join(reversed(names)) or None

    def is_swallowed(self, class_name: str, method: str) -> bool:
        """Tell whether a KeyError from a method is caught by a caller, or by a caller of that."""
        pending, seen = [(class_name, method)], set[tuple[str, str]]()
        while pending:
            asked = pending.pop()
            if asked in seen:
                continue
            seen.add(asked)
            for call in self._calls.get(asked[1], []):
                if not self._may_be_of(call, asked[0]):
                    continue
                if is_caught(call, self.above):
                    return True
                function = self._function_around(call)
                if function is not None:
                    pending.append((self._class_around(call) or "", function.name))
        return False

    @cached_property
    def _taken_out(self) -> list[tuple[object, ast.AST]]:
        """The constants that are taken out of mappings anywhere, with where that is."""
        found = list[tuple[object, ast.AST]]()
        for node in self.above:
            match node:
                case ast.Call(ast.Attribute(attr="pop"), [ast.Constant(key), *_]):
                    found.append((key, node))
                case ast.Subscript(slice=ast.Constant(key), ctx=ast.Del()):
                    found.append((key, node))
                case ast.DictComp(generators=generators):
                    found += [(key, node) for key in _constants_in_tests(generators)]
                case _:
                    pass
        return found

    def taking_out(self, key: object) -> list[FunctionNode]:
        """Return the functions of the module that take a key out of some mapping."""
        around = (self._function_around(node) for known, node in self._taken_out if known == key)
        return [function for function in around if function is not None]


def _is_none(argument: ast.expr) -> bool:
    """Tell whether an argument is None: that fails before and after."""
    return isinstance(argument, ast.Constant) and argument.value is None


def _is_of_parent(call: ast.Call) -> bool:
    """Tell whether a call is one of ``super()``'s methods."""
    return isinstance(call.func, ast.Attribute) and _is_super(call.func.value)


def _is_super(node: ast.expr) -> bool:
    match node:
        case ast.Call(ast.Name("super")):
            return True
        case _:
            return False


def _constants_in_tests(generators: list[ast.comprehension]) -> list[object]:
    """Return the constants that a comprehension compares with to leave something out."""
    tests = (part for one in generators for test in one.ifs for part in ast.walk(test))
    return [part.value for part in tests if isinstance(part, ast.Constant)]


def _first(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the argument that holds the checkpoint, or each that may."""
    if call.args:
        yield call.args[0]
    else:
        yield from (keyword.value for keyword in call.keywords)


def _put_into(function: FunctionNode, name: str) -> Iterator[ast.expr]:
    """Yield what a function assigns to items of a name."""
    for part in ast.walk(function):
        match part:
            case ast.Assign([ast.Subscript(ast.Name(target))], value) if target == name:
                yield value
            case _:
                pass


def _assigned(function: FunctionNode, name: str) -> Iterator[ast.expr]:
    """Yield what a function assigns to a name."""
    for part in ast.walk(function):
        match part:
            case ast.Assign([ast.Name(target)], value) if target == name:
                yield value
            case ast.AnnAssign(ast.Name(target), _, ast.expr() as value) if target == name:
                yield value
            case _:
                pass
