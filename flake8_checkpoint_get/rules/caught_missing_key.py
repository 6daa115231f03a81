"""CKP106."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.rules._base import Rule


class CaughtMissingKey(Rule):
    """The KeyError of a missing checkpoint key is caught, and nobody is told.

    ## What it does

    Reports `except` clauses and `contextlib.suppress` that swallow the `KeyError` of a strict read
    of checkpoint data: `except KeyError`, `LookupError`, `Exception`, and the bare `except`. A
    handler that raises, or that reads another key strictly, is fine.

    ## Why is this bad?

    The read is strict and looks safe. The handler turns it into a default again, and swallows the
    missing keys of everything else in the `try`, too.

    ## Known problems

    One finding stands for all the keys that are read in the `try`.

    ## Fix safety

    The body of a `try` stands alone, if it only assigns what it reads from the checkpoint and the
    handlers are for `KeyError` and `LookupError` alone. Safe where the conditions in
    `docs/fix-safety.md` are shown to hold, else with `--unsafe-fixes`.

    ## Example

    ```python
    class Trainer:
        def state_dict(self):
            return {"epoch": self.epoch}

        def load_state_dict(self, state_dict):
            try:
                self.epoch = state_dict["epoch"]
            except KeyError:
                self.epoch = 0
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

    code = "CKP106"
    name = "caught-missing-key"
    best_fix = Applicability.SAFE

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in cls.reads_of(facts, ReadKind.CAUGHT):
            yield cls.finding(read, "let the error through")
