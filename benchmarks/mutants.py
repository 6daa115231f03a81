"""Mutation testing: small changes to the code, which the tests must notice.

Mutants are made and run by mutmut, in a copy of what git has. Of each file a sample is taken: the
mutants whose names come first when they are hashed with the seed, so a function that changes
leaves the mutants of the others in the sample.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import get_mutant_name

from benchmarks.judgements import interval

ROOT = Path(__file__).parents[1]
PACKAGE = Path("flake8_checkpoint_get")
FILES = ["analysis/flow.py", "analysis/guards.py", "analysis/writes.py", "analysis/contract.py"]
FILES += ["codemod/verify.py"]
TESTS = [
    "tests/test_cases.py::test_reports_what_is_marked_and_nothing_else",
    "tests/test_cases.py::test_says_how_far_a_flaw_can_be_mended",
    "tests/test_fixes.py::test_safe_fixes_make_what_the_case_shows",
    "tests/test_fixes.py::test_all_fixes_make_what_the_case_shows",
    "tests/test_contract_command.py",
    "tests/test_contract_tables.py",
    "tests/test_contracts_of_subclasses.py",
    "tests/test_messages.py",
    "tests/test_verify.py",
    "tests/test_writes.py",
    "tests/test_writes_inside.py",
    "tests/test_writes_of_helpers.py",
    "tests/test_writes_of_objects.py",
]
"""Quick, and without chance: what the tests of properties would find as well does not count."""

MUTMUT = str(Path(sys.executable).with_name("mutmut"))
MEMORY = 4 << 30
KILLED = {"killed", "timeout", "segfault"}


@dataclass(frozen=True, slots=True)
class Row:
    """A file, how many mutants it has, and what became of those of the sample, by name."""

    file: str
    mutants: int
    status: dict[str, str]

    @property
    def survivors(self) -> list[str]:
        """Return the names of the mutants that no test noticed."""
        return sorted(name for name, status in self.status.items() if status not in KILLED)

    def __str__(self) -> str:
        """Return the row of a table in Markdown."""
        tried = len(self.status)
        killed = tried - len(self.survivors)
        low, high = interval(killed, tried)
        score = f"{100 * killed / tried:.0f} % | {low:.0f}-{high:.0f} %"
        return f"| `{self.file}` | {self.mutants} | {tried} | {killed} | {score} |"


def copy_project(to: Path, files: Iterable[str]) -> None:
    """Copy what git has, and set mutmut up there for some files of the package."""
    shutil.rmtree(to, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, to / name)
    options: dict[str, object] = {
        "source_paths": [str(PACKAGE)],
        "only_mutate": [str(PACKAGE / file) for file in files],
        "also_copy": ["README.md", "CHANGELOG.md", "benchmarks", "docs", "examples"],
        # mutmut takes pytest-randomly away, and so the options of our own that are for that.
        "pytest_add_cli_args": ["-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:xdist"],
        "pytest_add_cli_args_test_selection": TESTS,
        "timeout_constant": 60.0,
        "timeout_multiplier": 4.0,
    }
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in options.items()]
    with (to / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.writelines(["\n[tool.mutmut]\n", *lines])


def mutants_of(file: str) -> list[str]:
    """Return the names of all mutants of a file of the package; works in the copy."""
    path = PACKAGE / file
    mutated = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
    return [get_mutant_name(path, name) for name in mutated.mutant_names]


def sample(names: Iterable[str], seed: int, size: int) -> list[str]:
    """Return some of the names, always the same for a seed."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())[:size]


def run(names: Iterable[str], processes: int) -> None:
    """Run the tests on mutants; one that never ends, or takes all memory, is killed."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [MUTMUT, "run", "--max-children", str(processes), *names]
    subprocess.run(command, check=True, preexec_fn=bound)


def statuses(file: str) -> dict[str, str]:
    """Return what became of the mutants of a file that were run."""
    meta = Path("mutants", PACKAGE, f"{file}.meta").read_text(encoding="utf-8")
    codes: dict[str, int | None] = json.loads(meta)["exit_code_by_key"]
    return {name: status_by_exit_code[code] for name, code in codes.items() if code is not None}


def rows(arguments: argparse.Namespace) -> Iterator[Row]:
    """Run the sample of each file, and yield what became of it."""
    every = {file: mutants_of(file) for file in arguments.files}
    chosen = {
        file: sample(names, arguments.seed, arguments.sample) for file, names in every.items()
    }
    if arguments.only:
        chosen = {file: [*set(names) & set(arguments.only)] for file, names in every.items()}
    run([name for names in chosen.values() for name in names], arguments.processes)
    for file in arguments.files:
        if chosen[file]:
            found = statuses(file)
            yield Row(file, len(every[file]), {name: found[name] for name in chosen[file]})


def main() -> None:
    """Print a table, and each survivor as a diff."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", default=FILES, help="modules, below the package")
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--sample", type=int, default=60, help="mutants of each file")
    parser.add_argument("--only", nargs="+", metavar="MUTANT", help="these, whatever the sample")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / ".mutants", help="for the copy")
    arguments = parser.parse_args()
    copy_project(arguments.folder, arguments.files)
    with contextlib.chdir(arguments.folder):
        found = list(rows(arguments))
        print("| file | mutants | tried | killed | score | 95 % interval |")
        print("|---|---|---|---|---|---|")
        print(*found, sep="\n", flush=True)
        for name in (name for row in found for name in row.survivors):
            subprocess.run([MUTMUT, "show", name], check=True)


if __name__ == "__main__":
    main()
