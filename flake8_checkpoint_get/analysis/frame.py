"""Where control can go from inside a function body."""

from __future__ import annotations

from dataclasses import dataclass, field

from flake8_checkpoint_get.analysis.state import End, State
from flake8_checkpoint_get.analysis.values import Value


@dataclass(slots=True)
class Loop:
    """The states with which a loop's body was left early."""

    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """Where control can go from inside a function body.

    ``exits`` collects states and values at ``return``, ``raised`` the states at a ``raise`` for
    each ``try`` around, ``back_edges`` what came round each loop so far. ``rejecting`` is set while
    a test is walked of which one side raises: it selects no older version. ``outer`` are the names
    that are declared global or nonlocal.
    """

    exits: list[tuple[State, Value]] = field(default_factory=list)
    yielded: list[Value] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    raised: list[list[State]] = field(default_factory=list)
    back_edges: dict[int, State] = field(default_factory=dict)
    unstable: bool = False
    rejecting: bool = False
    outer: set[str] = field(default_factory=set)


def reject(frame: Frame, state: State) -> None:
    """End a path with an exception; a ``try`` around it may go on from here."""
    if frame.raised and state.alive:
        frame.raised[-1].append(state.fork())
    state.end = End.REJECTED
