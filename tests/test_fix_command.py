"""``flake8-checkpoint-get fix``."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.test_plugin import FLAWED

Capture = pytest.CaptureFixture[str]
FIXED = FLAWED.replace(
    'state.get("isolate_gradients", False)',
    'state["isolate_gradients"]',
)
LEFT = """
class Other:
    def load_state_dict(self, state):
        self.step = state.get("step", 0)
"""


def test_files_are_fixed_in_place(project: Path, capsys: Capture) -> None:
    assert main(["fix", "."]) == 1
    assert (project / "slot.py").read_text() == FIXED
    out, err = capsys.readouterr()
    assert out == "./slot.py: fixed 1 finding: CKP101 (1)\nFixed 1 finding in 1 file.\n"
    assert err == ""
    assert main(["fix", "."]) == 0
    assert capsys.readouterr() == ("Nothing to fix.\n", "")


def test_what_is_left_is_said_with_the_reason(project: Path, capsys: Capture) -> None:
    (project / "other.py").write_text(LEFT)
    assert main(["fix", "other.py"]) == 1
    why = "not safe (condition 1): no save method is in sight"
    assert capsys.readouterr().out == (
        f"other.py:4:21: CKP101 step left, {why}\n1 left: 1 with --unsafe-fixes.\n"
    )
    assert main(["fix", "--unsafe-fixes", "other.py"]) == 1
    assert 'state["step"]' in (project / "other.py").read_text()


def test_a_diff_writes_nothing(project: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    before = (project / "slot.py").stat().st_mtime_ns
    assert main(["fix", "--diff", "slot.py"]) == 1
    assert (project / "slot.py").read_text() == FLAWED
    assert (project / "slot.py").stat().st_mtime_ns == before
    out, err = capfdbinary.readouterr()
    assert err == (b"slot.py: would fix 1 finding: CKP101 (1)\nWould fix 1 finding in 1 file.\n")
    assert out.startswith(b"--- slot.py\n+++ slot.py\n@@ -")
    assert b'\n+        self.isolate_gradients = state["isolate_gradients"]\n' in out


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch")
@pytest.mark.parametrize(
    "data",
    [
        FLAWED.encode(),
        FLAWED.rstrip("\n").encode(),
        FLAWED.replace("\n", "\r\n").encode(),
        f"# coding: latin-1\n# \xe9\n{FLAWED}# \xe9".encode("latin-1"),
        f"{FLAWED.rstrip()} # last".encode(),
    ],
    ids=["plain", "no last newline", "CRLF", "latin-1", "comment at the end"],
)
def test_the_diff_is_a_patch_that_does_the_same(project: Path, data: bytes) -> None:
    file = project / "slot.py"
    file.write_bytes(data)
    command = [sys.executable, "-m", "flake8_checkpoint_get", "fix", "--diff", "slot.py"]
    diff = subprocess.run(command, capture_output=True, check=False).stdout
    assert main(["fix", "slot.py"]) == 1
    fixed = file.read_bytes()
    assert fixed != data
    file.write_bytes(data)
    subprocess.run(["patch", "-p0", "--binary"], input=diff, check=True, capture_output=True)
    assert file.read_bytes() == fixed


def fix_input(text: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flake8_checkpoint_get", "fix", *options, "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def test_standard_input_goes_to_standard_output() -> None:
    run = fix_input(FLAWED, "--stdin-display-name=slot.py")
    assert (run.stdout, run.returncode) == (FIXED, 1)
    assert run.stderr.startswith("slot.py: fixed 1 finding: CKP101 (1)\n")
    assert fix_input("x = 1\n").stdout == "x = 1\n"
    assert fix_input(FLAWED, "--diff").stdout.startswith("--- stdin\n+++ stdin\n")


def test_standard_input_that_cannot_be_analysed_comes_out_as_it_is() -> None:
    broken = f"{FLAWED}\ndef :\n"
    run = fix_input(broken)
    assert (run.stdout, run.returncode) == (broken, 2)
    assert "stdin: not analysed: invalid syntax" in run.stderr


def test_exit_codes(project: Path, capsys: Capture) -> None:
    assert main(["fix", "--exit-zero-on-fix", "slot.py"]) == 0
    (project / "other.py").write_text(LEFT)
    assert main(["fix", "--exit-zero-on-fix", "other.py"]) == 1
    assert main(["fix", "--exit-zero", "other.py"]) == 0
    assert main(["fix", "missing.py"]) == 2
    assert "missing.py: cannot be read" in capsys.readouterr().err


def test_what_the_configuration_leaves_out_is_not_touched(project: Path) -> None:
    for option in ("--ignore=CKP101", "--select=CKP2", "--exclude=slot.py"):
        assert main(["fix", option, "."]) == 0
    (project / ".flake8").write_text("[flake8]\nper-file-ignores = slot.py: CKP1\n")
    assert main(["fix", "."]) == 0
    assert (project / "slot.py").read_text() == FLAWED


def test_declared_optional_keys_are_not_touched(project: Path) -> None:
    declared = FLAWED.replace("False)", "False)  # checkpoint: optional (new in 2.0)")
    (project / "slot.py").write_text(declared)
    assert main(["fix", "--unsafe-fixes", "slot.py"]) == 0
    assert (project / "slot.py").read_text() == declared


def test_a_file_that_libcst_cannot_take_is_left_and_the_others_go_on(
    project: Path, capsys: Capture
) -> None:
    carriage = FLAWED.replace("\n", "\r").encode()
    (project / "carriage.py").write_bytes(carriage)
    assert main(["fix", "."]) == 2
    assert (project / "carriage.py").read_bytes() == carriage
    assert (project / "slot.py").read_text() == FIXED
    why = "left as it was: libcst would change its blanks or line ends"
    assert capsys.readouterr().err == f"flake8-checkpoint-get fix: ./carriage.py: {why}\n"


def test_links_lead_to_the_real_file(project: Path) -> None:
    (project / "real").mkdir()
    (project / "slot.py").rename(project / "real" / "slot.py")
    (project / "slot.py").symlink_to(Path("real") / "slot.py")
    assert main(["fix", "slot.py"]) == 1
    assert (project / "slot.py").is_symlink()
    assert (project / "real" / "slot.py").read_text() == FIXED


def test_hard_linked_files_are_left_unless_asked_for(project: Path, capsys: Capture) -> None:
    os.link(project / "slot.py", project / "other name")
    assert main(["fix", "slot.py"]) == 2
    assert "slot.py: left as it was: it is hard-linked" in capsys.readouterr().err
    assert (project / "slot.py").read_text() == FLAWED
    assert main(["fix", "--break-links", "slot.py"]) == 1
    assert (project / "slot.py").read_text() == FIXED
    assert (project / "other name").read_text() == FLAWED


def test_the_mode_of_a_file_stays(project: Path) -> None:
    (project / "slot.py").chmod(0o750)
    assert main(["fix", "slot.py"]) == 1
    assert (project / "slot.py").stat().st_mode & 0o7777 == 0o750
    assert sorted(path.name for path in project.iterdir()) == ["clean.py", "slot.py"]


def test_a_diff_on_a_terminal_has_colours(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert main(["fix", "--diff", "slot.py"]) == 1
    assert '\x1b[32m+        self.isolate_gradients = state["isolate_gradients"]' in (
        terminal.getvalue()
    )


def test_without_a_path_nothing_is_written(project: Path, capsys: Capture) -> None:
    assert main(["fix"]) == 2
    assert "no path is given" in capsys.readouterr().err
    assert (project / "slot.py").read_text() == FLAWED


def test_what_is_left_to_people_says_what_they_have_to_do(project: Path, capsys: Capture) -> None:
    save = (
        "out = {'a': self.a}\n        if self.b:\n            out['b'] = self.b\n        return out"
    )
    (project / "other.py").write_text(
        f"class A:\n    def state_dict(self):\n        {save}\n"
        "    def load_state_dict(self, state):\n        self.__dict__.update(state)\n"
        "        self.b = state.get('b')\n"
    )
    assert main(["fix", "other.py"]) == 1
    mend = "state_dict() saves it only if self.b: save None there, then read state['b']"
    assert f"{mend}) left, to be mended by hand:" in capsys.readouterr().out


def test_help_names_the_options_and_the_promise(capsys: Capture) -> None:
    assert main(["fix", "--help"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for word in ("--diff", "--unsafe-fixes", "--exit-zero-on-fix", "--break-links"):
        assert word in text
    assert "proved against today's save method only" in text
