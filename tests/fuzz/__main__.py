"""``make fuzz``: rounds of the fuzzing tests and of the oracles, each with a seed of its own.

A round is one run of pytest; as many go on at once as there are cores. No round begins when the
time is up. A failure is printed with its smallest example, and hypothesis keeps that in
``.hypothesis/``: the next run tries it first.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz.tally import Round, read_round, summary

TESTS = (
    "tests/fuzz",
    "tests/test_properties.py",
    "tests/test_prefilter_properties.py",
    "tests/test_oracle.py",
    "tests/test_save_oracle.py",
    "tests/test_fix_oracle.py",
)
HUNG_AFTER = 1800
"""Seconds after which one test is said to hang, where the code under test cannot be interrupted."""


def run_round(seed: int, tests: list[str]) -> Round:
    """Run the tests with a seed; print what fails."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider"]
        command += [
            "--hypothesis-profile=fuzz",
            f"--hypothesis-seed={seed}",
            f"--junit-xml={report}",
        ]
        command += ["-o", f"faulthandler_timeout={HUNG_AFTER}"]
        command += ["-o", "faulthandler_exit_on_timeout=true", *tests]
        # The order of sets depends on it: another one in each round, and the same for a seed.
        environment = os.environ | {"PYTHONHASHSEED": str(seed % 2**32)}
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        done = read_round(seed, report)
    if run.returncode:
        print(f"seed {seed} fails:\n{run.stdout}{run.stderr}", flush=True)
    seconds = time.monotonic() - started
    print(f"seed {seed}: {done.examples.total():,} examples, {seconds:.0f} s", flush=True)
    return done


def fuzz(seconds: float, jobs: int, tests: list[str]) -> list[Round]:
    """Run rounds with new seeds until the time is up; return them."""
    end = time.monotonic() + seconds

    def work(_: int) -> list[Round]:
        rounds = list[Round]()
        while time.monotonic() < end:
            rounds.append(run_round(random.SystemRandom().getrandbits(32), tests))
        return rounds

    with ThreadPoolExecutor(jobs) as pool:
        return [one for rounds in pool.map(work, range(jobs)) for one in rounds]


def main() -> int:
    """Fuzz; return 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--seed", type=int, help="run one round, with this seed")
    parser.add_argument("tests", nargs="*", default=list(TESTS))
    given = parser.parse_args()
    started = time.monotonic()
    if given.seed is None:
        rounds = fuzz(given.seconds, given.jobs, given.tests)
    else:
        rounds = [run_round(given.seed, given.tests)]
    print(summary(rounds, time.monotonic() - started))
    return 1 if any(one.failures for one in rounds) else 0


if __name__ == "__main__":
    sys.exit(main())
