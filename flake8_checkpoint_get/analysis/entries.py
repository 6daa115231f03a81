"""How functions are entered: by whom, with what, and what they see around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.values import Definition, Value


@dataclass(frozen=True, slots=True)
class Passage:
    """A call that checkpoint data went through: who called, and on which line."""

    caller: FunctionNode | None
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """How a function is entered: its arguments, and what it sees of the function around it.

    ``function`` is the function or method that the code belongs to; for a local function or lambda,
    the one around it.
    """

    definition: Definition
    arguments: Mapping[str, Value]
    closure: Mapping[str, Value] = field(default_factory=dict)
    function: FunctionNode | None = None
    class_name: str = ""

    @property
    def kind(self) -> object:
        """What two calls have in common that need only one walk."""
        return (
            self.definition,
            frozenset(self.arguments.items()),
            frozenset(self.closure.items()),
        )


@dataclass(frozen=True, slots=True)
class Closure:
    """What a local function or lambda sees of the function that it was made in."""

    names: Mapping[str, Value]
    defaults: Mapping[str, Value]
    function: FunctionNode | None
    class_name: str
