"""The survey notices what it is there to notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.survey import analysis
from benchmarks.survey.__main__ import watched
from benchmarks.survey.analysis import Analysed, analysed, run_whole_analysis
from benchmarks.survey.commands import COMMANDS, run
from benchmarks.survey.diffs import diff_problems, why_it_is_broken
from benchmarks.survey.outcomes import Run
from benchmarks.survey.trees import Tree
from flake8_checkpoint_get.report.diff import unified_diff
from tests.test_plugin import FLAWED

SAME = "not analysed: invalid syntax"
EXPECTED = [
    ("check", {"CKP101": 1}, {SAME: 1}),
    ("check, SARIF", {"CKP101": 1}, {SAME: 1}),
    ("contract", {"contracts": 1}, {SAME: 1}),
    ("fix", {"files": 1}, {SAME: 1}),
    ("fix, unsafe, too", {"files": 1}, {SAME: 1}),
]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    (tmp_path / "slot.py").write_text(FLAWED)
    (tmp_path / "odd\n: name.py").write_text("def load_state_dict(state):\n    state.get(\n")
    (tmp_path / "site-packages").mkdir()
    (tmp_path / "site-packages" / "other.py").write_text(FLAWED)
    return Tree("mine", tmp_path, is_library=True)


def test_what_the_commands_count_and_refuse(tree: Tree) -> None:
    runs = [run(command, tree, 60) for command in COMMANDS]
    assert [problem for one in runs for problem in one.problems] == []
    assert [(one.command, one.counted, one.refused) for one in runs] == EXPECTED


def test_what_the_whole_analysis_counts(tree: Tree) -> None:
    one = run_whole_analysis(tree, 1)
    assert one.problems == ()
    assert one.counted["CKP101"] > 1
    assert one.refused == {SAME: 1}


def test_a_command_that_takes_too_long_is_a_problem(tree: Tree) -> None:
    assert run(COMMANDS[0], tree, 0.001).problems == ("did not end in 0 seconds",)


def test_what_the_analysis_raises_is_a_problem(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(tree.name)

    monkeypatch.setattr(analysis, "contracts", fail)
    assert analysed(tree.folder / "slot.py").problem.endswith("RuntimeError: mine\n")


def test_an_analysis_without_end_is_a_problem(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(_: bytes) -> Analysed:
        while True:
            pass

    monkeypatch.setattr(analysis, "SECONDS_FOR_A_FILE", 0.01)
    monkeypatch.setattr(analysis, "_analysed", hang)
    assert "TooSlowError" in analysed(tree.folder / "slot.py").problem


def test_a_changed_file_is_a_problem(tree: Tree) -> None:
    def write() -> Iterator[Run]:
        yield Run(tree.name, "write", 0, Counter(), Counter(), ("wrong",))
        (tree.folder / "slot.py").write_text("")

    problems = [one for one in watched(tree, write()) if isinstance(one, str)]
    assert problems == ["mine: write: wrong", "mine: slot.py: changed"]


BROKEN = FLAWED.replace("class SeedSlot:", "class SeedSlot(:")


@pytest.mark.parametrize(
    ("diff", "problem"),
    [
        (b"rubbish", "no difference: b'rubbish'"),
        (unified_diff("slot.py", b"x\n", b"y\n"), "the difference does not apply"),
        (
            unified_diff("slot.py", FLAWED.encode(), BROKEN.encode()),
            "slot.py: fixed, it does not compile",
        ),
    ],
    ids=["none", "does not apply", "does not compile"],
)
def test_a_wrong_difference_is_a_problem(tree: Tree, diff: bytes, problem: str) -> None:
    [found] = diff_problems(tree, diff)
    assert found.startswith(problem)


def test_what_only_parsed_before_need_only_parse() -> None:
    assert why_it_is_broken(b"return 1\n", b"return 2\n") == ""
    assert why_it_is_broken(b"return 1\n", b"return 1 2\n") != ""
    assert why_it_is_broken(b"x = 1\n", b"return 2\n") != ""
