"""CKP901."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.rules._base import Rule


class NonStrictLoad(Rule):
    """A state dict is loaded with `strict=False`, and nobody looks at what was missing.

    ## What it does

    Reports `load_state_dict(..., strict=False)` whose result is thrown away, anywhere in a module.
    PyTorch returns the missing and the unexpected keys: look at them.

    ## Why is this bad?

    Parameters that the checkpoint lacks keep their random initial values.

    ## Known problems

    Loading parts of a checkpoint on purpose (a backbone, an adapter) is common, and the rule cannot
    tell. That is why it is opt-in.

    ## Fix safety

    None.

    ## Example

    ```python
    def resume(model, checkpoint):
        model.load_state_dict(checkpoint["model"], strict=False)
    ```

    ## Use instead

    ```python
    def resume(model, checkpoint):
        missing, unexpected = model.load_state_dict(checkpoint["model"], strict=False)
        if missing or unexpected:
            raise ValueError(f"missing {missing}, unexpected {unexpected}")
    ```
    """

    code = "CKP901"
    name = "non-strict-load"

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for load in facts.non_strict_loads:
            message = (
                "parameters that the checkpoint lacks are left as they are:"
                " look at the missing keys that load_state_dict() returns"
            )
            yield Finding(
                load.span, load.line, load.column, cls.code, cls.name, message, "", load.method
            )
