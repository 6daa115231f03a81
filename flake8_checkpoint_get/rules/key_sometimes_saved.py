"""CKP202."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.rules._base import Rule
from flake8_checkpoint_get.source import shown


class KeySometimesSaved(Rule):
    """A restore method requires a key that the save method writes only sometimes.

    ## What it does

    Reports `state[key]` where the paired save method writes the key only under a condition, and the
    read is under none.

    ## Why is this bad?

    Some of the checkpoints that today's code writes cannot be loaded by it.

    ## Known problems

    A read that is under any condition, or after an early return, is not reported: it may be the
    same condition in other words. Nor is a key reported that is saved under more than one
    condition, in a loop, or after an early return; `flake8-checkpoint-get contract` shows it.

    ## Fix safety

    None: the save method has to change, or the condition is the same in other words.

    ## Example

    ```python
    class Trainer:
        def state_dict(self):
            saved = {"epoch": self.epoch}
            if self.ema is not None:
                saved["ema"] = self.ema.state_dict()
            return saved

        def load_state_dict(self, state_dict):
            self.epoch = state_dict["epoch"]
            self.ema.load_state_dict(state_dict["ema"])
    ```

    ## Use instead

    ```python
    class Trainer:
        def state_dict(self):
            saved = {"epoch": self.epoch}
            if self.ema is not None:
                saved["ema"] = self.ema.state_dict()
            return saved

        def load_state_dict(self, state_dict):
            self.epoch = state_dict["epoch"]
            if self.ema is not None:
                self.ema.load_state_dict(state_dict["ema"])
    ```
    """

    code = "CKP202"
    name = "key-sometimes-saved"

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in facts.strict_reads:
            if read.presence is Presence.SOMETIMES:
                message = (
                    f"{shown(repr(read.key))} is required, but {read.save}() saves it only"
                    f" if {shown(read.condition)}: save it always, or read it under that condition"
                )
                yield Finding(
                    read.span,
                    read.line,
                    read.column,
                    cls.code,
                    cls.name,
                    message,
                    read.key,
                    read.method,
                )
