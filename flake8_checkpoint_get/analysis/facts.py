"""All that a rule may see of a module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.arguments import free_arguments
from flake8_checkpoint_get.analysis.declared import framework_optional_keys, is_declared_optional
from flake8_checkpoint_get.analysis.function_walk import FunctionWalk
from flake8_checkpoint_get.analysis.interpreter import Interpreter, Passage
from flake8_checkpoint_get.analysis.methods import (
    RestoreMethod,
    is_bound,
    qualified,
    restore_methods,
)
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.recorder import Reading, ReadKind, Record
from flake8_checkpoint_get.analysis.syntax import FunctionNode, dotted
from flake8_checkpoint_get.analysis.values import (
    Checkpoint,
    ClassObject,
    Instance,
    Place,
    Value,
    value_of,
)
from flake8_checkpoint_get.model import ConstantKey, Span
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source
from flake8_checkpoint_get.suppression import is_optional, says_optional


@dataclass(frozen=True, slots=True)
class DefaultedRead:
    """A read of checkpoint data that cannot fail, and whose missing key nobody is told of.

    Texts are as written in the source. ``keys`` are the constants that the key can be; it is empty
    where only the expression of the key is known (``key``). ``is_computed`` is set where even that
    stands for many keys: a look-up in a collection. ``default`` is what is restored when the key is
    missing. ``line`` and ``column`` are where the eye should land.
    ``receiver_is_primary`` is set where a subscript can follow the receiver as it is written.
    ``method`` is the qualified name of the function that the read is in, ``route`` how checkpoint
    data comes there from a restore method (empty in one).
    """

    kind: ReadKind
    span: Span
    line: int
    column: int
    receiver: str
    receiver_is_primary: bool
    key: str
    keys: tuple[ConstantKey, ...]
    is_computed: bool
    default: str
    method: str
    route: str


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """The facts of one module."""

    reads: tuple[DefaultedRead, ...]


def analyse(source: Source, settings: Settings) -> ModuleFacts:
    """Find the restore methods of a module, and every read of a key that goes unnoticed."""
    index = ModuleIndex(source.tree)
    roots = list(restore_methods(index, settings))
    if not roots and not settings.sources:
        return ModuleFacts(())
    interpreter = Interpreter(index, settings, FunctionWalk)
    for root in roots:
        interpreter.run(root.node, _arguments(interpreter, root))
    _walk_methods(interpreter, interpreter.attributes.settle())
    if settings.sources:
        _walk_everything(interpreter, source.tree)
    writer = _Writer(source, interpreter, frozenset(root.node for root in roots))
    return ModuleFacts(tuple(writer.reads()))


def _walk_methods(interpreter: Interpreter, methods: list[tuple[str, FunctionNode]]) -> None:
    """Walk methods, now that attributes are known to hold checkpoint data."""
    if methods:
        interpreter.forget()
    for class_name, node in methods:
        interpreter.run(node, free_arguments(node) | receiver(node, class_name))


def _walk_everything(interpreter: Interpreter, tree: ast.Module) -> None:
    """Walk every function, and the module's own code: a source can be called anywhere."""
    for node in interpreter.index.definitions:
        interpreter.run(node, free_arguments(node))
    for node, class_name in interpreter.owners.items():
        interpreter.run(node, free_arguments(node) | receiver(node, class_name))
    interpreter.run_module(tree)


def receiver(node: FunctionNode, class_name: str) -> dict[str, Value]:
    """Return what ``self`` or ``cls`` is in a method, by its name there."""
    positional = [*node.args.posonlyargs, *node.args.args]
    if not class_name or not positional or not is_bound(node):
        return {}
    is_class = any(dotted(decorator) == "classmethod" for decorator in node.decorator_list)
    owner = ClassObject(class_name) if is_class else Instance(class_name)
    return {positional[0].arg: value_of(owner)}


def _arguments(interpreter: Interpreter, root: RestoreMethod) -> dict[str, Value]:
    """Return what a restore method is entered with."""
    node = root.node
    arguments = free_arguments(node) | receiver(node, root.class_name)
    origin = interpreter.origin(node, root.parameter)
    arguments[root.parameter] = value_of(Checkpoint(Place(origin, ())))
    return arguments


PRIMARY = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Dict, ast.List)
"""Expressions that can be followed by a subscript or a dot as they are."""


@dataclass(frozen=True, slots=True)
class _Writer:
    """Turns what was recorded into facts."""

    source: Source
    interpreter: Interpreter
    roots: frozenset[FunctionNode]

    def reads(self) -> Iterator[DefaultedRead]:
        """Yield one fact for each expression, with all the keys that it reads unnoticed."""
        by_node: dict[ast.Call, list[Record]] = {}
        for record in self.interpreter.recorder:
            if record.unnoticed:
                by_node.setdefault(record.reading.node, []).append(record)
        facts = filter(None, map(self._fact, by_node.values()))
        yield from sorted(facts, key=lambda fact: (fact.span, fact.key))

    def _fact(self, records: list[Record]) -> DefaultedRead | None:
        """Return the fact, or None for a key that is declared optional."""
        record = records[0]
        reading = record.reading
        keys = self._required(records)
        span = self.source.span(reading.node)
        is_computed = not reading.keys and reading.pattern is None
        is_excepted = bool(reading.keys) and not keys
        if is_excepted or says_optional(self.source, span):
            return None
        line, column = self._eye(reading.node)
        return DefaultedRead(
            reading.kind,
            span,
            line,
            column,
            self.source.segment(reading.receiver),
            isinstance(reading.receiver, PRIMARY),
            self.source.segment(reading.key) if reading.key else "",
            keys,
            is_computed,
            self._default(record),
            self._name(reading.function),
            self._route(reading.function),
        )

    def _required(self, records: list[Record]) -> tuple[ConstantKey, ...]:
        """Return the keys that are read, without those that the settings declare optional."""
        found = {k for r in records for k in r.reading.keys if not self._is_optional(r.reading, k)}
        return tuple(sorted(found, key=repr))

    def _is_optional(self, reading: Reading, key: ConstantKey) -> bool:
        """Tell whether a key is declared optional: by the settings, or by the code itself."""
        if is_optional(self.interpreter.settings, self._name(reading.function), key):
            return True
        owner = self.interpreter.owners.get(reading.function, "") if reading.function else ""
        index = self.interpreter.index
        return key in framework_optional_keys(index, owner) or self._is_typed(reading, key)

    def _is_typed(self, reading: Reading, key: ConstantKey) -> bool:
        """Tell whether the annotation of the parameter that the key is read from says so."""
        for place in reading.places:
            found = self.interpreter.parameter_of(place.origin)
            if found is None or place.path[-1:] != (key,):
                continue
            if is_declared_optional(self.interpreter.index, *found, place.path):
                return True
        return False

    def _eye(self, node: ast.Call) -> tuple[int, int]:
        """Return where to look: the start of the call, or its method's name on a later line."""
        function = node.func
        if isinstance(function, ast.Attribute) and function.end_lineno != node.lineno:
            return self.source.position_before_end(function, function.attr)
        span = self.source.span(node)
        return span.line, span.column

    def _default(self, record: Record) -> str:
        if record.fallback is not None:
            return self.source.segment(record.fallback)
        match record.reading.default:
            case None:
                return "None"
            case ast.Starred(value):
                return f"what {self.source.segment(value)} holds"
            case default:
                return self.source.segment(default)

    def _name(self, function: FunctionNode | None) -> str:
        if function is None:
            return ""
        return qualified(self.interpreter.owners.get(function, ""), function.name)

    def _route(self, function: FunctionNode | None) -> str:
        """Return how a function is reached from a restore method."""
        steps = list[Passage]()
        while function is not None and function not in self.roots:
            step = self.interpreter.reached.get(function)
            if step is None or step in steps:
                break
            steps.append(step)
            function = step.caller
        return ", from ".join(f"{self._name(step.caller)} line {step.line}" for step in steps)
