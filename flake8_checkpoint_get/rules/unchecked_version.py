"""CKP904."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.rules._base import Rule
from flake8_checkpoint_get.source import shown


class UncheckedVersion(Rule):
    """A save method writes a version that no restore method looks at.

    ## What it does

    Reports a key that holds a version (`version`, `format_version`, or what
    `checkpoint-version-keys` names) in what a save method writes, if the restore methods of the
    class are in sight and none of them reads it.

    ## Why is this bad?

    A version that nobody looks at protects nobody: a checkpoint of another version is restored as
    if it were one of today.

    ## Known problems

    The version may be for other programs. That is why the rule is opt-in.

    ## Fix safety

    None.

    ## Example

    ```python
    class Sampler:
        def state_dict(self):
            return {"version": 2, "position": self.position}

        def load_state_dict(self, state_dict):
            self.position = state_dict["position"]
    ```

    ## Use instead

    ```python
    class Sampler:
        def state_dict(self):
            return {"version": 2, "position": self.position}

        def load_state_dict(self, state_dict):
            if state_dict["version"] != 2:
                raise ValueError(state_dict["version"])
            self.position = state_dict["position"]
    ```
    """

    code = "CKP904"
    name = "unchecked-version"

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for one in facts.unrestored_keys:
            if one.is_version:
                message = f"{shown(repr(one.key))} is saved, but {one.restore}() never looks at it"
                yield cls.at(one.span, message, one.key, one.method)
