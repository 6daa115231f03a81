"""Work on many files in several processes, with results in the order of the files."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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
MOST = 61
"""Windows waits for no more processes than that (``ProcessPoolExecutor``)."""
SECONDS_TO_CLEAN_UP = 0.2
SAFE_PATH = "PYTHONSAFEPATH"


class Sized(Protocol):
    """Something to be worked on, with its size in bytes."""

    def __len__(self) -> int: ...


Item = TypeVar("Item", bound=Sized)
Done = TypeVar("Done")


def in_order(
    items: Iterable[Item],
    here: Callable[[Item], Done],
    elsewhere: Callable[[list[Item]], list[Done]],
    jobs: int,
) -> Iterator[Done]:
    """Yield what is done with each item, in their order.

    ``elsewhere`` works on several in another process: it and what it takes and returns must get
    there. Where there is little to do, or the system has no more processes, all is done ``here``.

    Raises:
        ConfigurationError: a process ended abruptly.
    """
    chunks = _chunks(items)
    first, size = list[list[Item]](), 0
    while (size < WORTH_IT or len(first) < jobs) and (chunk := next(chunks, None)) is not None:
        first.append(chunk)
        size += sum(map(len, chunk))
    with _imports_from_elsewhere():
        pool = _started(min(jobs, len(first), MOST)) if size >= WORTH_IT else None
        if pool is None:
            for chunk in chain(first, chunks):
                yield from map(here, chunk)
        else:
            yield from _in_pool(pool, chain(first, chunks), elsewhere, jobs * AHEAD)


@contextmanager
def _imports_from_elsewhere() -> Iterator[None]:
    """Let no process that is started import what lies in the current folder: it is not ours."""
    before = os.environ.get(SAFE_PATH)
    os.environ[SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SAFE_PATH]
        else:
            os.environ[SAFE_PATH] = before


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


def _started(jobs: int) -> ProcessPoolExecutor | None:
    """Return processes, or None where the system does not let them be."""
    # Most runs have too little to do, and need none of this.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A process that is forked while another thread runs, as that of a progress bar, may find locks
    # taken for good.
    context = get_context("spawn" if threading.active_count() > 1 else None)
    try:
        pool = ProcessPoolExecutor(jobs, context, initializer=_get_ready)
        pool.submit(os.getpid)  # lets them start
    except (OSError, NotImplementedError, AssertionError):
        return None
    return pool


def _in_pool(
    pool: ProcessPoolExecutor,
    chunks: Iterable[list[Item]],
    run: Callable[[list[Item]], list[Done]],
    most_waiting: int,
) -> Iterator[Done]:
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[Future[list[Done]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(run, chunk))
            if len(waiting) > most_waiting:
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


def _get_ready() -> None:
    """Prepare a process: interrupts are for the parent, and without that it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _leave(*_: object) -> None:
    """End this process, but let what it is writing be cleaned up."""
    threading.Timer(SECONDS_TO_CLEAN_UP, os._exit, (1,)).start()
    raise SystemExit(1)


def _follow_parent() -> None:
    from multiprocessing import parent_process

    if (parent := parent_process()) is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
