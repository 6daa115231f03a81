"""The contract of a class, key by key: what is saved, and what is restored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.model import Span


class Restoring(Enum):
    """How a restore method reads a key."""

    REQUIRED = "required"
    """A missing key fails."""
    CONDITIONAL = "required under a condition"
    DEFAULTED = "default"
    """A missing key is made up, and nobody is told."""
    TESTED = "tested"
    """A missing key is told, or selects another way to restore."""
    OPTIONAL = "declared optional"
    HANDED_ON = "handed on"
    """What holds the key goes to other code as a whole."""
    NEVER = "never"


class Agreement(Enum):
    """Whether what is saved and what is restored go together."""

    OK = "ok"
    NEEDLESS_DEFAULT = "needless-default"
    """The key is always there: its default can only hide a flaw."""
    SOMETIMES_SAVED = "sometimes-saved"
    """Some of the class's own checkpoints lack the key."""
    NEVER_SAVED = "never-saved"
    NEVER_RESTORED = "never-restored"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class KeyContract:
    """One key path: how it is saved, how it is restored, and whether the two go together.

    ``saved`` is None where the key is never written; ``condition`` is the source text of the one
    under which it is, ``reason`` says why it is not known. ``default`` is what is restored without
    the key. Lines are those of the first write and of the first read, from 1, or None.
    """

    path: tuple[str, ...]
    saved: Presence | None
    condition: str
    reason: str
    saved_line: int | None
    restored: Restoring
    default: str
    restored_line: int | None
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class ClassContract:
    """A pair of methods of a class, and the keys that go from one to the other.

    ``opened`` says why more keys can be saved than are listed; it is empty for a closed mapping.
    Of an unpaired method, the name and line of the other one are empty and None.
    """

    class_name: str
    save: str
    save_line: int | None
    restore: str
    restore_line: int | None
    opened: str
    keys: tuple[KeyContract, ...]


@dataclass(frozen=True, slots=True)
class UnrestoredKey:
    """A key that is saved and that nothing restores, where that is sure."""

    span: Span
    key: str
    save: str
    restore: str
    is_version: bool
    method: str


@dataclass(frozen=True, slots=True)
class UnpairedMethod:
    """A restore method without a save method, or the reverse; ``wanted`` is what is missing."""

    span: Span
    name: str
    wanted: str
    saves: bool
    method: str
