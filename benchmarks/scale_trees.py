"""Trees of many files, hard-linked to copies of files of the corpus."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks.corpus import CODE, CORPUS, projects
from flake8_checkpoint_get.prefilter import Prefilter
from flake8_checkpoint_get.settings import Settings

SCALE = CORPUS / "scale"
POOL = SCALE / "pool"
"""Copies, so that no link leads to the corpus itself."""

POOL_SIZE = 10_000
PASSING = 300
FILES_PER_FOLDER = 100
SEED = 1


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder with its number of files, how many of them pass the prefilter, and their bytes."""

    folder: Path
    files: int
    passing: int
    size: int


def tree_of(files: int) -> Tree:
    """Return the tree of so many files, made if it is not there."""
    folder, unfinished = SCALE / str(files), SCALE / f"{files}.unfinished"
    pool = _pool()
    if not folder.exists():
        shutil.rmtree(unfinished, ignore_errors=True)
        for number in range(files):
            _link(pool[number % POOL_SIZE], _place(unfinished, number))
        unfinished.rename(folder)
    rounds, rest = divmod(files, POOL_SIZE)
    passing, size = zip(*map(_facts, pool), strict=True)
    return Tree(
        folder,
        files,
        rounds * sum(passing) + sum(passing[:rest]),
        rounds * sum(size) + sum(size[:rest]),
    )


def _place(root: Path, number: int) -> Path:
    """Return where a file lies: a hundred to a folder, and ten folders to each."""
    folder = root.joinpath(*(f"part_{digit}" for digit in str(number // FILES_PER_FOLDER)))
    if number % FILES_PER_FOLDER == 0:
        folder.mkdir(parents=True, exist_ok=True)
    return folder / f"module_{number}.py"


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno != errno.EMLINK:
            raise
        # The file system allows no more links (ext4: 65,000): from here on they lead to a new copy.
        fresh = source.with_suffix(".fresh")
        shutil.copyfile(source, fresh)
        fresh.replace(source)
        os.link(source, target)


@lru_cache(maxsize=1)
def _pool() -> Sequence[Path]:
    """Return the copies, in an order of chance; make them if they are not there."""
    if not POOL.exists():
        unfinished = POOL.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for number, path in enumerate(_drawn()):
            shutil.copyfile(path, unfinished / f"{number:05}.py")
        unfinished.rename(POOL)
    return sorted(POOL.glob("*.py"))


def _drawn() -> list[Path]:
    """Draw files of the corpus, few of which pass the prefilter."""
    passing, others = list[Path](), list[Path]()
    for path in _corpus():
        (passing if _facts(path)[0] else others).append(path)
    generator = random.Random(SEED)  # noqa: S311
    drawn = generator.sample(passing, PASSING) + generator.sample(others, POOL_SIZE - PASSING)
    generator.shuffle(drawn)
    return drawn


def _corpus() -> Iterator[Path]:
    for project in projects():
        yield from sorted((CODE / project).rglob("*.py"))


def _facts(path: Path) -> tuple[bool, int]:
    """Tell whether a file passes the prefilter, and its size."""
    data = path.read_bytes()
    return Prefilter.of(Settings()).passes_bytes(data), len(data)
