"""What is nested too deeply is said to be, wherever it is looked at, and ends no process."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main, processes
from flake8_checkpoint_get.codemod import depth
from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.codemod.rewriting import Rewriting
from flake8_checkpoint_get.engine import check, contracts
from flake8_checkpoint_get.own_stack import has_own_stack, on_own_stack, when_short
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import NotAnalysedError, Source, parse
from tests.front_ends import READ_A, Capture, Patch, restoring
from tests.test_plugin import FLAWED


def chained(length: int) -> str:
    return restoring(READ_A, f"x = {'a + ' * length}a")


def selected(length: int) -> str:
    return restoring(READ_A, f"x = a{'.b' * length}")


def branching(length: int) -> str:
    return restoring(READ_A, "if a: pass", *["elif a: pass"] * length)


def helped(levels: int) -> str:
    """Return a method whose helpers have to be walked for what they prove: there is no flaw."""
    text = restoring("self.prove0(state)", READ_A)
    for number in range(6):
        text += f"\n    def prove{number}(self, state):\n        self.prove{number + 1}(state)\n"
    deep = [f"{' ' * level}if self.b:" for level in range(levels)]
    lines = [*deep, f"{' ' * levels}pass", "state['a']"]
    return text + "\n    def prove6(self, state):\n" + "".join(f"        {x}\n" for x in lines)


def outcome(text: str) -> tuple[object, ...]:
    """Return what comes of each step that recurses over a module."""
    try:
        source = Source.from_bytes(text.encode())
        found = check(source, Settings()), contracts(source, Settings())
        Rewriting.of(text.encode(), source)
    except (NotAnalysedError, NotRewrittenError) as error:
        return (str(error),)
    return found


def below(levels: int, run: Callable[[], tuple[object, ...]]) -> tuple[object, ...]:
    return below(levels - 1, run) if levels else run()


@pytest.mark.parametrize("form", [chained, selected, branching])
def test_what_is_too_deep_does_not_depend_on_the_caller(form: Callable[[int], str]) -> None:
    outcomes = set()
    for length in (50, 150, 250, 330, 450, 2400, 2800, 20_000):
        text = form(length)
        here = outcome(text)
        assert below(400, lambda text=text: outcome(text)) == here  # type: ignore[misc]
        outcomes.add(len(here))
    assert outcomes == {1, 2}


@pytest.mark.parametrize("levels", range(10, 90, 10))
def test_what_a_helper_proves_does_not_depend_on_the_caller(levels: int) -> None:
    text = helped(levels)
    found, _ = here = outcome(text)
    assert not found
    assert below(700, lambda: outcome(text)) == here


@pytest.mark.parametrize("command", ["check", "fix --diff", "contract"])
def test_what_is_too_deep_does_not_depend_on_the_number_of_processes(
    project: Path, capsys: Capture, monkeypatch: Patch, command: str
) -> None:
    monkeypatch.setattr(processes, "WORTH_IT", 1)
    monkeypatch.setattr(processes, "CHUNK", 1)
    for length in range(2950, 3000, 5):
        (project / f"chain{length}.py").write_text(chained(length))
    for length in range(300, 500, 20):
        (project / f"attributes{length}.py").write_text(selected(length))
        (project / f"branches{length}.py").write_text(branching(length))
    runs = []
    for jobs in ("1", "2"):
        code = main([*command.split(), "--isolated", f"--jobs={jobs}", "."])
        runs.append((code, capsys.readouterr()))
    assert runs[0] == runs[1]
    assert "too deeply nested" in runs[0][1].err


KILLERS = {
    "operands of and": "x = " + " and ".join("a" * 10_000),
    "a dotted name": "import a" + ".b" * 4_900,
    "a dotted name to import from": f"from a{'.b' * 4_900} import c",
}
"""What libcst's parser may end the process with, if it gets it."""


@pytest.mark.parametrize("name", KILLERS)
def test_what_libcst_cannot_bear_is_left_as_it_was(project: Path, name: str) -> None:
    text = f"{FLAWED}\n{KILLERS[name]}\n"
    (project / "deep.py").write_text(text)
    command = [sys.executable, "-m", "flake8_checkpoint_get", "fix", "--isolated", "."]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert run.stderr.endswith(
        "deep.py: left as it was: too deeply nested or too large to rewrite\n"
    )
    assert (project / "deep.py").read_text() == text
    assert (project / "slot.py").read_text() != FLAWED


