"""Files that are made to break what reads them: too deep, too large, broken, or no files at all."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MODULE = """\
class Slot:
    def state_dict(self):
        return {"a": self.a}

    def load_state_dict(self, state):
        self.a = state.get("a", 0)
"""
INSIDE = f"{MODULE}        self.x = "
NAME = "hostile.py"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One input: what it is, how it is put into a folder, and what the run is started with."""

    what: str
    put: Callable[[Path], object]
    prefix: tuple[str, ...] = ()
    """What the command is run by."""


def text(what: str, content: str | bytes, name: str | bytes = NAME) -> Hostile:
    """Return a file with some content."""
    data = content.encode() if isinstance(content, str) else content
    return Hostile(what, lambda folder: (folder / os.fsdecode(name)).write_bytes(data))


def all_inputs() -> list[Hostile]:
    """Return every input, by what is wrong with it."""
    return [*_large(), *_many(), *_deep(), *_broken(), *_no_files(), *_names(), *_systems()]


def _large() -> Iterator[Hostile]:
    yield text("10 MB of one expression", f"{INSIDE}[{'a, ' * 3_400_000}]\n")
    yield text("7.9 MB of one expression", f"{INSIDE}[{'a, ' * 2_630_000}]\n")
    yield text("7.9 MB of one string", f"{INSIDE}'{'a' * 7_900_000}'\n")
    yield text("7.9 MB of comments", MODULE + "# comment\n" * 790_000)
    yield text("100,000 operands of `and`", f"{INSIDE}{' and '.join('a' * 100_000)}\n")
    yield text("2,000 defaulted reads on one line", f"{INSIDE}{'state.get(1, 0) + ' * 2_000}0\n")
    yield text("a number of 100,000 digits", f"{INSIDE}{'9' * 100_000}\n")
    yield text("a key of 10,000 hexadecimal digits", f"{INSIDE}state.get(0x{'f' * 10_000}, 0)\n")


def _many() -> Iterator[Hostile]:
    for number in (2_000, 20_000):
        keys = ", ".join(f"'k{n}': self.a{n}" for n in range(number))
        reads = "".join(f"        self.a{n} = state.get('k{n}', 0)\n" for n in range(number))
        save = f"    def state_dict(self):\n        return {{{keys}}}\n"
        restore = f"    def load_state_dict(self, state):\n{reads}"
        yield text(f"{number:,} keys, all restored with a default", f"class Slot:\n{save}{restore}")
    guards = "".join(f"        if 'k{n}' in state: self.a{n} = 0\n" for n in range(20_000))
    yield text("20,000 tests for keys", MODULE + guards)
    derived = MODULE.removeprefix("class Slot:\n")
    classes = "".join(f"class Slot{n}(Slot{n - 1 or ''}):\n{derived}" for n in range(1, 2_000))
    yield text("2,000 classes, each derived from the one before", MODULE + classes)


def _deep() -> Iterator[Hostile]:
    yield text("100,000 nested parentheses", f"{INSIDE}{'(' * 100_000}{')' * 100_000}\n")
    for number in (300, 3_000, 100_000):
        yield text(f"{number:,} `+`", f"{INSIDE}{'a + ' * number}a\n")
    yield text("100,000 `not`", f"{INSIDE}{'not ' * 100_000}a\n")
    yield text("100,000 attributes", f"{INSIDE}a{'.b' * 100_000}\n")
    yield text("100,000 calls", f"{INSIDE}a{'()' * 100_000}\n")
    yield text("500 nested lambdas", f"{INSIDE}{'lambda: ' * 500}a\n")
    yield text("a dotted name of 100,000 parts", f"{MODULE}import a{'.b' * 100_000}\n")
    for number in (300, 50_000):
        branches = "".join(f"        elif a == {n}: self.x = {n}\n" for n in range(number))
        yield text(f"{number:,} `elif`", f"{MODULE}        if a: pass\n{branches}")
    for what in ("if a:", "def f(x):", "for a in b:"):
        lines = "".join(f"{' ' * (8 + depth)}{what}\n" for depth in range(90))
        yield text(f"90 nested `{what}`", f"{MODULE}{lines}{' ' * 98}state.get('b')\n")


def _broken() -> Iterator[Hostile]:
    yield text("a NUL byte", f"{MODULE}x = '\0'\n")
    yield text("invalid UTF-8", MODULE.encode() + b"# \xff\xfe\n")
    yield text("a wrong encoding cookie", f"# coding: no-such\n{MODULE}")
    yield text("a cookie that the bytes do not fit", b"# coding: ascii\n# \xe9\n" + MODULE.encode())
    yield text("UTF-16", MODULE.encode("utf-16"))
    yield text("a string without an end", f'{MODULE}x = """\n')


def _no_files() -> Iterator[Hostile]:
    yield Hostile("a folder named x.py", lambda folder: (folder / NAME).mkdir())
    yield Hostile("a pipe", lambda folder: os.mkfifo(folder / NAME))
    yield Hostile("a socket", lambda folder: _socket(folder / NAME))
    yield Hostile("a link to /dev/zero", lambda folder: (folder / NAME).symlink_to("/dev/zero"))
    yield Hostile("a link to itself", lambda folder: (folder / NAME).symlink_to(NAME))
    yield Hostile("a link to the folder", lambda folder: (folder / "round").symlink_to("."))


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def _names() -> Iterator[Hostile]:
    yield text("a name with a line end", MODULE, b"a\n::error::owned.py")
    yield text("a name that is no UTF-8", MODULE, b"\xff.py")
    yield text("a name with an escape sequence", MODULE, b"\x1b[2J.py")


def _systems() -> Iterator[Hostile]:
    def unreadable(folder: Path) -> None:
        (folder / NAME).write_text(MODULE)
        (folder / NAME).chmod(0)

    def read_only(folder: Path) -> None:
        (folder / "tree").mkdir()
        (folder / "tree" / NAME).write_text(MODULE)
        (folder / "tree").chmod(0o555)

    yield Hostile("a file that may not be read", unreadable, as_user())
    yield Hostile("a folder that may not be written", read_only, as_user())
    no_room = ("bash", "-c", 'ulimit -f 1; exec "$@"', "bash")
    large = MODULE + "# comment\n" * 200
    yield Hostile("no room for the new file", text("", large).put, no_room)


def as_user() -> tuple[str, ...]:
    """Return what takes away from the superuser the right to read and write everything."""
    if os.geteuid():
        return ()
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
