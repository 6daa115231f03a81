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


def edits() -> frozenset[Edit]:
    found = check(Source.from_bytes(CODE.encode()), Settings())
    return frozenset(edit for finding in found for edit in finding.edits)


def outcome() -> str:
    source = Source.from_bytes(CODE.encode())
    return Rewriting.of(CODE.encode(), source).done(edits()).decode()


def verified(after: str, asked: frozenset[Edit]) -> None:
    data = CODE.encode()
    verify(FileText.from_bytes(data), Source.from_bytes(data), asked, after.encode())


def test_what_was_asked_for_passes() -> None:
    assert 'self.a = state["a"]  # a' in outcome()
    verified(outcome(), edits())
    verified(CODE, frozenset())


TAMPERED = {
    "other code": ('state["c"]', 'state["C"]', "other code"),
    "a read that is not rewritten": ('state["a"]', 'state.get("a", 0)', "other code"),
    "no code at all": ("class A:", "class A", "invalid syntax"),
    "a comment is lost": ("  # a", "", "something beside|comment"),
    "a comment is lost in a block": ("        # b\n", "", "something beside|comment"),
    "a comment is new": ("class A:", "class A:  # new", "something beside"),
    "blanks beside the edits": ("self.c = state", "self.c  =  state", "something beside"),
    "blanks in the line of an edit": ("self.a = state", "self.a  = state", "something beside"),
    "another line end": ('self.c = state["c"]\n', 'self.c = state["c"]\r\n', "something beside"),
    "blanks in a block": ("self.b = (", "self.b = ( ", "something beside"),
    "a quote": ('"a": self.a', "'a': self.a", "something beside"),
}


@pytest.mark.parametrize(("old", "new", "why"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_not_asked_for_is_refused(old: str, new: str, why: str) -> None:
    after = outcome().replace(old, new)
    assert after != outcome()
    with pytest.raises(NotRewrittenError, match=why):
        verified(after, edits())


def test_a_string_of_several_lines_stays_as_it_is() -> None:
    with pytest.raises(NotRewrittenError):
        verified(outcome().replace("            two", "        two"), edits())


def test_edits_that_fit_nothing_are_refused() -> None:
    moved = frozenset(Edit(type(e.span)(1, 0, 1, 5), e.form) for e in edits())
    with pytest.raises(NotRewrittenError):
        verified(outcome(), moved)
    with pytest.raises(NotRewrittenError):
        Rewriting.of(CODE.encode(), Source.from_bytes(CODE.encode())).done(moved)
