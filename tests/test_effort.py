"""What takes too long is not analysed, and said so; what real code takes is far from that."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from flake8_checkpoint_get.engine import check, contracts
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import NotAnalysedError, Source

FLAWED = """\
class Slot:
    def load_state_dict(self, state):
        self.alpha = state.get("alpha", 0)
"""


def source(text: str) -> Source:
    return Source.from_bytes(text.encode())


def method(name: str, statements: list[str]) -> str:
    lines = "".join(f"        {statement}\n" for statement in statements)
    return f"    def {name}(self, state):\n{lines}"


def many_reads(number: int) -> str:
    """Return a class that saves many keys, and restores all of them with a default."""
    keys = ", ".join(f"'k{n}': self.a{n}" for n in range(number))
    save = f"    def state_dict(self):\n        return {{{keys}}}\n"
    reads = [f"self.a{n} = state.get('k{n}', 0)" for n in range(number)]
    return f"class Slot:\n{save}{method('load_state_dict', reads)}"


def many_bases(number: int) -> str:
    """Return many classes, each derived from the one before."""
    save = "    def state_dict(self):\n        return {}\n"
    body = save + method("load_state_dict", ["self.alpha = state.get('alpha')"])
    derived = "".join(f"class Slot{n + 1}(Slot{n}):\n{body}" for n in range(number))
    return f"class Slot0: ...\n{derived}"


def test_a_method_with_a_thousand_reads_is_analysed() -> None:
    found = check(source(many_reads(1000)), Settings())
    assert len(found) == 1000
    assert all("always saves it" in finding.message for finding in found)


@pytest.mark.parametrize("text", [many_reads(8000), many_bases(2000)], ids=["reads", "bases"])
@pytest.mark.parametrize("analyse", [check, contracts])
def test_a_module_that_takes_too_much_is_not_analysed(
    analyse: Callable[[Source, Settings], object], text: str
) -> None:
    with pytest.raises(NotAnalysedError, match="too large to analyse"):
        analyse(source(text), Settings())


@pytest.mark.parametrize("command", ["check", "fix", "contract"])
def test_the_other_files_are_looked_at(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    large, other = tmp_path / "large.py", tmp_path / "other.py"
    large.write_text(many_bases(2000))
    other.write_text(FLAWED)
    assert main([command, "--isolated", str(tmp_path)]) == 2
    output = capsys.readouterr()
    assert "large.py: not analysed: too large to analyse" in output.err
    assert "alpha" in output.out


def test_a_read_behind_many_calls_is_said_to_be_reached_by_the_nearest_and_the_first() -> None:
    steps = [method(f"f{n}", [f"self.f{n + 1}(state)"]) for n in range(9)]
    last = method("f9", ["self.alpha = state.get('alpha', 0)"])
    first = method("load_state_dict", ["self.f0(state)"])
    (found,) = check(source(f"class Slot:\n{first}{''.join(steps)}{last}"), Settings())
    assert found.message.endswith(
        "(Slot.f9, reached from Slot.f8 line 21, from Slot.f7 line 19, from Slot.f6 line 17,"
        " from Slot.f5 line 15, from Slot.f4 line 13, from ..., from Slot.load_state_dict line 3)"
    )
