"""CKP902."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.rules._base import Rule
from flake8_checkpoint_get.source import shown


class KeyNeverRestored(Rule):
    """A save method writes a key that no restore method reads.

    ## What it does

    Reports a constant key in what a save method writes, if the restore methods of the class are in
    sight and none of them reads it. Where a restore method hands the checkpoint on as a whole, or
    reads computed keys, nothing is reported.

    ## Why is this bad?

    What is saved and not restored is lost on every resume. Often it is the other half of a typo.

    ## Known problems

    Some keys are saved for people, or for other programs. That is why the rule is opt-in.

    ## Fix safety

    None.

    ## Example

    ```python
    class Timer:
        def state_dict(self):
            return {"start": self.start, "elapsed": self.elapsed}

        def load_state_dict(self, state_dict):
            self.start = state_dict["start"]
    ```

    ## Use instead

    ```python
    class Timer:
        def state_dict(self):
            return {"start": self.start, "elapsed": self.elapsed}

        def load_state_dict(self, state_dict):
            self.start = state_dict["start"]
            self.elapsed = state_dict["elapsed"]
    ```
    """

    code = "CKP902"
    name = "key-never-restored"

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for one in facts.unrestored_keys:
            if not one.is_version:
                message = f"{shown(repr(one.key))} is saved, but {one.restore}() never reads it"
                yield cls.at(one.span, message, one.key, one.method)
