"""A stack of its own for what recurses, so that how deep it can go does not depend on its caller.

In a process of a pool, in flake8 and on the command line a different part of the stack is in use
already. What recurses over the same tree must end in the same way in all of them. A thread takes as
long as the analysis of a small file: what need not have one from the start gets it ``when_short``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

SIZE = 64 << 20
"""Bytes, of which only those in use are memory. Parsers in C and Rust would crash at the end of a
smaller one before they reach a bound of their own."""
STARTING = threading.Lock()
"""Held while the size is another one: what is started may start a thread at once."""

Done = TypeVar("Done")


def when_short(run: Callable[[], Done]) -> Done:
    """Return what a function returns that has no effects; where its stack is too short, anew.

    What the function does must not depend on its stack in any other way than by a RecursionError.
    """
    try:
        return run()
    except RecursionError:
        return on_own_stack(run)


def has_own_stack() -> bool:
    """Tell whether what runs here has a stack of its own: there is none with more room."""
    return isinstance(threading.current_thread(), _OwnStack)


def on_own_stack(run: Callable[[], Done]) -> Done:
    """Return what a function returns, or raise what it raises.

    Where the system has no more threads it runs on the stack of the caller.
    """
    call = _Call(run)
    thread = _OwnStack(target=call, daemon=True)
    try:
        _start(thread)
    except RuntimeError:
        return run()
    thread.join()
    if call.error is not None:
        raise call.error
    return call.done[0]


def _start(thread: threading.Thread) -> None:
    """Start a thread with a large stack; the size is one for the whole process, and put back."""
    with STARTING:
        size = threading.stack_size(SIZE)
        try:
            thread.start()
        finally:
            threading.stack_size(size)


class _OwnStack(threading.Thread):
    """A thread for one call."""


@dataclass(slots=True)
class _Call(Generic[Done]):
    run: Callable[[], Done]
    done: list[Done] = field(default_factory=list)
    error: BaseException | None = None

    def __call__(self) -> None:
        try:
            self.done.append(self.run())
        except BaseException as error:  # noqa: BLE001 -- it is raised by the caller
            self.error = error
