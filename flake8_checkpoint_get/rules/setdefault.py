"""CKP104."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.rules._base import Rule, subscript


class Setdefault(Rule):
    """A missing checkpoint key is filled in with `setdefault`.

    ## What it does

    Reports `state.setdefault(key, default)` on checkpoint data in a restore method. It does not
    report `group.setdefault(...)` on the object's own `param_groups`: that is how PyTorch
    optimizers add options, and no checkpoint data.

    ## Why is this bad?

    It is worse than `get`: from there on the key looks as if it had been in the checkpoint, and a
    strict read further down cannot fail any more.

    ## Known problems

    A checkpoint that is brought up to date on purpose belongs behind a version check, or in a
    function whose name says so (`upgrade_...`, `migrate_...`).

    ## Fix safety

    `state.setdefault(key, default)` becomes `state[key]`; a statement of its own goes, if what
    follows it in the block reads the key strictly. Safe where the conditions in
    `docs/fix-safety.md` are shown to hold, else with `--unsafe-fixes`.

    ## Example

    ```python
    class Sampler:
        def state_dict(self):
            return {"seed": self.seed}

        def load_state_dict(self, state_dict):
            self.seed = state_dict.setdefault("seed", 0)
    ```

    ## Use instead

    ```python
    class Sampler:
        def state_dict(self):
            return {"seed": self.seed}

        def load_state_dict(self, state_dict):
            self.seed = state_dict["seed"]
    ```
    """

    code = "CKP104"
    name = "setdefault"
    best_fix = Applicability.SAFE

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in cls.reads_of(facts, ReadKind.SETDEFAULT):
            yield cls.finding(read, f"read {subscript(read)}")
