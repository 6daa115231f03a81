"""The prefilter never turns away what the analysis would find something in."""

from __future__ import annotations

import ast
import codecs

import pytest

from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.prefilter import Prefilter
from flake8_checkpoint_get.settings import MethodPattern, Settings
from flake8_checkpoint_get.source import Source
from tests.case_files import Case, all_cases, checker_of

DEFAULT = Settings()
CASES = [pytest.param(c, id=str(c)) for c in all_cases() if c.expected and not c.is_known_miss]


@pytest.mark.parametrize("case", CASES)
def test_it_lets_every_case_through(case: Case) -> None:
    assert checker_of(case).may_hold_findings(case.code.encode())


def passes(text: str, settings: Settings = DEFAULT) -> bool:
    """Tell whether a text passes; as bytes it must do so, too."""
    prefilter = Prefilter.of(settings)
    assert prefilter.passes_bytes(text.encode()) == prefilter.passes(text)
    return prefilter.passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "def forward(self, x): ...",
        "model.load(path)",
        "state = read()",
        "def _load_state_dict_inner(self, state): ...",
        "model.load_state_dict(state)",
        "undef load_state_dict",
        "load_state_dict = restore",
        "# -*- coding: utf-8 -*-\nx = 1\n",
        "# -*- coding: latin-1 -*-\nx = 1\n",
        "# coding: ascii\r\nx = 1\r\n",
        "encoding = 1\n",
    ],
)
def test_it_turns_away_what_has_no_restore_method(text: str) -> None:
    assert not passes(text)


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + b"def load_state_dict(self, state): ...",
        b"# coding: latin-1\n# \xe9\ndef load_state_dict(self, state): ...",
        b"# coding: utf-7\ndef +AGwAbwBhAGQ-_state_dict(self, state): ...",
        b"#!/usr/bin/python\r# coding: cp037\r\xff",
        b"# coding: no-such-encoding\n",
        "é=1\ndef load_state_dict(self, state): ...".encode(),
    ],
)
def test_it_lets_through_what_it_cannot_read(data: bytes) -> None:
    assert Prefilter.of(DEFAULT).passes_bytes(data)


@pytest.mark.parametrize(
    "space", [" ", "\t", "  ", "\f ", "\\\n", " \\\n\t ", "\\\r\n", "\\\n\\\n"]
)
def test_every_way_to_write_a_definition(space: str) -> None:
    text = f"class Slot:\n async def{space}load_state_dict(self, state): ..."
    ast.parse(text)
    assert passes(text)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (Settings(sources=("torch.load",)), "from torch import load as read"),
        (Settings(sources=("*.read_checkpoint",)), "io.read_checkpoint(path)"),
        (Settings(restore_methods=(MethodPattern("Run.re*"),)), "def resume(self, saved): ..."),
        (Settings(save_methods=(MethodPattern("dump"),)), "def set_state(self, state): ..."),
        (Settings(restore_methods=(MethodPattern("*"),)), "def anything(self, state): ..."),
        (Settings(opt_in=True), "def get_extra_state(self): ..."),
        (Settings(opt_in=True), "model.load_state_dict(state, strict=False)"),
        (Settings(restore_methods=(MethodPattern("re*e"),)), "def reuse(self, saved): ..."),
    ],
)
def test_settings_widen_it(settings: Settings, text: str) -> None:
    assert not passes(text)
    assert passes(text, settings)


NON_ASCII = "class A:\n    def größe_laden(self, state): ...\n    def restauré(self, state): ...\n"


@pytest.mark.parametrize("pattern", ["*_laden", "gr*", "größe_laden", "restauré", "A.res*"])
def test_names_that_are_not_ascii(pattern: str) -> None:
    settings = Settings(restore_methods=(MethodPattern(pattern),))
    assert passes(NON_ASCII, settings)
    latin = f"# coding: latin-1\n{NON_ASCII}".encode("latin-1")
    assert Prefilter.of(settings).passes_bytes(latin)
    assert not passes("def größe(self, state): ...", settings) or pattern == "gr*"


def test_a_pattern_that_ends_in_the_name_of_a_class() -> None:
    settings = Settings(restore_methods=(MethodPattern("Outer.In*"),))
    text = (
        "class Outer:\n    class Inner:\n        def foo(self, state): self.x = state.get('x', 1)\n"
    )
    assert check(Source.from_bytes(text.encode()), settings) != ()
    assert passes(text, settings)
