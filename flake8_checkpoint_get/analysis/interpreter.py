"""What all walks over one module share: functions are walked once for each kind of arguments."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Protocol

from flake8_checkpoint_get.analysis.attributes import Attributes
from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.entries import Closure, Entry, Passage
from flake8_checkpoint_get.analysis.function_syntax import FunctionSyntax
from flake8_checkpoint_get.analysis.library import BUILTINS
from flake8_checkpoint_get.analysis.made_up import defaults_in
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.recorder import Recorder
from flake8_checkpoint_get.analysis.summaries import Summary
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    ClassObject,
    Definition,
    Function,
    Library,
    Place,
    Value,
    value_of,
)
from flake8_checkpoint_get.own_stack import has_own_stack
from flake8_checkpoint_get.settings import Settings

DEEPEST_CALL = 8
MOST_CARRIED = 100
"""How many places of reads, and other facts, a function carries over to its callers."""
MOST_KINDS = 32
"""With how many kinds of arguments a function is walked before they are told apart less finely."""


class Walker(Protocol):
    """How the interpreter walks: over one function, or over one expression outside of all."""

    def run(self) -> Summary:
        """Walk the whole function."""

    def constant_value(self, expression: ast.expr) -> Value:
        """Return the value of an expression that no function's names are seen in."""


class Interpreter:
    """What all walks over one module share."""

    def __init__(
        self,
        index: ModuleIndex,
        settings: Settings,
        walker: Callable[[Interpreter, Entry], Walker],
        builder: Builder | None = None,
    ) -> None:
        self.index = index
        self.settings = settings
        self._walker = walker
        self.recorder = Recorder()
        self.builder = builder
        self.function_syntax = FunctionSyntax()
        self.reached: dict[FunctionNode, Passage] = {}
        self.passed: dict[int, set[Place]] = {}
        self.attributes = Attributes(index)
        self.closures: dict[Definition, Closure] = {}
        self._summaries: dict[object, Summary] = {}
        self._origins: dict[object, int] = {}
        self._identities: list[tuple[object, ...]] = []
        self._kinds: Counter[Definition] = Counter()
        self._active: Counter[Definition] = Counter()
        self._deferred: list[Entry] = []
        self._globals: dict[str, Value] = {}
        self._depth = 0

    @cached_property
    def owners(self) -> dict[FunctionNode, str]:
        """The class of each method."""
        return {node: info.name for info in self.index.all_classes for node in info.definitions}

    def name_of(self, function: FunctionNode | None) -> str:
        """Return ``Class.method``, or the bare name of a function; empty where there is none."""
        if function is None:
            return ""
        owner = self.owners.get(function)
        return f"{owner}.{function.name}" if owner else function.name

    def run(self, function: FunctionNode, arguments: Mapping[str, Value]) -> None:
        """Walk a function that is called from out of sight: what it tells nobody stays untold."""
        self._run(self.entry(function, arguments))

    def run_module(self, tree: ast.Module) -> None:
        """Walk the code of a module that stands outside of all functions."""
        body = ast.FunctionDef("<module>", _NOWHERE.args, tree.body, [])
        self._run(Entry(body, {}))

    def _run(self, first: Entry) -> None:
        self._deferred.append(first)
        while self._deferred:
            entry = self._deferred.pop()
            summary = self.summary(entry)
            self.recorder.note_used(defaults_in(summary.returned))
            self._conclude(summary)

    def forget(self) -> None:
        """Walk functions anew from here on: what attributes hold has changed."""
        self._summaries.clear()

    def _conclude(self, summary: Summary) -> None:
        """Note that nobody is told of the reads that are live where a function ends."""
        for read in summary.exit.live:
            self.recorder[read].silent = True

    def entry(self, definition: Definition, arguments: Mapping[str, Value]) -> Entry:
        """Return how a function is entered, with what it sees of the functions around it."""
        closure = self.closures.get(definition)
        if closure is not None:
            names = closure.names
            return Entry(definition, arguments, names, closure.function, closure.class_name)
        if isinstance(definition, ast.Lambda):
            return Entry(definition, arguments)
        return Entry(definition, arguments, {}, definition, self.owners.get(definition, ""))

    def origin(self, *identity: object) -> int:
        """Return the number of a place where checkpoint data comes from."""
        number = self._origins.setdefault(identity, len(self._origins))
        if number == len(self._identities):
            self._identities.append(identity)
        return number

    def parameter_of(self, origin: int) -> tuple[FunctionNode, str] | None:
        """Return the function and its parameter that a number stands for, if it does."""
        match self._identities[origin]:
            case (ast.FunctionDef() | ast.AsyncFunctionDef() as function, str(name)):
                return function, name
            case _:
                return None

    def summary(self, entry: Entry) -> Summary:
        """Return what a function does when it is entered so; an empty one where it is not known."""
        kind = entry.kind
        if kind not in self._summaries:
            if self._depth >= DEEPEST_CALL:
                self._deferred.append(entry)
                return Summary()
            self._walk(kind, entry)
        return self._summaries.get(kind, Summary())

    def _walk(self, kind: object, entry: Entry) -> None:
        """Walk a function; where that gets too deep, put it off until there is room again."""
        # A recursive call sees this one.
        self._summaries[kind] = Summary()
        self._kinds[entry.definition] += 1
        self._depth += 1
        self._active[entry.definition] += 1
        try:
            summary = self._summaries[kind] = self._walker(self, entry).run()
            summary.exit.shorten(MOST_CARRIED)
            if sum(map(len, summary.exit.live.values())) > MOST_CARRIED:
                self._conclude(summary)
                summary.exit.live.clear()
        except RecursionError:
            if self._depth == 1 or not has_own_stack():
                raise
            del self._summaries[kind]
            self._deferred.append(entry)
        finally:
            self._depth -= 1
            self._active[entry.definition] -= 1

    def is_crowded(self, definition: Definition) -> bool:
        """Tell whether a function has been entered in too many ways already, or is recursive."""
        return self._kinds[definition] >= MOST_KINDS or self._active[definition] > 0

    def global_value(self, name: str) -> Value:
        """Return what a name stands for outside of all functions."""
        if name not in self._globals:
            self._globals[name] = UNKNOWN
            self._globals[name] = self._global_value(name)
        return self._globals[name]

    def _global_value(self, name: str) -> Value:
        index = self.index
        if name in index.constants:
            expression = index.constants[name]
            if expression is None or name in index.rebound:
                return UNKNOWN
            return self.constant(expression)
        if name in index.functions:
            same = [node for node in index.definitions if node.name == name]
            last = [index.functions[name]]
            return value_of(*map(Function, last if self.builder is None else same))
        if name in index.classes:
            return value_of(ClassObject(name))
        if name in index.imports:
            return value_of(Library(index.imports[name]))
        return value_of(Library(name)) if name in BUILTINS else UNKNOWN

    def constant(self, expression: ast.expr) -> Value:
        """Return the value of an expression outside of all functions."""
        return self._walker(self, Entry(_NOWHERE, {})).constant_value(expression)


_NOWHERE = ast.Lambda(ast.arguments([], [], None, [], [], None, []), ast.Constant(None))
"""Stands for the function where there is none."""
