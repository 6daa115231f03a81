"""The catalogue: every pair of the survey of frameworks is in it and is found."""

from __future__ import annotations

import pytest

from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.hooks import HOOKS, Position, Tier
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

BY_NAME = [
    ("get_extra_state(self)", "set_extra_state(self, state)"),
    ("state_dict(self)", "load_state_dict(self, state, strict=True, assign=False)"),
    ("state_dict(self)", "load_state_dict(self, state, logger, strict=False)"),
    ("sharded_state_dict(self, prefix='')", "load_state_dict(self, state, strict=True)"),
    ("state_dict_for_save_checkpoint(self)", "load_state_dict(self, state, strict=True)"),
    ("on_save_checkpoint(self, state)", "on_load_checkpoint(self, state)"),
    ("on_save_checkpoint(self, t, m, state)", "on_load_checkpoint(self, t, m, state)"),
    ("lightning_module_state_dict(self)", "load_model_state_dict(self, state, strict=True)"),
    ("optimizer_state(self)", "load_optimizer_state_dict(self, state)"),
    ("before_save_checkpoint(self, runner, state)", "after_load_checkpoint(self, runner, state)"),
    ("save_own_variables(self, store)", "load_own_variables(self, state)"),
    ("get_build_config(self)", "build_from_config(self, state)"),
    ("state_dict(self)", "set_state_dict(self, state, use_structured_name=True)"),
    ("state_dict(self)", "set_dict(self, state)"),
]
BY_PAIR = [
    ("__getstate__(self)", "__setstate__(self, state)"),
    ("__reduce__(self)", "__setstate__(self, state)"),
    ("__reduce_ex__(self, protocol)", "__setstate__(self, state)"),
    ("save_checkpoint(self, folder)", "load_checkpoint(self, state: dict)"),
    ("get_state(self)", "set_state(self, state)"),
    ("to_state(self)", "from_state(cls, context, state)"),
    ("get_state(self)", "from_state(cls, state)"),
    ("_get_constructor_parameters(self)", "load(cls, state, device)"),
]
NEVER = [
    "_load_from_state_dict(self, state, prefix, metadata, strict, missing, unexpected, errors)",
    "upgrade_state_dict(self, state)",
    "upgrade_state_dict_named(self, state, name)",
    "from_dict(self, state)",
    "from_config(self, state)",
    "restore(self, state)",
    "load_state(self, state)",
]


def found(save: str, restore: str) -> list[str]:
    saves = f"    def {save}: ...\n" if save else ""
    read = f"    def {restore}:\n        self.step = state.get('step', 0)\n"
    source = Source.from_bytes(f"class Thing:\n{saves}{read}".encode())
    return [finding.code for finding in check(source, Settings())]


@pytest.mark.parametrize(("save", "restore"), BY_NAME)
def test_a_name_that_is_enough(save: str, restore: str) -> None:
    assert found(save, restore) == ["CKP101"]
    assert found("", restore) == ["CKP101"]


@pytest.mark.parametrize(("save", "restore"), BY_PAIR)
def test_a_name_that_counts_beside_its_save_method(save: str, restore: str) -> None:
    assert found(save, restore) == ["CKP101"]
    assert found("", restore) == []


@pytest.mark.parametrize("restore", NEVER)
def test_a_name_that_never_counts(restore: str) -> None:
    assert found("state_dict(self)", restore) == []


def test_every_hook_is_tested_above() -> None:
    tested = {signature.partition("(")[0] for _, signature in BY_NAME + BY_PAIR}
    assert {hook.restore for hook in HOOKS if not hook.decorator} == tested
    assert {h.restore for h in HOOKS if h.tier is Tier.PAIR} == {
        signature.partition("(")[0] for _, signature in BY_PAIR
    }


def test_only_hooks_that_are_handed_more_than_the_checkpoint_take_the_last_parameter() -> None:
    assert {hook.restore for hook in HOOKS if hook.parameter is Position.LAST} == {
        "on_load_checkpoint",
        "after_load_checkpoint",
        "from_state",
    }
