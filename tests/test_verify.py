"""A file that differs by anything but the edits is not written."""

from __future__ import annotations

import pytest

from flake8_checkpoint_get.codemod.file_text import FileText, NotRewrittenError
from flake8_checkpoint_get.codemod.rewriting import Rewriting
from flake8_checkpoint_get.codemod.verify import verify
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.model import Edit
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

CODE = '''\
class A:
    def state_dict(self):
        return {"a": self.a, "b": self.b, "c": self.c}

    def load_state_dict(self, state):
        self.a = state.get("a", 0)  # a
        if "b" in state:
            # b
            self.b = (state["b"],
                      """one
            two""")
        self.c = state["c"]
'''


def edits(code: str = CODE) -> frozenset[Edit]:
    found = check(Source.from_bytes(code.encode()), Settings())
    return frozenset(edit for finding in found for edit in finding.edits)


def outcome(code: str = CODE) -> str:
    source = Source.from_bytes(code.encode())
    return Rewriting.of(code.encode(), source).done(edits(code)).decode()


def verified(after: str, asked: frozenset[Edit], code: str = CODE) -> None:
    data = code.encode()
    verify(FileText.from_bytes(data), Source.from_bytes(data), asked, after.encode())


def test_what_was_asked_for_passes() -> None:
    assert 'self.a = state["a"]  # a' in outcome()
    verified(outcome(), edits())
    verified(CODE, frozenset())


OTHER_CODE = "the outcome would be other code than was asked for"
BESIDE = "something beside the findings would change"
COMMENT = "a comment would be lost"
STRING = "a string of several lines would change"

TAMPERED = {
    "other code": ('state["c"]', 'state["C"]', OTHER_CODE),
    "a read that is not rewritten": ('state["a"]', 'state.get("a", 0)', OTHER_CODE),
    "another string": ("            two", "        two", OTHER_CODE),
    "no code at all": ("class A:", "class A", "the outcome would be invalid syntax.*"),
    "a comment is lost": ("  # a", "", BESIDE),
    "a comment is lost in a block": ("        # b\n", "", COMMENT),
    "a comment is new": ("class A:", "class A:  # new", BESIDE),
    "blanks beside the edits": ("self.c = state", "self.c  =  state", BESIDE),
    "blanks in the line of an edit": ("self.a = state", "self.a  = state", BESIDE),
    "another line end": ('self.c = state["c"]\n', 'self.c = state["c"]\r\n', BESIDE),
    "blanks in a block": ("self.b = (", "self.b = ( ", BESIDE),
    "a quote": ('"a": self.a', "'a': self.a", BESIDE),
}


@pytest.mark.parametrize(("old", "new", "why"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_not_asked_for_is_refused(old: str, new: str, why: str) -> None:
    after = outcome().replace(old, new)
    assert after != outcome()
    with pytest.raises(NotRewrittenError, match=f"^{why}$"):
        verified(after, edits())


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('state["c"]', 'state["c"  # new\n]', COMMENT),
        ('state["c"]', 'state["c" """\\\n"""]', STRING),
        ("self.d = state", "self.d  = state", BESIDE),
        ('state["d"]', "state['d']", BESIDE),
    ],
    ids=["a comment", "a string of several lines", "blanks between two of them", "a key's quotes"],
)
def test_what_is_tampered_with_in_the_edits_is_refused(old: str, new: str, why: str) -> None:
    code = """\
class A:
    def __init__(self):
        self.d = 0

    def load_state_dict(self, state):
        self.c = state.get("c", 0)
        self.d = state.get("d", 0)
"""
    after = outcome(code).replace(old, new)
    assert after != outcome(code)
    with pytest.raises(NotRewrittenError, match=f"^{why}$"):
        verified(after, edits(code), code)


def test_edits_that_fit_nothing_are_refused() -> None:
    moved = frozenset(Edit(type(e.span)(1, 0, 1, 5), e.form) for e in edits())
    with pytest.raises(NotRewrittenError):
        verified(outcome(), moved)
    with pytest.raises(NotRewrittenError):
        Rewriting.of(CODE.encode(), Source.from_bytes(CODE.encode())).done(moved)
