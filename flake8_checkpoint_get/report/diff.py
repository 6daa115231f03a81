"""What a fix changes, as a unified diff that ``patch`` and ``git apply`` take."""

from __future__ import annotations

import difflib
import io
import os
import re
from typing import TextIO

from flake8_checkpoint_get.printing import OLD_COMMAND, same_width

STYLES = {"+++": "bold", "---": "bold", "@@": "cyan", "+": "green", "-": "red"}
IN_QUOTES = re.compile(rb'[\x00-\x1f"#\\\x7f-\xff]')
NO_NEWLINE = b"\n\\ No newline at end of file\n"


def unified_diff(name: str, before: bytes, after: bytes) -> bytes:
    """Return the difference between two states of a file, in its own encoding and line ends."""
    if before == after:
        return b""
    header = _quoted(name.removeprefix("./"))  # git takes no path with a dot in it
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        _lines(before),
        _lines(after),
        header,
        header,
    )
    return b"".join(line if line.endswith(b"\n") else line + NO_NEWLINE for line in lines)


def print_diff(diff: bytes, stream: TextIO, color: str = "auto") -> None:
    """Print a difference: byte for byte, or in colours: always, never, or (auto) on a terminal.

    What people look at, on a terminal or in colours, is no command to the terminal.
    """
    has_color = color == "always" or (color == "auto" and stream.isatty())
    if not has_color and not stream.isatty() and isinstance(stream, io.TextIOWrapper):
        stream.flush()
        stream.buffer.write(diff)
        return
    from rich.console import Console

    console = Console(
        file=stream,
        force_terminal=has_color,
        soft_wrap=True,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for line in diff.decode(errors="replace").split("\n")[:-1]:
        console.print(same_width(line.removesuffix("\r")), style=_style(line))


def _quoted(name: str) -> bytes:
    """Return a name as git and patch take it: as it is, or quoted as in C where it needs that."""
    data = os.fsencode(name)
    if name.isprintable() and OLD_COMMAND not in name and not set(name) & set('"\\'):
        # Where a blank is in it, this says where it ends, as git does.
        return data + b"\t" if b" " in data else data
    return b'"%b"' % IN_QUOTES.sub(lambda byte: b"\\%03o" % ord(byte.group()), data)


def _lines(data: bytes) -> list[bytes]:
    return io.BytesIO(data).readlines()


def _style(line: str) -> str:
    return next((style for start, style in STYLES.items() if line.startswith(start)), "")
