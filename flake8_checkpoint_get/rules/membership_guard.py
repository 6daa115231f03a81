"""CKP105."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.model import Applicability, Finding
from flake8_checkpoint_get.rules._base import Rule, subscript


class MembershipGuard(Rule):
    """A block that restores a key is skipped if the checkpoint lacks it.

    ## What it does

    Reports tests for a key of checkpoint data in a restore method that decide what is restored:
    `if key in state:`, `state[key] if key in state else default`, `if key not in state: return`,
    the backfill `if key not in state: state[key] = default`, and `case {"key": value}`. Nothing is
    reported where the other branch raises, or reads another key strictly, or takes the mapping
    itself for another layout.

    ## Why is this bad?

    A checkpoint that lacks the key looks like one that was restored: the object goes on with what
    it was made with. The test and the read inside it are one flaw and one finding.

    ## Known problems

    Where a key is saved only sometimes, save it always (as `None`, if need be) and read it with a
    subscript, or declare it optional. RLlib's partial states (`get_state(components=...)`) are
    known and not reported.

    ## Fix safety

    The guarded block stands alone, if it reads the key on every path and an `else` only assigns the
    default; a conditional expression becomes the value that reads the key; a test joined to others
    by `and` goes; a backfill becomes the statement `state[key]`, or goes, if what follows reads the
    key strictly. Safe where the conditions in `docs/fix-safety.md` are shown to hold, else with
    `--unsafe-fixes`. Early returns, patterns and tests in other places are left to people.

    ## Example

    ```python
    class Trainer:
        def state_dict(self):
            return {"epoch": self.epoch}

        def load_state_dict(self, state_dict):
            if "epoch" in state_dict:
                self.epoch = state_dict["epoch"]
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

    code = "CKP105"
    name = "membership-guard"
    best_fix = Applicability.SAFE

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in cls.reads_of(facts, ReadKind.MEMBERSHIP):
            what = subscript(read) if read.receiver and read.key else "it strictly,"
            yield cls.finding(read, f"read {what} without the test")
