"""One edit that cannot be done does not keep the others from being done."""

from __future__ import annotations

import pytest

from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.codemod.fixing import fix
from flake8_checkpoint_get.codemod.rewriting import Rewriting
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.model import Edit
from flake8_checkpoint_get.settings import Settings
from tests.front_ends import restoring

KEYS = "abcde"
CODE = restoring(*(f'self.{key} = state.get("{key}", 0)' for key in KEYS))


@pytest.mark.parametrize("bad", ["a", "c", "e", "bd", "abcde"])
def test_those_that_can_be_mended_are(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    done = Rewriting.done
    refused_lines = {KEYS.index(key) + 3 for key in bad}

    def refusing(self: Rewriting, edits: frozenset[Edit]) -> bytes:
        if any(edit.span.line in refused_lines for edit in edits):
            message = "no"
            raise NotRewrittenError(message)
        return done(self, edits)

    monkeypatch.setattr(Rewriting, "done", refusing)
    fixed = fix(CODE.encode(), lambda source: check(source, Settings()), unsafe=True)
    assert {one.key for one in fixed.mended} == set(KEYS) - set(bad)
    assert [(one.key, reason) for one, reason in fixed.refused] == [(key, "no") for key in bad]
    assert fixed.data.decode().count("state[") == len(KEYS) - len(bad)
