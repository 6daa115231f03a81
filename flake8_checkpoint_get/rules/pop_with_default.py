"""CKP103."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.rules._base import Rule, receiver_of
from flake8_checkpoint_get.source import shown


class PopWithDefault(Rule):
    """A checkpoint key is taken out with `pop` and a default.

    ## What it does

    Reports `state.pop(key, default)` in a restore method where the value is used and nothing tells
    that the key is missing. `pop(key)` fails on a missing key and is fine; so is a `pop` whose
    value is thrown away.

    ## Why is this bad?

    As with `get`: the run resumes with a made-up value.

    ## Known problems

    The mend is `state.pop(key)`, not `state[key]`: what is left of the mapping is often handed on.

    ## Fix safety

    `state.pop(key, default)` becomes `state.pop(key)`, never `state[key]`: what is left of the
    mapping is often handed on. Safe where the conditions in `docs/fix-safety.md` are shown to hold,
    else with `--unsafe-fixes`.

    ## Example

    ```python
    class Wrapper:
        def state_dict(self):
            return {**self.inner.state_dict(), "scale": self.scale}

        def load_state_dict(self, state_dict):
            self.scale = state_dict.pop("scale", 1.0)
            self.inner.load_state_dict(state_dict)
    ```

    ## Use instead

    ```python
    class Wrapper:
        def state_dict(self):
            return {**self.inner.state_dict(), "scale": self.scale}

        def load_state_dict(self, state_dict):
            self.scale = state_dict.pop("scale")
            self.inner.load_state_dict(state_dict)
    ```
    """

    code = "CKP103"
    name = "pop-with-default"
    best_fix = Applicability.SAFE

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in cls.reads_of(facts, ReadKind.POP_WITH_DEFAULT):
            yield cls.finding(read, f"use {receiver_of(read)}.pop({shown(read.key)})")
