"""CKP109."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.rules._base import Rule, attribute


class GetattrWithDefault(Rule):
    """An attribute of a saved namespace is read with a default.

    ## What it does

    Reports `getattr(state["args"], "name", default)` and `hasattr(state["args"], "name")`, where
    the key says that the value is a namespace: `args`, `hparams`, `cfg`, `config`, `opt`.

    ## Why is this bad?

    As with `get`: a checkpoint whose namespace lacks the name resumes with a made-up value.

    ## Known problems

    Command line options are added over time, and old checkpoints lack the new ones. Say so with a
    version, or declare the name optional.

    ## Fix safety

    `getattr(saved, "name", default)` becomes `saved.name`, with `--unsafe-fixes` only: what a
    missing name raises is an `AttributeError`.

    ## Example

    ```python
    class Trainer:
        def state_dict(self):
            return {"args": self.args}

        def load_state_dict(self, state_dict):
            self.warmup = getattr(state_dict["args"], "warmup", 0)
    ```

    ## Use instead

    ```python
    class Trainer:
        def state_dict(self):
            return {"args": self.args}

        def load_state_dict(self, state_dict):
            self.warmup = state_dict["args"].warmup
    ```
    """

    code = "CKP109"
    name = "getattr-with-default"
    best_fix = Applicability.UNSAFE

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in cls.reads_of(facts, ReadKind.GETATTR):
            yield cls.finding(read, f"read {attribute(read)}")
