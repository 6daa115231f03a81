"""The calls of a method in its module: what they pass, and what they catch."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flake8_checkpoint_get.analysis.arguments import free_arguments
from flake8_checkpoint_get.analysis.bindings import Bound
from flake8_checkpoint_get.analysis.function_syntax import class_around, upwards
from flake8_checkpoint_get.analysis.handed_around import handed_around, is_super
from flake8_checkpoint_get.analysis.library import COPIES, DESERIALISERS
from flake8_checkpoint_get.analysis.made_arguments import MadeArguments
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.object_types import attribute_class
from flake8_checkpoint_get.analysis.swallowing import is_caught
from flake8_checkpoint_get.analysis.syntax import FunctionNode, dotted


@dataclass
class Callers:
    """The calls in a module, by the name of what is called."""

    index: ModuleIndex

    @cached_property
    def above(self) -> dict[ast.AST, ast.AST]:
        """The parent of each node of the module."""
        return self.index.parents

    @cached_property
    def _made(self) -> MadeArguments:
        return MadeArguments(self.index)

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
        """Tell whether some call of a method passes what may be no checkpoint."""
        calls = [call for call in self._calls.get(method, []) if self._may_be_of(call, class_name)]
        passed = [(argument, call) for call in calls for argument in _first(call)]
        if any(self._is_other(argument, call, class_name) for argument, call in passed):
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
    def _handed_around(self) -> frozenset[str]:
        called = (call.func for calls in self._calls.values() for call in calls)
        return handed_around(self.above, frozenset(called))

    def _is_other(self, argument: ast.expr, call: ast.Call, class_name: str) -> bool:
        """Tell whether an argument may be something else than what the class saves."""
        if isinstance(argument, ast.Call) and (
            self._is_of_another(argument, class_name) or self._is_changed(argument, call)
        ):
            return True
        return self._made.is_made(argument)

    def _is_changed(self, argument: ast.Call, call: ast.Call) -> bool:
        """Tell whether a restore method hands on what an imported function makes of its own."""
        around = self._function_around(call)
        if around is None or around.name != _name_of(call) or not self._is_unknown(argument.func):
            return False
        given = free_arguments(around)
        return any(isinstance(one, ast.Name) and one.id in given for one in argument.args)

    def _is_of_another(self, argument: ast.Call, class_name: str) -> bool:
        """Tell whether an argument is what a class returns that has nothing to do with this one.

        The method is one that both have: ``average.load_state_dict(model.state_dict())``.
        """
        owner = self._class_called(argument)
        is_common = self.index.method(class_name, _name_of(argument)) is not None
        return is_common and owner is not None and not self._are_kin(owner, class_name)

    def _is_unknown(self, called: ast.expr) -> bool:
        """Tell whether what is called may do anything with a mapping: it is imported."""
        root = dotted(called).partition(".")[0]
        is_known = self.index.full_name(called) in COPIES | DESERIALISERS
        return root in self.index.imports and not is_known

    def _has_made_parts(self, argument: ast.expr, call: ast.Call, method: str) -> bool:
        """Tell whether the code around a call puts a mapping of its own into what it passes.

        The method that is called may hand it on to any other of its name, as ``method`` is. What a
        method of that name does itself is part of restoring.
        """
        function = self._function_around(call)
        if function is None or function.name == method or not isinstance(argument, ast.Name):
            return False
        return any(map(self._made.is_made, _put_into(function, argument.id)))

    def _may_be_of(self, call: ast.Call, class_name: str) -> bool:
        """Tell whether a call of a method by its name may be one of the method of a class."""
        owner = self._class_called(call)
        return owner is None or self._are_kin(owner, class_name)

    def _are_kin(self, one: str, other: str) -> bool:
        """Tell whether an object may be of both classes: ``super()`` goes from one to the other."""
        heirs = {info.name for info in self.index.heirs(one)} | {one}
        return not heirs.isdisjoint({info.name for info in self.index.heirs(other)} | {other})

    def _class_called(self, call: ast.Call) -> str | None:
        """Return the class whose method is called; None where that is not known."""
        around = class_around(call, self.above) or None
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
        match self._made.bindings.in_function(function, name) if function is not None else []:
            case [Bound(ast.Call(ast.Name(made)), False, False)] if made in self.index.classes:
                return made
            case [Bound(ast.Call(ast.Name("cls")), False, False)]:
                return class_around(call, self.above) or None
            case _:
                return None

    def _function_around(self, node: ast.AST) -> FunctionNode | None:
        above = (parent for _, parent in upwards(node, self.above))
        return next((one for one in above if isinstance(one, FunctionNode)), None)

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
                    pending.append((class_around(call, self.above), function.name))
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


def _name_of(call: ast.Call) -> str:
    """Return the name of the method that is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _is_of_parent(call: ast.Call) -> bool:
    """Tell whether a call is one of ``super()``'s methods."""
    return isinstance(call.func, ast.Attribute) and is_super(call.func.value)


def _constants_in_tests(generators: list[ast.comprehension]) -> list[object]:
    """Return the constants that a comprehension compares with to leave something out."""
    tests = (part for one in generators for test in one.ifs for part in ast.walk(test))
    return [part.value for part in tests if isinstance(part, ast.Constant)]


def _first(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the argument that holds the checkpoint, or each that may."""
    match call:
        case ast.Call(ast.Attribute(owner), [_, state, *_]) if _is_class(owner):
            yield state
        case ast.Call(_, [state, *_]):
            yield state
        case _:
            yield from (keyword.value for keyword in call.keywords)


def _is_class(owner: ast.expr) -> bool:
    """Tell whether a method is asked of the class of an object, which is passed to it then."""
    match owner:
        case ast.Call(ast.Name("type"), [_]) | ast.Attribute(attr="__class__"):
            return True
        case _:
            return False


def _put_into(function: FunctionNode, name: str) -> Iterator[ast.expr]:
    """Yield what a function assigns to items of a name."""
    for part in ast.walk(function):
        match part:
            case ast.Assign([ast.Subscript(ast.Name(target))], value) if target == name:
                yield value
            case _:
                pass