def test_what_is_too_large_for_libcst_is_left_as_it_was(
    project: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(depth, "MOST_NODES", 100)
    (project / "large.py").write_text(f"{FLAWED}\nx = [{'a, ' * 100}]\n")
    assert main(["fix", "--isolated", "."]) == 2
    assert "large.py: left as it was: too deeply nested or too large" in capsys.readouterr().err
    assert (project / "slot.py").read_text() != FLAWED


NUMBER = f"0x{'f' * 10_000}"
"""Python makes no decimal text of it: that takes too long (``sys.set_int_max_str_digits``)."""


@pytest.mark.parametrize("command", ["check", "contract", "fix"])
def test_a_number_that_is_too_long_to_be_shown(
    project: Path, capsys: Capture, command: str
) -> None:
    (project / "long.py").write_text(restoring(f"self.a = state.get({NUMBER}, 0)"))
    assert main([command, "--isolated", "."]) == 2
    assert "long.py: not analysed: invalid: Exceeds the limit" in capsys.readouterr().err


def test_a_number_that_is_too_long_to_be_compared(project: Path, capsys: Capture) -> None:
    text = f"{FLAWED}\nx = {NUMBER}\n"
    (project / "slot.py").write_text(text)
    assert main(["fix", "--isolated", "slot.py"]) == 2
    assert "could not be rewritten: it cannot be verified" in capsys.readouterr().out
    assert (project / "slot.py").read_text() == text


def test_where_the_system_has_no_more_threads_there_is_none(monkeypatch: Patch) -> None:
    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert on_own_stack(threading.get_ident) == threading.get_ident()
    assert parse(["x = 1\n"]).body


def refuse(*_: object) -> None:
    message = "can't start new thread"
    raise RuntimeError(message)


def test_the_size_of_the_stack_of_other_threads_stays() -> None:
    threading.stack_size(1 << 20)
    try:
        assert on_own_stack(lambda: on_own_stack(threading.get_ident)) != threading.get_ident()
    finally:
        after = threading.stack_size(0)
    assert after == 1 << 20


def test_a_stack_of_its_own_is_for_what_needs_it() -> None:
    assert not when_short(has_own_stack)
    assert below(400, lambda: (when_short(lambda: below(800, lambda: (has_own_stack(),)))[0],))[0]
    with pytest.raises(RecursionError):
        when_short(lambda: below(1_500, tuple))


def test_what_is_raised_on_the_other_stack_is_raised() -> None:
    with pytest.raises(RuntimeError, match="new thread"):
        on_own_stack(refuse)


@pytest.mark.parametrize("form", ["import a{}", "from a{} import b", "import \\\na{}"])
@pytest.mark.parametrize("part", [".b", " . b", ".\\\nb", ".é"])
def test_a_dotted_name_without_end(form: str, part: str) -> None:
    with pytest.raises(NotAnalysedError, match="too large to parse"):
        parse([form.format(part * 5_000)])
    assert parse([form.format(part * 100) + "\n"] + ["x = a.b\n"] * 5_000).body


@pytest.mark.parametrize("line", ["\n", "# a comment\n"])
def test_many_lines_without_code_are_left_as_they_were(line: str) -> None:
    text = restoring(READ_A) + line * depth.MOST_LINES
    with pytest.raises(NotRewrittenError, match="too large to rewrite"):
        Rewriting.of(text.encode(), Source.from_bytes(text.encode()))


@pytest.mark.parametrize("name", ["a", "a\u0301", "\xe9"])
def test_a_name_of_too_many_parts_is_not_parsed(name: str) -> None:
    with pytest.raises(NotAnalysedError, match="too deeply nested"):
        parse([f"import {'.'.join([name] * 10_000)}\n"])


def test_numbers_with_dots_are_no_name() -> None:
    parse([f'"""{".5 " * 10_000}"""\n'])
