"""CKP201."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_checkpoint_get.analysis.facts import DefaultedRead, ModuleFacts, StrictFact
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.rules._base import Rule
from flake8_checkpoint_get.source import shown


class KeyNeverSaved(Rule):
    """A restore method reads a key that the save method never writes.

    ## What it does

    Reports a read of a key that the paired save method of the class does not write, where
    everything that it writes is in sight, and either the read is strict, so that every load of the
    class's own checkpoints fails, or a key that is saved and never read is spelled almost the same
    (one letter put in, taken out or changed, or two in a key of nine or more): a typo. A read with
    a default that hides a typo is reported here, and not by CKP101 to CKP109.

    ## Why is this bad?

    A typo behind a default resets the value on every resume, and nothing ever fails.

    ## Known problems

    Save methods are followed within one module. Where more can be in a mapping than is in sight
    (`super().state_dict()` of another module, computed keys), nothing is reported.

    ## Fix safety

    None: one of the two sides is wrong, and only people know which.

    ## Example

    ```python
    class GradScaler:
        def state_dict(self):
            return {"_hysteresis_tracker": self._hysteresis_tracker}

        def load_state_dict(self, state_dict):
            self._hysteresis_tracker = state_dict.get("_hysterisis_tracker", 1)
    ```

    ## Use instead

    ```python
    class GradScaler:
        def state_dict(self):
            return {"_hysteresis_tracker": self._hysteresis_tracker}

        def load_state_dict(self, state_dict):
            self._hysteresis_tracker = state_dict["_hysteresis_tracker"]
    ```
    """

    code = "CKP201"
    name = "key-never-saved"

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        for read in facts.reads:
            if read.meant and read.saved is not None:
                yield cls._finding(read, str(read.keys[0]), read.saved.save)
        for strict in facts.strict_reads:
            if strict.presence is None:
                yield cls._finding(strict, strict.key, strict.save)

    @classmethod
    def _finding(cls, read: DefaultedRead | StrictFact, key: str, save: str) -> Finding:
        end = (
            f"did you mean {shown(repr(read.meant))}?"
            if read.meant
            else "no checkpoint of its own loads"
        )
        message = f"{shown(repr(key))} is never saved by {save}(); {end}"
        return Finding(
            read.span, read.line, read.column, cls.code, cls.name, message, key, read.method
        )
