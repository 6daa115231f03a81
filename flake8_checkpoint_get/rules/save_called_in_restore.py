"""CKP203."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import ModuleFacts
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.rules._base import Rule
from flake8_checkpoint_get.source import shown


class SaveCalledInRestore(Rule):
    """A restore method calls the save method of a part, so that nothing is loaded.

    ## What it does

    Reports `self.head.state_dict(state["head"])` in `load_state_dict`, and the same for the other
    pairs, where nothing takes the result.

    ## Why is this bad?

    The part keeps its initial values, and nothing fails.

    ## Known problems

    None known.

    ## Fix safety

    None: what is to be restored by it has to be looked at.

    ## Example

    ```python
    class PromptEncoder:
        def state_dict(self):
            return {
                "embedding": self.embedding.state_dict(),
                "lstm_head": self.lstm_head.state_dict(),
            }

        def load_state_dict(self, state_dict):
            self.embedding.load_state_dict(state_dict["embedding"])
            self.lstm_head.state_dict(state_dict["lstm_head"])
    ```

    ## Use instead

    ```python
    class PromptEncoder:
        def state_dict(self):
            return {
                "embedding": self.embedding.state_dict(),
                "lstm_head": self.lstm_head.state_dict(),
            }

        def load_state_dict(self, state_dict):
            self.embedding.load_state_dict(state_dict["embedding"])
            self.lstm_head.load_state_dict(state_dict["lstm_head"])
    ```
    """

    code = "CKP203"
    name = "save-called-in-restore"

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for call in facts.save_calls:
            message = f"{shown(call.text)} loads nothing: did you mean {call.restore}()?"
            yield Finding(
                call.span, call.line, call.column, cls.code, cls.name, message, "", call.method
            )
