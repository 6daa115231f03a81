"""What the parts of the interpreter see of each other.

The walk over one function is spread over several modules: statements (``flow``), expressions,
calls, tests (``guards``) and reads. Each is a set of functions over this protocol.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.frame import Frame
from flake8_checkpoint_get.analysis.function_syntax import FunctionSyntax
from flake8_checkpoint_get.analysis.joins import join_states
from flake8_checkpoint_get.analysis.made_up import defaults_in
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.path_ends import End
from flake8_checkpoint_get.analysis.recorder import Recorder
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.values import (
    Checkpoint,
    Definition,
    Function,
    Place,
    TupleOf,
    Value,
    View,
)
from flake8_checkpoint_get.settings import Settings


@dataclass(slots=True)
class Branch:
    """A test: its value, what is known where it holds, and where it does not.

    ``tested`` are the defaulted reads that the test looks at, ``versions`` those of a version;
    ``asked`` are its own records, where the test is for the membership of a key.
    """

    value: Value
    holds: State
    fails: State
    tested: frozenset[int] = frozenset()
    versions: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()

    @property
    def leading(self) -> frozenset[int]:
        """The reads whose missing key leads to one of the sides, for certain."""
        return self.asked | self.tested & (self.holds.absent | self.fails.absent)

    def missing_side(self, read: int) -> State | None:
        """Return the side that the key's absence leads to; None where it may be either."""
        sides = [side for side in (self.holds, self.fails) if read in side.live]
        return sides[0] if len(sides) == 1 else None

    def joined(self) -> State:
        """Return what is known after the test, whichever way it went."""
        return join_states([self.holds, self.fails])


class Walk(Protocol):
    """One walk over one function body."""

    @property
    def index(self) -> ModuleIndex:
        """The names of the module."""

    @property
    def settings(self) -> Settings:
        """What the user set."""

    @property
    def recorder(self) -> Recorder:
        """Where defaulted reads are noted."""

    @property
    def function(self) -> FunctionNode | None:
        """The function that is walked, or the one around it; None for the module's own code."""

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters of the function that is walked."""

    @property
    def class_name(self) -> str:
        """The class that the function belongs to, or an empty string."""

    @property
    def frame(self) -> Frame:
        """Where control can go from inside the function."""

    def execute(self, body: list[ast.stmt], state: State) -> None:
        """Walk statements in order, until no path goes on."""

    def evaluate(self, node: ast.expr, state: State) -> Value:
        """Return what an expression may be, and note what evaluating it does to the state."""

    def branch(self, test: ast.expr, state: State) -> Branch:
        """Evaluate a test, and return what is known where it holds and where it does not."""

    def assign(self, target: ast.expr, value: Value, state: State) -> None:
        """Bind a target of an assignment, loop or ``with``."""

    def resolve(self, name: str, state: State) -> Value:
        """Return what a name stands for: a local, then a name of the module, then a builtin."""

    def constant(self, expression: ast.expr) -> Value:
        """Return the value of an expression outside of all functions."""

    def define(self, definition: Definition, state: State) -> Value:
        """Note a local function or lambda, and what it sees here."""

    @property
    def function_syntax(self) -> FunctionSyntax:
        """What the text of a function shows."""

    @property
    def builder(self) -> Builder | None:
        """Where the mappings of a save method are noted; None in a restore method."""

    def place_of(self, node: ast.expr, *inner: int) -> Place:
        """Return the place of the checkpoint, or mapping, that an expression yields.

        For a call that makes several, ``inner`` is the origin of one in the called function.
        """

    def note_attribute(self, target: ast.Attribute, value: Value) -> None:
        """Note that an attribute of ``self`` is set to checkpoint data."""

    def attribute(self, class_name: str, name: str) -> Value | None:
        """Return the checkpoint data that an attribute holds in every method, if it does."""

    def invoke(self, function: Function, call: ast.Call, state: State) -> Value:
        """Follow a call into a function of this module, and return what it returns."""

    def apply(self, function: Function, values: list[Value], site: ast.Call, state: State) -> Value:
        """Follow a call that library code makes: ``sorted(…, key=function)``."""

    def abandon(self, function: Function, state: State) -> None:
        """Walk a local function that is handed to code that cannot be seen."""


def use(walk: Walk, value: Value, state: State) -> None:
    """Note that a value goes where it matters: it is stored, computed with, or handed out.

    A made-up value that is used is a flaw if nobody is told.
    """
    look_at(walk, value, state)
    hand_out(walk, value, state)
    for alternative in value:
        match alternative:
            case Function():
                walk.abandon(alternative, state)
            case TupleOf(members):
                for member in members:
                    use(walk, member, state)
            case _:
                pass


def look_at(walk: Walk, value: Value, state: State) -> None:
    """Note that something is decided or computed by a value, which stays what it is."""
    walk.recorder.note_used(defaults_in(value))
    fall_back(walk, value, state)


def hand_out(walk: Walk, value: Value, state: State) -> None:
    """Note that checkpoint data goes somewhere as it is: all of it is read, and may be changed."""
    if walk.builder is None:
        for alternative in value:
            match alternative:
                case Checkpoint(place) | View(Checkpoint(place)):
                    walk.recorder.whole.add(place)
                    state.handed.add(place)
                case _:
                    pass


def fall_back(walk: Walk, value: Value, state: State) -> None:
    """Settle the reads whose missing key led here, where the mapping itself takes their place."""
    if state.absent:
        for alternative in value:
            match alternative:
                case Checkpoint(place) | View(Checkpoint(place)):
                    state.settle(walk.recorder.asked_of(place, state.absent))
                case TupleOf(members):
                    for member in members:
                        fall_back(walk, member, state)
                case _:
                    pass


def note_tested(walk: Walk, branch: Branch) -> None:
    """Note that a test decides what is done: the default of a read that it looks at is used."""
    walk.recorder.note_used(branch.tested | branch.asked)


def note_selection(walk: Walk, versions: Iterable[int], *ends: End | None) -> None:
    """Note versions that select what is done; a test of which one side rejects selects nothing."""
    if End.REJECTED not in ends:
        for version in versions:
            walk.recorder[version].selects = True
