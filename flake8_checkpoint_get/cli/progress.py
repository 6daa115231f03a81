"""A progress bar, on a terminal, where the work is long."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence

MANY_FILES = 200
LONG = 1.0
"""Seconds after which people want to know how far it is."""


def with_progress(files: Sequence[str]) -> Iterator[str]:
    """Yield each file; show on standard error how many are done, if that is a terminal."""
    if not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import Progress

    progress = Progress(console=Console(stderr=True), transient=True)
    task = progress.add_task("files", total=len(files))
    start, is_shown = time.monotonic(), False
    try:
        for file in files:
            if not is_shown and (len(files) > MANY_FILES or time.monotonic() - start > LONG):
                progress.start()
                is_shown = True
            yield file
            progress.advance(task)
    finally:
        progress.stop()
