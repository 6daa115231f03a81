"""Tables on a terminal, and where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console

from flake8_checkpoint_get.printing import same_width

PIPED_WIDTH = 160
"""How wide tables are where no terminal says how wide it is."""


@contextmanager
def table_console(stream: TextIO) -> Iterator[Console]:
    """Yield a console whose output goes to a stream, without blanks at the ends of lines.

    In colours only where the stream is a terminal.
    """
    width = None if stream.isatty() else PIPED_WIDTH
    console = Console(file=stream, width=width, highlight=False)
    with console.capture() as captured:
        yield console
    lines = (line.rstrip() for line in captured.get().splitlines())
    # In a log, a cell may start a line.
    stream.writelines(f"{line if stream.isatty() else same_width(line)}\n" for line in lines)
