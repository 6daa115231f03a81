"""CKP905."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.rules._base import Rule, subscript


class ComputedKey(Rule):
    """A checkpoint is read with a default and a key that is computed.

    ## What it does

    Reports what CKP101 to CKP104 report, where the key is no constant: `state.get(name, default)`
    with a `name` that can be anything.

    ## Why is this bad?

    It often is not: a look-up in a collection by a parameter, a rank or a layer that may be absent.
    Where every key has to be there, a missing one goes unnoticed as with a constant key.

    ## Known problems

    The rule cannot tell a collection from a mapping with fixed keys. That is why it is opt-in.

    ## Fix safety

    None.

    ## Example

    ```python
    class Meters:
        def state_dict(self):
            return {name: meter.total for name, meter in self.meters.items()}

        def load_state_dict(self, state_dict):
            for name, meter in self.meters.items():
                meter.total = state_dict.get(name, 0.0)
    ```

    ## Use instead

    ```python
    class Meters:
        def state_dict(self):
            return {name: meter.total for name, meter in self.meters.items()}

        def load_state_dict(self, state_dict):
            for name, meter in self.meters.items():
                meter.total = state_dict[name]
    ```
    """

    code = "CKP905"
    name = "computed-key"

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in facts.reads:
            if read.is_computed:
                yield cls.finding(read, f"read {subscript(read)}")
