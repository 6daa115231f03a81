"""Tables on a terminal, and where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console

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
    stream.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())
