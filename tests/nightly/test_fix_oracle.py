"""The oracle for fixes, with many more examples than in ``make test``."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.checkpoint_runs import Names
from tests.test_fix_oracle import MODULES, VALUES, check_safe_fix, check_text, with_examples

pytestmark = pytest.mark.nightly


@with_examples(5000)
@given(MODULES, VALUES)
def test_after_a_safe_fix_all_that_is_saved_restores_as_before(text: str, values: Names) -> None:
    check_safe_fix(text, values)


@with_examples(5000)
@given(MODULES)
def test_an_unsafe_fix_keeps_a_module_whole(text: str) -> None:
    check_text(text.encode(), unsafe=True)
