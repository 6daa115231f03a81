"""Work on many files in several processes, with results in the order of the files."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Protocol, TypeVar

from flake8_checkpoint_get.flake8_bridge.configuration import ConfigurationError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

WORTH_IT = 2_000_000
"""Bytes of work from which on several processes are done earlier than one."""
CHUNK = 200_000
"""Bytes of work that go to a process at once: some tenths of a second."""
AHEAD = 4
"""How many chunks for each process may wait, so that memory stays small."""


class Sized(Protocol):
    """Something to be worked on, with its size in bytes."""

    def __len__(self) -> int: ...


Item = TypeVar("Item", bound=Sized)
Done = TypeVar("Done")


def in_order(
    items: Iterable[Item], run: Callable[[list[Item]], list[Done]], jobs: int
) -> Iterator[Done]:
    """Yield what is done with each item, in their order; ``run`` works on several at once.

    It and what it takes and returns must go from process to process. Where there is little to do,
    there is one process.

    Raises:
        ConfigurationError: a process ended abruptly.
    """
    chunks = _chunks(items)
    first, size = list[list[Item]](), 0
    while jobs > 1 and size < WORTH_IT and (chunk := next(chunks, None)) is not None:
        first.append(chunk)
        size += sum(map(len, chunk))
    if size < WORTH_IT:
        for chunk in chain(first, chunks):
            yield from run(chunk)
        return
    yield from _in_processes(chain(first, chunks), run, jobs)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    chunk, size = list[Item](), 0
    for item in items:
        chunk.append(item)
        size += len(item)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _in_processes(
    chunks: Iterable[list[Item]], run: Callable[[list[Item]], list[Done]], jobs: int
) -> Iterator[Done]:
    # Most runs have too little to do, and need none of this.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_leave_interrupts_to_the_parent)
    waiting: deque[Future[list[Done]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(run, chunk))
            if len(waiting) > jobs * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        message = "a process ended abruptly; --jobs 1 may tell with which file"
        raise ConfigurationError(message) from error
    finally:
        _stop(pool)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End all processes, once they are done with the chunks that they have.

    At a second interrupt they end at once: a file that is being written is still the old one then.
    """
    from multiprocessing import active_children

    try:
        pool.shutdown(cancel_futures=True)
    except KeyboardInterrupt:
        for child in active_children():
            child.terminate()
        raise


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
