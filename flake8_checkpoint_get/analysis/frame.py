"""Where control can go from inside a function body."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass, field

from flake8_checkpoint_get.analysis.path_ends import End
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import Value


@dataclass(slots=True)
class Loop:
    """The states with which a loop's body was left early."""

    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Handler:
    """What catches exceptions: an ``except`` clause, or a call of ``suppress``.

    ``kinds`` are the builtin exceptions that it names, or None for each that it names otherwise;
    a bare ``except`` names BaseException.
    """

    node: ast.ExceptHandler | ast.Call
    kinds: tuple[type[BaseException] | None, ...]

    def surely_catches(self, raised: type[BaseException] | None) -> bool:
        """Tell whether an exception, where its type is known, goes no further."""
        kinds = (kind for kind in self.kinds if kind is not None)
        return raised is not None and any(issubclass(raised, kind) for kind in kinds)

    def may_catch(self, raised: type[BaseException] | None) -> bool:
        """Tell whether an exception of this type, or of one that is not known, can come here."""
        if raised is None or None in self.kinds:
            return True
        return self.surely_catches(raised)

    def is_for_keys(self) -> bool:
        """Tell whether nothing but missing keys is caught."""
        return all(kind is not None and issubclass(kind, LookupError) for kind in self.kinds)


@dataclass(slots=True)
class Protection:
    """A body whose exceptions are caught: by what, and the states in which one may be raised.

    Each state comes with the type of the exception, or None where it can be any.
    """

    handlers: tuple[Handler, ...]
    interrupted: list[tuple[State, type[BaseException] | None]] = field(default_factory=list)

    def handler_of(self, raised: type[BaseException]) -> Handler | None:
        """Return the handler that an exception surely ends in; None if it may go further."""
        for handler in self.handlers:
            # A type from elsewhere is taken for none that builtin exceptions are of.
            if handler.surely_catches(raised):
                return handler
        return None

    def caught_by(self, handler: Handler) -> list[State]:
        """Return the states with which a handler may start.

        A handler for missing keys only starts where a key is missing, if the body reads any.
        """
        before = self.handlers[: self.handlers.index(handler)]
        states = [
            (state, raised)
            for state, raised in self.interrupted
            if handler.may_catch(raised) and not any(h.surely_catches(raised) for h in before)
        ]
        known = [state for state, raised in states if raised is not None]
        return known if known and handler.is_for_keys() else [state for state, _ in states]

    def lets_through(self, raised: type[BaseException] | None) -> bool:
        """Tell whether an exception may go on beyond all handlers."""
        return not any(handler.surely_catches(raised) for handler in self.handlers)


@dataclass(slots=True)
class Frame:
    """Where control can go from inside a function body.

    ``exits`` collects states and values at ``return``, ``protections`` are the ``try`` bodies
    around, ``back_edges`` what came round each loop so far. ``rejecting`` is set while a test is
    walked of which one side raises: it selects no older version. ``outer`` are the names that are
    declared global or nonlocal, ``discarded`` is the call whose result nothing takes;
    ``each`` are the names that are, in turn, each of some known values; where these are those of an
    attribute, to which a subclass may add, with its text.
    """

    exits: list[tuple[State, Value]] = field(default_factory=list)
    yielded: list[Value] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    protections: list[Protection] = field(default_factory=list)
    back_edges: dict[int, State] = field(default_factory=dict)
    unstable: bool = False
    rejecting: bool = False
    outer: set[str] = field(default_factory=set)
    each: dict[str, str] = field(default_factory=dict)
    discarded: ast.expr | None = None


def reject(frame: Frame, state: State, raised: type[BaseException] | None = None) -> None:
    """End a path with an exception; a ``try`` around it may go on from here."""
    if state.alive:
        for protection in reversed(frame.protections):
            protection.interrupted.append((state.fork(), raised))
            if not protection.lets_through(raised):
                break
    state.end = End.REJECTED


def builtin_exception(node: ast.expr | None) -> type[BaseException] | None:
    """Return the builtin exception that an expression names, or an instance of it."""
    match node:
        case ast.Call(function):
            return builtin_exception(function)
        case ast.Attribute(ast.Name("builtins"), name) | ast.Name(name):
            found = vars(builtins).get(name)
            return found if isinstance(found, type) and issubclass(found, BaseException) else None
        case _:
            return None
