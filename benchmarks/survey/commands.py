"""The commands, run over a tree as a user runs them, and what is wrong with what they print."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import jsonschema

import flake8_checkpoint_get
from benchmarks.survey.diffs import changed_files, diff_problems
from benchmarks.survey.outcomes import Run, kind_of
from benchmarks.survey.trees import Tree
from tests.sarif_schema import sarif_validator

PROGRAM = str(Path(sys.executable).parent / "flake8-checkpoint-get")
"""Not ``python -m``: that would import modules from the folder that is surveyed."""
SCHEMAS = Path(flake8_checkpoint_get.__file__).parent / "report"
FAILURE = re.compile(
    r"^flake8-checkpoint-get \w+: .*?: ((?:not analysed|cannot be read|left as it was): .*)$",
    re.MULTILINE,
)
EXIT_CODES = frozenset({0, 1, 2})
ALL_RULES = "--enable-extensions=CKP9"


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, what it is called, and what tells whether its output is as it should be."""

    name: str
    arguments: tuple[str, ...]
    problems: Callable[[Tree, bytes], Iterator[str]]
    count: Callable[[bytes], Counter[str]]


def run(command: Command, tree: Tree, limit: float) -> Run:
    """Run a command over all modules of a tree, for at most so many seconds."""
    with tempfile.NamedTemporaryFile() as listed:
        listed.write(b"".join(os.fsencode(file) + b"\0" for file in tree.files))
        listed.flush()
        options = ["--isolated", "--files-from", listed.name]
        start = time.perf_counter()
        try:
            done = subprocess.run(
                [PROGRAM, *command.arguments, *options],
                cwd=tree.folder,
                capture_output=True,
                check=False,
                timeout=limit,
            )
        except subprocess.TimeoutExpired:
            problem = f"did not end in {limit:.0f} seconds"
            return Run(tree.name, command.name, limit, Counter(), Counter(), (problem,))
    seconds = time.perf_counter() - start
    refused = Counter(map(kind_of, FAILURE.findall(done.stderr.decode())))
    problems = [*_behaviour_problems(done, refused), *_output_problems(command, tree, done.stdout)]
    counted = Counter[str]() if problems else command.count(done.stdout)
    return Run(tree.name, command.name, seconds, counted, refused, tuple(problems))


def _behaviour_problems(
    done: subprocess.CompletedProcess[bytes], refused: Counter[str]
) -> Iterator[str]:
    errors = done.stderr.decode()
    if done.returncode not in EXIT_CODES or "Traceback" in errors:
        yield f"exit code {done.returncode}: {errors[-2000:]}"
    if (done.returncode == max(EXIT_CODES)) != bool(refused):
        yield f"exit code {done.returncode}, but {refused.total()} files refused"


def _output_problems(command: Command, tree: Tree, output: bytes) -> Iterator[str]:
    try:
        yield from command.problems(tree, output)
    except (ValueError, LookupError, jsonschema.ValidationError) as error:
        yield f"its output does not parse: {error}"


def _as_schema_says(schema: str) -> Callable[[Tree, bytes], Iterator[str]]:
    def problems(_: Tree, output: bytes) -> Iterator[str]:
        jsonschema.validate(
            json.loads(output), json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
        )
        yield from ()

    return problems


def _as_sarif_says(_: Tree, output: bytes) -> Iterator[str]:
    sarif_validator().validate(json.loads(output))
    yield from ()


def _codes(output: bytes) -> Counter[str]:
    return Counter(one["code"] for one in json.loads(output)["findings"])


def _results(output: bytes) -> Counter[str]:
    [log] = json.loads(output)["runs"]
    return Counter(one["ruleId"] for one in log["results"])


def _contracts(output: bytes) -> Counter[str]:
    return Counter({"contracts": len(json.loads(output)["contracts"])})


def _changed(output: bytes) -> Counter[str]:
    return Counter({"files": len(changed_files(output))})


CHECK = ("check", ALL_RULES, "--warn-unused-noqa")
FIX = ("fix", ALL_RULES, "--diff")
COMMANDS = (
    Command("check", (*CHECK, "--format=json"), _as_schema_says("findings-schema.json"), _codes),
    Command("check, SARIF", (*CHECK, "--format=sarif"), _as_sarif_says, _results),
    Command(
        "contract",
        ("contract", "--format=json"),
        _as_schema_says("contract-schema.json"),
        _contracts,
    ),
    Command("fix", FIX, diff_problems, _changed),
    Command("fix, unsafe, too", (*FIX, "--unsafe-fixes"), diff_problems, _changed),
)
