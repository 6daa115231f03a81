"""What the commands do with hostile input: ``make hostile`` prints the table of reliability.md.

Each input lies beside a good file, which must be reported, and fixed, all the same.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hostile_inputs import MODULE, Hostile, all_inputs
from benchmarks.machine import machine
from benchmarks.measuring import launch

COMMANDS = (("check",), ("contract",), ("fix", "--diff"), ("fix", "--unsafe-fixes"))
LONGEST = 600
"""Seconds after which a run is taken to hang."""
GOOD = "zz_good.py"
READ = re.compile(rb"state\.get\((\S+), 0\)")
"""What a fix makes strict."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run of a command took, its exit code, and what it left damaged.

    The seconds are of the processor: other programs may run meanwhile.
    """

    code: int
    seconds: float
    peak_mb: float
    said: str
    lost: str


def main() -> None:
    """Run everything, or the inputs in whose names a word stands, and print the table."""
    words = sys.argv[1:] or [""]
    print(f"On {machine()}.\n")
    print(
        f"| input | {' | '.join(' '.join(command) for command in COMMANDS)} | what is said | lost |"
    )
    print(f"|---|{'---|' * (len(COMMANDS) + 2)}")
    for hostile in all_inputs():
        if any(word in hostile.what for word in words):
            print(row(hostile), flush=True)


def row(hostile: Hostile) -> str:
    """Return the row of one input."""
    runs = [run(hostile, command) for command in COMMANDS]
    figures = [f"{one.seconds:.1f} s, {one.peak_mb:.0f} MB, {one.code}" for one in runs]
    said = next((one.said for one in runs if one.said), "")
    lost = ", ".join(sorted({one.lost for one in runs if one.lost})) or "nothing"
    return f"| {hostile.what} | {' | '.join(figures)} | {said} | {lost} |"


def run(hostile: Hostile, command: tuple[str, ...]) -> Ran:
    """Run a command on an input in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hostile.put(folder)
        (folder / GOOD).write_text(MODULE)
        before = dict(contents(folder))
        program = [sys.executable, "-P", "-m", "flake8_checkpoint_get", *command, "--isolated", "."]
        launched = launch((*hostile.prefix, *program), folder, LONGEST)
        launched.check_returncode()
        code, _, user, system, peak = json.loads(launched.stdout)
        lost = ", ".join(
            damaged(before, dict(contents(folder)), is_fixed=command[-1] == "--unsafe-fixes")
        )
        for path in folder.rglob("*"):
            if not path.is_symlink():
                path.chmod(0o755)
    return Ran(code, user + system, peak / 1024, said_of(launched.stderr), lost)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files in a folder, with what they hold."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield str(path), path.read_bytes()


def damaged(before: dict[str, bytes], after: dict[str, bytes], *, is_fixed: bool) -> Iterator[str]:
    """Yield what is neither as it was nor as a fix makes it, and a good file that was left out."""
    for path in before.keys() | after.keys():
        old, new = before.get(path), after.get(path)
        whole = {old, old and READ.sub(rb"state[\1]", old)}
        if old is None or new not in whole or (is_fixed and path.endswith(GOOD) and new == old):
            yield ascii(Path(path).name)


def said_of(messages: str) -> str:
    """Return why an input was not looked at."""
    own = [line for line in messages.splitlines() if line.startswith("flake8-checkpoint-get ")]
    reasons = [line.split(": ", 2)[-1] for line in own]
    return f"`{reasons[0]}`" if reasons else ""


if __name__ == "__main__":
    main()
