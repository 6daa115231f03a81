"""One walk over one function: where statements, expressions, calls and tests come together."""

from __future__ import annotations

import ast

from flake8_checkpoint_get.analysis import assignment, expressions, flow, guards
from flake8_checkpoint_get.analysis.arguments import (
    bind_arguments,
    bound_receiver,
    default_values,
    free_arguments,
)
from flake8_checkpoint_get.analysis.entries import Closure, Entry
from flake8_checkpoint_get.analysis.escapes import lose
from flake8_checkpoint_get.analysis.frame import Frame
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.joins import join_states
from flake8_checkpoint_get.analysis.made_up import defaults_in, reads
from flake8_checkpoint_get.analysis.module_calls import follow, lost, migrated
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.summaries import Summary
from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.trust import (
    is_abstract,
    is_configuration,
    is_migration,
    is_wrapped,
    runs_later,
)
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Constant,
    Definition,
    Function,
    MadeUp,
    Place,
    SequenceOf,
    Value,
    join,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Branch, hand_out, use


class FunctionWalk:
    """One walk over one function, entered in one way: the ``Walk`` of all the parts."""

    def __init__(self, interpreter: Interpreter, entry: Entry) -> None:
        self.interpreter = interpreter
        self.index = interpreter.index
        self.settings = interpreter.settings
        self.recorder = interpreter.recorder
        self.builder = interpreter.builder
        self.function_syntax = interpreter.function_syntax
        self.entry = entry
        self.function = entry.function
        self.class_name = entry.class_name
        self.parameters = frozenset(entry.arguments)
        self.frame = Frame()
        self._local: dict[Definition, bool] = {}

    def run(self) -> Summary:
        """Walk the whole function."""
        state = State({**self.entry.closure, **self.entry.arguments})
        for value in state.names.values():
            state.await_keys({r: self.recorder[r].reading.places for r in reads(value)})
        exits = self.exits(state)
        found = join_states(end for end, _ in exits)
        for definition in [node for node, seen in self._local.items() if not seen]:
            self.abandon(Function(definition), found)
        if self.function is None and isinstance(self.entry.definition, ast.FunctionDef):
            # The names of a module are for everybody.
            for value in found.names.values():
                use(self, value, found)
        found.names, found.attributes = {}, {}
        returned = join(value for _, value in exits)
        if self.frame.yielded:
            returned = value_of(SequenceOf(join(self.frame.yielded)))
        return Summary(returned, found, known=True)

    def exits(self, state: State) -> list[tuple[State, Value]]:
        """Walk the body; return what is known, and what is returned, wherever it ends."""
        definition = self.entry.definition
        if isinstance(definition, ast.Lambda):
            return [(state, self.evaluate(definition.body, state))]
        self.execute(definition.body, state)
        return (
            [*self.frame.exits, (state, value_of(Constant(None)))]
            if state.alive
            else (self.frame.exits or [(state, UNKNOWN)])
        )

    def execute(self, body: list[ast.stmt], state: State) -> None:
        """Walk statements in order, until no path goes on."""
        flow.execute(self, body, state)

    def evaluate(self, node: ast.expr, state: State) -> Value:
        """Return what an expression may be, and note what evaluating it does to the state."""
        self.index.effort.spend(state.size)
        return expressions.evaluate(self, node, state)

    def branch(self, test: ast.expr, state: State) -> Branch:
        """Evaluate a test, and return what is known where it holds and where it does not."""
        return guards.branch(self, test, state)

    def assign(self, target: ast.expr, value: Value, state: State) -> None:
        """Bind a target of an assignment, loop or ``with``."""
        assignment.assign(self, target, value, state)

    def resolve(self, name: str, state: State) -> Value:
        """Return what a name stands for: a local, then a name of the module, then a builtin."""
        known = state.names.get(name)
        if known is None:
            return self.interpreter.global_value(name)
        settled = {read for read in reads(known) if read not in state.live}
        if not settled:
            return known
        return (
            frozenset(a for a in known if not (isinstance(a, MadeUp) and a.read in settled))
            or UNKNOWN
        )

    def constant_value(self, expression: ast.expr) -> Value:
        """Return the value of an expression that no function's names are seen in."""
        state = State()
        value = self.evaluate(expression, state)
        if self.builder is not None:
            lose(self.builder, value, "a mapping that is not made there", state)
        return value

    def constant(self, expression: ast.expr) -> Value:
        """Return the value of an expression outside of all functions."""
        return self.interpreter.constant(expression)

    def place_of(self, node: ast.expr, *inner: int) -> Place:
        """Return the place of the checkpoint, or mapping, that an expression yields."""
        return Place(self.interpreter.origin(node, *inner), ())

    def note_attribute(self, target: ast.Attribute, value: Value) -> None:
        """Note that an attribute of ``self`` is set to checkpoint data."""
        if dotted(target) == f"self.{target.attr}" and self.class_name and places(value):
            self.interpreter.attributes.note(self.class_name, target, value)

    def attribute(self, class_name: str, name: str) -> Value | None:
        """Return the checkpoint data that an attribute holds in every method, if it does."""
        return self.interpreter.attributes.held(class_name, name)

    def define(self, definition: Definition, state: State) -> Value:
        """Note a local function or lambda, and what it sees here."""
        self._local.setdefault(definition, False)
        defaults = default_values(definition.args, lambda node: self.evaluate(node, state))
        for default in defaults.values():
            use(self, default, state)
        used = {part.id for part in ast.walk(definition) if isinstance(part, ast.Name)}
        seen = {name: state.names[name] for name in used & state.names.keys()}
        closure = Closure(seen, defaults, self.function, self.class_name)
        self.interpreter.closures[definition] = closure
        return value_of(Function(definition))

    def abandon(self, function: Function, state: State) -> None:
        """Walk a local function that is handed to code that cannot be seen."""
        definition = function.definition
        if definition not in self.interpreter.closures:
            return
        self._local[definition] = True
        if self.builder is not None:
            for value in self.interpreter.closures[definition].names.values():
                lose(self.builder, value, "seen by a function that is handed out", state)
        arguments = free_arguments(definition)
        for name, default in self.interpreter.closures[definition].defaults.items():
            arguments[name] = join([default, UNKNOWN])
        entry = self.interpreter.entry(definition, arguments)
        summary = self.interpreter.summary(entry)
        self.recorder.note_used(defaults_in(summary.returned))
        state.await_keys(summary.exit.live)

    def invoke(self, function: Function, call: ast.Call, state: State) -> Value:
        """Follow a call into a function of this module, and return what it returns."""
        definition = function.definition
        arguments = bind_arguments(function, call, lambda node: self.evaluate(node, state))
        for keyword in call.keywords:
            if keyword.arg is None:
                # What goes to which parameter is not followed.
                hand_out(self, self.evaluate(keyword.value, state.fork()), state)
        if self.builder is not None and (is_wrapped(definition) or runs_later(definition)):
            return lost(self, arguments, state)
        if is_migration(definition):
            return migrated(self, arguments, state)
        if is_abstract(definition) or is_configuration(definition, self.interpreter.owners):
            return lost(self, arguments, state)
        if definition in self._local:
            self._local[definition] = True
            self.define(definition, state)
        return follow(self, self.interpreter, definition, arguments, call, state)

    def apply(self, function: Function, values: list[Value], site: ast.Call, state: State) -> Value:
        """Follow a call that library code makes: ``sorted(…, key=function)``."""
        definition = function.definition
        names = [argument.arg for argument in definition.args.args]
        given = zip(names, [*bound_receiver(function), *values], strict=False)
        arguments = free_arguments(definition) | dict(given)
        if definition in self._local:
            self._local[definition] = True
        return follow(self, self.interpreter, definition, arguments, site, state)
