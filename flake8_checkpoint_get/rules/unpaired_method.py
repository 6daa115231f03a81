"""CKP903."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.rules._base import Rule


class UnpairedMethod(Rule):
    """A class has a restore method without the save method that goes with it, or the reverse.

    ## What it does

    Reports `load_state_dict`, `set_extra_state`, `on_load_checkpoint` and the other methods that
    are known by their name alone, if neither the class nor a base of it has the save method, and
    the save methods that lack their restore method. All bases must be in the module.

    ## Why is this bad?

    What one half saves, nobody restores; what the other half restores, nobody saves.

    ## Known problems

    Some classes only read what another class has saved. That is why the rule is opt-in.

    ## Fix safety

    None.

    ## Example

    ```python
    class Counter:
        def load_state_dict(self, state_dict):
            self.count = state_dict["count"]
    ```

    ## Use instead

    ```python
    class Counter:
        def state_dict(self):
            return {"count": self.count}

        def load_state_dict(self, state_dict):
            self.count = state_dict["count"]
    ```
    """

    code = "CKP903"
    name = "unpaired-method"

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for one in facts.unpaired_methods:
            does, lacks = ("saves", "restores") if one.saves else ("restores", "saves")
            message = f"{one.name}() {does}, but no {one.wanted}() {lacks}"
            yield cls.at(one.span, message, "", one.method)
