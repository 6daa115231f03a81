"""CKP906."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.rules._base import Rule


class UncheckedCopy(Rule):
    """Whatever a checkpoint holds is restored, and nothing asks what it lacks.

    ## What it does

    Reports `for key, value in state.items(): setattr(self, key, value)`,
    `self.__dict__.update(state)`, `vars(self).update(state)` and `self.__dict__ |= state` in a
    restore method. Not in `__setstate__`, where pickle itself does so.

    ## Why is this bad?

    A missing key leaves the attribute as it was made, and a key too many overwrites anything.

    ## Known problems

    PyTorch's own schedulers do it. The rule does not see a check of the keys that stands elsewhere.
    That is why it is opt-in.

    ## Fix safety

    None.

    ## Example

    ```python
    class Scheduler:
        def state_dict(self):
            return {"step": self.step, "lr": self.lr}

        def load_state_dict(self, state_dict):
            self.__dict__.update(state_dict)
    ```

    ## Use instead

    ```python
    class Scheduler:
        def state_dict(self):
            return {"step": self.step, "lr": self.lr}

        def load_state_dict(self, state_dict):
            self.step = state_dict["step"]
            self.lr = state_dict["lr"]
    ```
    """

    code = "CKP906"
    name = "unchecked-copy"

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in cls.reads_of(facts, ReadKind.COPIED):
            yield cls.finding(read, "read each key by its name")
