"""CKP101."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.rules._base import Rule, subscript


class GetWithDefault(Rule):
    """A checkpoint key is read with `get` and a default.

    ## What it does

    Reports `state.get(key, default)` in a restore method, where `state` is checkpoint data and
    nothing tells that the key is missing.

    ## Why is this bad?

    If the key is missing (a typo, a renamed field, a half-written file), nothing fails. The run
    resumes with the default, and nobody knows that a value was made up.

    ## Known problems

    The check follows data within one module. It does not see that a caller elsewhere has checked
    the checkpoint before.

    ## Fix safety

    `state.get(key, default)` becomes `state[key]`. Safe where the conditions in
    `docs/fix-safety.md` are shown to hold, else with `--unsafe-fixes`.

    ## Example

    ```python
    class SeedSlot:
        def get_extra_state(self):
            return {"isolate_gradients": self.isolate_gradients}

        def set_extra_state(self, state):
            self.isolate_gradients = state.get("isolate_gradients", False)
    ```

    ## Use instead

    ```python
    class SeedSlot:
        def get_extra_state(self):
            return {"isolate_gradients": self.isolate_gradients}

        def set_extra_state(self, state):
            self.isolate_gradients = state["isolate_gradients"]
    ```
    """

    code = "CKP101"
    name = "get-with-default"
    best_fix = Applicability.SAFE

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in cls.reads_of(facts, ReadKind.GET_WITH_DEFAULT):
            yield cls.finding(read, f"read {subscript(read)}")
