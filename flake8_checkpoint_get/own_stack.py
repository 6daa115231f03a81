"""A stack of its own for what recurses, so that how deep it can go does not depend on its caller.

In a process of a pool, in flake8 and on the command line a different part of the stack is in use
already. What recurses over the same tree must end in the same way in all of them.
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


def on_own_stack(run: Callable[[], Done]) -> Done:
    """Return what a function returns, or raise what it raises.

    Where the system has no more threads it runs on the stack of the caller.
    """
    call = _Call(run)
    thread = threading.Thread(target=call, daemon=True)
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
