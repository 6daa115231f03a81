"""CKP102."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.rules._base import Rule, subscript


class GetWithoutDefault(Rule):
    """A checkpoint key is read with `get`, so that a missing one is None.

    ## What it does

    Reports `state.get(key)` in a restore method, also as `state.get(key) or other` and as a test
    (`if state.get(key):`), where nothing tells that the key is missing. `state.get(key, None)` says
    the same and is reported by this rule too.

    ## Why is this bad?

    A missing key becomes `None`, or skips the block that would have restored it. Both look like a
    checkpoint that was saved that way.

    ## Known problems

    Where `None` is a value that is saved on purpose, save it on every path and read it with a
    subscript.

    ## Fix safety

    `state.get(key)` becomes `state[key]`. Safe where the conditions in `docs/fix-safety.md` are
    shown to hold, else with `--unsafe-fixes`.

    ## Example

    ```python
    class Trainer:
        def state_dict(self):
            return {"epoch": self.epoch}

        def load_state_dict(self, state_dict):
            self.epoch = state_dict.get("epoch")
    ```

    ## Use instead

    ```python
    class Trainer:
        def state_dict(self):
            return {"epoch": self.epoch}

        def load_state_dict(self, state_dict):
            self.epoch = state_dict["epoch"]
    ```
    """

    code = "CKP102"
    name = "get-without-default"
    best_fix = Applicability.SAFE

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in cls.reads_of(facts, ReadKind.GET_WITHOUT_DEFAULT):
            yield cls.finding(read, f"read {subscript(read)}")
