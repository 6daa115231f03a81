"""What is surveyed: the corpus, and the standard library of every Python on the machine."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.corpus import CODE

INSTALLED = frozenset({"site-packages", "dist-packages"})
"""Folders in a standard library that hold what people installed."""
PYTHON = re.compile(r"python(\d(\.\d+)?)?")
ABOUT = "import sys, sysconfig; print(sys.version.split()[0]); print(sysconfig.get_path('stdlib'))"
SECONDS_TO_START = 20


@dataclass(frozen=True)
class Tree:
    """A folder, and the modules in it by their relative paths; ``is_library`` if it is Python's."""

    name: str
    folder: Path
    is_library: bool

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The modules, in order."""
        found = (path for path in self.folder.rglob("*.py") if path.is_file())
        relative = (path.relative_to(self.folder) for path in found)
        return tuple(sorted(str(path) for path in relative if INSTALLED.isdisjoint(path.parts)))

    @cached_property
    def lines(self) -> int:
        """The lines of all modules."""
        return sum((self.folder / file).read_bytes().count(b"\n") for file in self.files)

    def states(self) -> dict[str, tuple[int, str]]:
        """Return when each module was last written, and what it holds."""
        return {file: _state(self.folder / file) for file in self.files}


def _state(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()


def all_trees() -> list[Tree]:
    """Return the corpus and the standard libraries, each once."""
    libraries = {folder: version for version, folder in map(_about, _interpreters()) if version}
    return [
        Tree("corpus", CODE, is_library=False),
        *(
            Tree(f"Python {version}", folder, is_library=True)
            for folder, version in sorted(libraries.items(), key=lambda item: _number(item[1]))
        ),
    ]


def _number(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _interpreters() -> Iterator[Path]:
    yield Path(sys.executable)
    for folder in os.get_exec_path():
        yield from (one for one in Path(folder).glob("python*") if PYTHON.fullmatch(one.name))
    if pyenv := shutil.which("pyenv"):
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=False)
        yield from Path(root.stdout.strip()).glob("versions/*/bin/python")


def _about(interpreter: Path) -> tuple[str, Path]:
    """Return the version and the standard library of a Python; no version if it does not run."""
    command = [str(interpreter), "-E", "-S", "-c", ABOUT]
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=SECONDS_TO_START
        )
    except (OSError, subprocess.SubprocessError):
        return "", Path()
    version, folder = run.stdout.splitlines()
    return version, Path(folder).resolve()
