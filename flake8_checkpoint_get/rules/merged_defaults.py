"""CKP107."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.rules._base import Rule, receiver_of


class MergedDefaults(Rule):
    """A checkpoint is merged into defaults, so that missing keys are filled in.

    ## What it does

    Reports `{**defaults, **state}`, `defaults | state`, `dict(defaults, **state)`,
    `ChainMap(state, defaults)`, `defaultdict(factory, state)`, and a copy of the defaults that is
    updated with checkpoint data, in a restore method.

    ## Why is this bad?

    Every key of the defaults may be missing, and no read of the result can fail.

    ## Known problems

    Where the defaults have a key that no checkpoint is expected to hold, add it afterwards:
    `{**state, "key": value}`.

    ## Fix safety

    None: each key has to be read by itself.

    ## Example

    ```python
    class Schedule:
        def state_dict(self):
            return {"warmup": self.config["warmup"], "decay": self.config["decay"]}

        def load_state_dict(self, state_dict):
            self.config = {"warmup": 0, "decay": 0.1, **state_dict}
    ```

    ## Use instead

    ```python
    class Schedule:
        def state_dict(self):
            return {"warmup": self.config["warmup"], "decay": self.config["decay"]}

        def load_state_dict(self, state_dict):
            self.config = {"warmup": state_dict["warmup"], "decay": state_dict["decay"]}
    ```
    """

    code = "CKP107"
    name = "merged-defaults"

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in cls.reads_of(facts, ReadKind.MERGED):
            yield cls.finding(read, f"read each key from {receiver_of(read)} alone")
