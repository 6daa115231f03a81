"""The trees that are measured on: copies of real projects, as they are and with all fixes done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench.environments import BENCH, programs
from benchmarks.corpus import ALL_WHEELS, CODE, download
from benchmarks.measuring import measure

TREES = BENCH / "trees"
IGNITE = "pytorch-ignite==0.5.5"
LARGEST_OF = ("torch", "transformers")
MOST_FIX_RUNS = 10


@dataclass(frozen=True, slots=True)
class Corpus:
    """A project: its own files, and a place for copies of them."""

    name: str
    original: Path

    @property
    def files(self) -> int:
        """The number of its modules."""
        return sum(1 for _ in self.original.rglob("*.py"))

    @property
    def mended(self) -> Path:
        """A copy in which `fix --unsafe-fixes` finds nothing to do any more."""
        return TREES / "mended" / self.name

    def fresh_copy(self) -> Path:
        """Return a copy as it is at first."""
        return _copied(self.original, TREES / "copy" / self.name)

    def rewritten(self, copy: Path) -> int:
        """Return how many modules of a copy have changed."""
        return sum(
            file.read_bytes() != (copy / file.relative_to(self.original)).read_bytes()
            for file in self.original.rglob("*.py")
        )

    def make_mended(self) -> None:
        """Make that copy anew."""
        folder = _copied(self.original, self.mended)
        fix = (str(programs("ours") / "flake8-checkpoint-get"), "fix", "--unsafe-fixes")
        for _ in range(MOST_FIX_RUNS):
            before = self.rewritten(folder)
            measure((*fix, "--isolated", "--exit-zero", str(folder)), BENCH)
            if self.rewritten(folder) == before:
                return


def corpora() -> tuple[Corpus, Corpus, Corpus]:
    """Return two projects for all programs, and the largest one for those that are fast."""
    largest = max(LARGEST_OF, key=lambda name: len(list(_wheel(name).rglob("*.py"))))
    return _ignite(), _of_wheel("lightning"), _of_wheel(largest)


def forget_reads(folder: Path) -> None:
    """Make all modules look as if nobody had read them."""
    for file in folder.rglob("*.py"):
        os.utime(file, ns=(0, file.stat().st_mtime_ns))


def unread(folder: Path) -> list[Path]:
    """Return the modules that were not read since, empty ones left out.

    The file system must keep times of access (`relatime` will do).
    """
    found = (file for file in folder.rglob("*.py") if file.stat().st_size)
    return [file for file in found if file.stat().st_atime_ns == 0]


def _copied(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target


def _wheel(name: str) -> Path:
    download(next(wheel for wheel in ALL_WHEELS if wheel.partition("==")[0] == name))
    return CODE / name


def _of_wheel(name: str) -> Corpus:
    folder = _wheel(name)
    return Corpus(name, _copied(folder, TREES / "original" / name))


def _ignite() -> Corpus:
    """Return Ignite with its tests and examples, which are in its sdist only."""
    name, _, version = IGNITE.partition("==")
    target = TREES / "original" / f"{name}-{version}"
    if not target.exists():
        pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check")
        folder, unpacked = BENCH / "sdists", BENCH / "unpacked"
        source = ("--no-binary=:all:", "--no-deps", "-d", str(folder), IGNITE)
        subprocess.run([*pip, *source], check=True)
        with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
            archive.extractall(unpacked, filter="data")
        target.parent.mkdir(parents=True, exist_ok=True)
        next(unpacked.glob("*ignite*")).rename(target)
    return Corpus(target.name, target)
