"""The commands in the documentation, run: what they print is what the pages show.

A ``console`` block holds commands, each behind ``$ ``, and what they print. An ``sh`` block holds
commands alone. All commands of a page are run in the order of the text, in one folder: a copy of
``examples/``, and a project ``src/`` under git.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

FENCE = re.compile(r"^```(console|sh)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OUTSIDE = ("pip ", "pre-commit ", "make ", "python -m venv ", "git clone ", "cd ", ".venv/")
"""What installs, or runs in a checkout: `make nightly` and the continuous integration do that."""

PROGRAMS = Path(sys.executable).parent
"""Where the programs are that the pages speak of."""

BROKEN = 2
"""The exit code of a program that could not do what it was asked for; shells have higher ones."""


class CommandFailedError(Exception):
    """A command of the documentation that does not work."""


def prepare(folder: Path, root: Path) -> None:
    """Make the folder in which a page is run."""
    shutil.copytree(root / "examples", folder / "examples")
    shutil.copytree(root / "examples", folder / "src", ignore=shutil.ignore_patterns("*.md"))
    commit = "git -c user.name=n -c user.email=e commit -qm all"
    run(f"git init -q . && git add . && {commit}", folder)


def rerun(page: str, folder: Path, programs: Path = PROGRAMS) -> str:
    """Return a page with what its commands print when they are run in a folder.

    ``programs`` is the folder with the programs that are run.

    Raises:
        CommandFailedError: one of them fails, and it is not shown that it does.
    """

    def block(match: re.Match[str]) -> str:
        kind, text = match.groups()
        rerun_block = _console if kind == "console" else _plain
        body = rerun_block(text, folder, programs)
        return f"```{kind}\n{body}```"

    return FENCE.sub(block, page)


def commands(page: str) -> list[str]:
    """Return all commands on a page."""
    found = list[str]()
    for kind, text in FENCE.findall(page):
        lines = text.replace("\\\n", " ").splitlines()
        if kind == "console":
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        found += [line for line in lines if line and not line.startswith("#")]
    return found


def is_outside(command: str) -> bool:
    """Tell whether a command is one that the pages' folder is not for."""
    return command.startswith(OUTSIDE)


def _console(text: str, folder: Path, programs: Path) -> str:
    said = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)
    return "".join(
        f"$ {command}\n{output if is_outside(command) else run(command, folder, programs)[1]}"
        for command, output in said
    )


def _plain(text: str, folder: Path, programs: Path) -> str:
    for command in commands(f"```sh\n{text}```"):
        if is_outside(command):
            continue
        code, output = run(command, folder, programs)
        if code >= BROKEN:
            message = f"{command}: exit code {code}\n{output}"
            raise CommandFailedError(message)
    return text


def run(command: str, folder: Path, programs: Path = PROGRAMS) -> tuple[int, str]:
    """Run a command as a shell does; return its exit code, and all that it prints."""
    path = os.pathsep.join((str(programs), os.environ["PATH"]))
    # Whatever the language and the encoding of the system, a page is the same.
    same = {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 -- what our own documentation tells people to type
        ["bash", "-c", command],  # noqa: S607 -- the one that people have
        cwd=folder,
        env={**os.environ, **same, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout
