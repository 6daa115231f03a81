"""What the names of a module are bound to, scope by scope, as the text shows it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from flake8_checkpoint_get.analysis.arguments import default_nodes, free_arguments
from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.syntax import FunctionNode, imported_names

Scope = FunctionNode | ast.Module


@dataclass(frozen=True, slots=True)
class Bound:
    """An expression that a name is bound to: to its value, to an element, or to a part of it.

    ``value`` is None for what has no expression: a file that is opened, a caught exception.
    """

    value: ast.expr | None
    is_element: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Bindings:
    """The bindings of each scope, collected when somebody asks for one of its names."""

    index: ModuleIndex
    _known: dict[Scope, dict[str, list[Bound]]] = field(default_factory=dict)

    def of(self, name: str, node: ast.AST) -> list[Bound]:
        """Return what a name may be bound to where a node stands: in the innermost scope of it."""
        around = (parent for _, parent in upwards(node, self.index.parents))
        for scope in (*(one for one in around if isinstance(one, FunctionNode)), self.index.tree):
            found = self._in_scope(scope).get(name, [])
            if found or (isinstance(scope, FunctionNode) and name in free_arguments(scope)):
                return found
        return []

    def in_function(self, function: FunctionNode, name: str) -> list[Bound]:
        """Return what a function binds a name to."""
        return self._in_scope(function).get(name, [])

    def _in_scope(self, scope: Scope) -> dict[str, list[Bound]]:
        if scope not in self._known:
            found: dict[str, list[Bound]] = {}
            for name, bound in _bound_in(scope):
                found.setdefault(name, []).append(bound)
            self._known[scope] = found
        return self._known[scope]


def _bound_in(scope: Scope) -> Iterator[tuple[str, Bound]]:
    """Yield each name that a scope binds, with what to; comprehensions count as parts of it."""
    if isinstance(scope, FunctionNode):
        for name, default in default_nodes(scope.args).items():
            yield name, Bound(default)
    for part in _parts(scope):
        match part:
            case ast.Assign(targets, value):
                for target in targets:
                    yield from _bound_to(target, Bound(value))
            case ast.AnnAssign(target, _, ast.expr() as value) | ast.NamedExpr(target, value):
                yield from _bound_to(target, Bound(value))
            case ast.For(target, values) | ast.AsyncFor(target, values):
                yield from _bound_to(target, Bound(values, is_element=True))
            case ast.comprehension(target, values):
                yield from _bound_to(target, Bound(values, is_element=True))
            case _:
                yield from _bound_otherwise(part)


def _bound_otherwise(part: ast.AST) -> Iterator[tuple[str, Bound]]:
    """Yield the names that a statement, or a part of one, binds to what has no expression."""
    match part:
        case ast.AugAssign(target) | ast.withitem(optional_vars=ast.expr() as target):
            yield from _bound_to(target, Bound(None))
        case ast.ExceptHandler(name=str() as name) | ast.MatchAs(name=str() as name):
            yield name, Bound(None)
        case ast.MatchStar(str() as name) | ast.MatchMapping(rest=str() as name):
            yield name, Bound(None)
        case ast.Import() | ast.ImportFrom():
            yield from ((name, Bound(None)) for name, _ in imported_names(part))
        case _:
            pass


def _parts(scope: Scope) -> Iterator[ast.AST]:
    """Yield what a scope consists of, without the functions and classes in it."""
    pending: list[ast.AST] = [scope]
    while pending:
        part = pending.pop()
        yield part
        if part is scope or not isinstance(part, FunctionNode | ast.ClassDef | ast.Lambda):
            pending += ast.iter_child_nodes(part)


def _bound_to(target: ast.expr, bound: Bound) -> Iterator[tuple[str, Bound]]:
    match target, bound:
        case ast.Name(name), _:
            yield name, bound
        case (
            (ast.Tuple(targets) | ast.List(targets)),
            Bound(ast.Tuple(values) | ast.List(values), False),
        ) if len(targets) == len(values):
            for inner, value in zip(targets, values, strict=True):
                yield from _bound_to(inner, Bound(value))
        case (
            (ast.Tuple(targets) | ast.List(targets)),
            Bound(ast.Call(ast.Name("zip"), values), True),
        ) if len(targets) == len(values):
            for inner, value in zip(targets, values, strict=True):
                yield from _bound_to(inner, Bound(value, is_element=True))
        case ((ast.Tuple(targets) | ast.List(targets)), Bound(value, is_element)):
            for inner in targets:
                yield from _bound_to(inner, Bound(value, is_element, is_part=True))
        case _:
            pass
