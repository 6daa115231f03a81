"""Files of all kinds: line ends, encodings and indentation are as before, byte for byte."""

from __future__ import annotations

import sys

import pytest

from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.codemod.fixing import fix
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

BEFORE = '''\
class Trainer:
    def state_dict(self):
        return {"step": self.step, "note": self.note, "été": self.ete}

    def load_state_dict(self, state):
        if "note" in state:  # there
            self.note = state["note"] + """two
        lines"""

            # the last of it
        a, self.ete = "é", state.get("été", "é"); self.step = state.get("step", 0)  # ü
'''
AFTER = '''\
class Trainer:
    def state_dict(self):
        return {"step": self.step, "note": self.note, "été": self.ete}

    def load_state_dict(self, state):
        # there
        self.note = state["note"] + """two
        lines"""

        # the last of it
        a, self.ete = "é", state["été"]; self.step = state["step"]  # ü
'''


def fixed(data: bytes) -> bytes:
    return fix(data, lambda source: check(source, Settings())).data


def both(change: str) -> tuple[bytes, bytes]:
    """Return the code before and after, written in a certain way."""
    before, after = (_written(text, change) for text in (BEFORE, AFTER))
    return before, after


def _written(text: str, change: str) -> bytes:
    match change:
        case "CRLF":
            return text.replace("\n", "\r\n").encode()
        case "mixed line ends":
            lines = text.split("\n")
            return "\n".join(f"{one}\r" if "def" in one else one for one in lines).encode()
        case "tabs":
            return text.replace("    ", "\t").encode()
        case "two blanks":
            return text.replace("    ", "  ").encode()
        case "a byte order mark":
            return text.encode("utf-8-sig")
        case "latin-1":
            return f"# -*- coding: latin-1 -*-\n{text}".encode("latin-1")
        case "a byte order mark and CRLF":
            return text.replace("\n", "\r\n").encode("utf-8-sig")
        case "no last line end":
            return text.rstrip("\n").encode()
        case "form feeds":
            return text.replace("\n\n", "\n\f\n").encode()
        case "blanks at the ends":
            return text.replace("\n\n", "\n   \n\t\n").replace("# there", "# there  ").encode()
        case _:
            return text.encode()


CHANGES = [
    "as it is",
    "CRLF",
    "mixed line ends",
    "tabs",
    "two blanks",
    "a byte order mark",
    "latin-1",
    "a byte order mark and CRLF",
    "no last line end",
    "form feeds",
    "blanks at the ends",
]


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_changes_but_the_reads(change: str) -> None:
    before, after = both(change)
    assert fixed(before).splitlines() == after.splitlines()
    assert fixed(before) == after
    assert fixed(after) == after


def test_what_libcst_cannot_take_is_refused() -> None:
    with pytest.raises(NotRewrittenError, match="blanks or line ends"):
        fixed(BEFORE.replace("\n", "\r").encode())
    with pytest.raises(NotRewrittenError, match="blanks or line ends"):
        fixed(BEFORE.replace("    def load", "\f    def load").encode())


def test_a_wrong_encoding_is_refused() -> None:
    data = BEFORE.encode("latin-1")
    with pytest.raises(NotRewrittenError, match="encoding"):
        fixed(data)


def test_a_long_file_is_fixed_in_one_round() -> None:
    keys = [f"k{number}" for number in range(300)]
    saved = ", ".join(f'"{key}": self.{key}' for key in keys)
    reads = "".join(f'        self.{key} = state.get("{key}", 0)\n' for key in keys)
    code = f"class A:\n    def state_dict(self):\n        return {{{saved}}}\n\n"
    code += f"    def load_state_dict(self, state):\n{reads}"
    rounds = list[int]()

    def look(source: Source) -> object:
        rounds.append(1)
        return check(source, Settings())

    done = fix(code.encode(), look)  # type: ignore[arg-type]
    assert (len(done.mended), len(done.left), len(rounds)) == (300, 0, 2)


NESTED = """\
class Trainer:
    def state_dict(self):
        return {"name": self.name, "note": self.note, "step": self.step}

    def load_state_dict(self, state):
        first = f"{1}"
        if "note" in state:
            self.kind = f"{"é"} {
                state["note"]}"
            self.note = state["note"]
        self.name = f"{state.get("name", "run"):>{len(first)}}"
        self.step = f"{state.get("step", 0)=}"
"""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="quotes in f-strings, PEP 701")
def test_f_strings_with_the_quotes_of_their_own() -> None:
    expected = NESTED.replace('state.get("name", "run")', 'state["name"]')
    expected = expected.replace('        if "note" in state:\n', "")
    expected = expected.replace("            self.", "        self.")
    expected = expected.replace("                state[", "            state[")
    assert fixed(NESTED.encode()).decode() == expected
