"""A ``fix`` that is killed at any moment leaves every file as it was, or as it shall be."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.front_ends import READ_A, restoring

pytestmark = pytest.mark.nightly

KILLS = 50
"""Of each kind: 200 in all."""
FILES = 200
PADDING = f"# {'x' * 97}\n" * 105
"""So that there is enough to do for several processes."""
OLD = restoring(READ_A) + PADDING
NEW = OLD.replace('state.get("a", 0)', 'state["a"]')
SEED = 9


def command(jobs: int) -> list[str]:
    options = ["--isolated", "--unsafe-fixes", f"--jobs={jobs}", "."]
    return [sys.executable, "-m", "flake8_checkpoint_get", "fix", *options]


def started(folder: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start a run in a process group of its own, with its processes at one pipe's end."""
    return subprocess.Popen(
        command(jobs),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def restore(folder: Path) -> None:
    for number in range(FILES):
        (folder / f"f{number}.py").write_text(OLD)


def seconds_of_a_whole_run(folder: Path, jobs: int) -> float:
    begin = time.perf_counter()
    started(folder, jobs).communicate()
    assert {path.read_text() for path in folder.glob("*.py")} == {NEW}
    return time.perf_counter() - begin


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_file_is_damaged(tmp_path: Path, how: signal.Signals, jobs: int) -> None:
    restore(tmp_path)
    span = seconds_of_a_whole_run(tmp_path, jobs)
    moments, seen = random.Random(SEED), Counter[str]()  # noqa: S311
    for _ in range(KILLS):
        restore(tmp_path)
        run = started(tmp_path, jobs)
        time.sleep(moments.uniform(0, span))
        if how is signal.SIGINT:
            os.killpg(run.pid, how)  # as a terminal does it
        else:
            run.kill()
        run.communicate()  # the processes of the pool hold the pipe, too
        texts = Counter(path.read_text() for path in tmp_path.glob("*.py"))
        left = list(tmp_path.glob(".*"))
        assert set(texts) <= {OLD, NEW}
        assert texts.total() == FILES
        assert all(path.match(".f*.py.*.tmp") for path in left)
        assert len(left) <= (jobs if how is signal.SIGKILL else 0)
        seen["in the midst"] += len(texts) == 2
        seen["left temporary"] += len(left)
        for path in left:
            path.unlink()
    print(f"\n{how.name}, {jobs} jobs: {KILLS} kills over {span:.1f} s, {dict(seen)}")  # noqa: T201
    assert seen["in the midst"] > KILLS / 10
