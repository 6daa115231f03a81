"""Does a difference that `fix --diff` prints apply, and is what it makes still Python?"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from benchmarks.survey.trees import Tree

HEADER = re.compile(rb"^--- (.*)\n\+\+\+ \1\n@@ -", re.MULTILINE)


def changed_files(diff: bytes) -> list[str]:
    """Return the names of the files that a difference changes."""
    return [os.fsdecode(name) for name in HEADER.findall(diff)]


def diff_problems(tree: Tree, diff: bytes) -> Iterator[str]:
    """Apply a difference to copies of the files, and yield what is wrong."""
    names = changed_files(diff)
    if diff and not names:
        yield f"no difference: {diff[:200]!r}"
    if not names:
        return
    with tempfile.TemporaryDirectory() as scratch:
        copies = Path(scratch)
        for name in names:
            (copies / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(tree.folder / name, copies / name)
        failure = _apply(diff, copies)
        if failure:
            yield f"the difference does not apply: {failure}"
            return
        for name in names:
            yield from _file_problems(name, tree.folder / name, copies / name)


def _apply(diff: bytes, folder: Path) -> str:
    """Apply a difference as a user does; return why that failed, if it did."""
    apart = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    command = ["git", "apply", "-p0", "--whitespace=nowarn"]
    done = subprocess.run(
        command, cwd=folder, env=apart, input=diff, capture_output=True, check=False
    )
    return done.stderr.decode() if done.returncode else ""


def _file_problems(name: str, before: Path, after: Path) -> Iterator[str]:
    old, new = before.read_bytes(), after.read_bytes()
    if old == new:
        yield f"{name}: the difference changes nothing"
    if failure := why_it_is_broken(old, new):
        yield f"{name}: fixed, it does not compile: {failure}"


def why_it_is_broken(before: bytes, after: bytes) -> str:
    """Return why a fixed text does not compile; some only parse before, and must do so after."""
    failure = _why_not_compiled(after, 0)
    if failure and _why_not_compiled(before, 0):
        return _why_not_compiled(after, ast.PyCF_ONLY_AST)
    return failure


def _why_not_compiled(data: bytes, flags: int) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(data, "module", "exec", flags, dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            return str(error)
    return ""
