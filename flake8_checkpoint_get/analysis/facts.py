"""All that a rule may see of a module."""

from __future__ import annotations

from dataclasses import dataclass

from flake8_checkpoint_get.analysis.recorder import ReadKind, Telling
from flake8_checkpoint_get.analysis.writes import Presence
from flake8_checkpoint_get.model import ConstantKey, Span


@dataclass(frozen=True, slots=True)
class DefaultedRead:
    """A place where a key of a checkpoint may be missing, and nobody is told.

    Texts are as written in the source. ``keys`` are the constants that the key can be; it is empty
    where only the expression of the key is known (``key``), or not even that. ``is_computed`` is
    set where the expression stands for many keys: a look-up in a collection. ``line`` and
    ``column`` are where the eye should land. ``receiver_is_primary`` is set where a subscript can
    follow the receiver as it is written.

    What a missing key does: ``default`` is restored in its place, or ``kept`` stays as it was, or
    the restore method ``stops``; with none of them, a part is not restored. ``telling`` is what a
    log is told of it.

    ``method`` is the qualified name of the function that the flaw is in, ``route`` how checkpoint
    data comes there from a restore method (empty in one).
    """

    kind: ReadKind
    span: Span
    line: int
    column: int
    receiver: str
    receiver_is_primary: bool
    key: str
    keys: tuple[ConstantKey, ...]
    is_computed: bool
    default: str
    kept: str
    stops: bool
    telling: Telling
    method: str
    route: str
    saved: Saved | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What the paired save method is known to do about the keys of a read.

    ``presence`` is None where it never writes them.
    """

    save: str
    presence: Presence | None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class NonStrictLoad:
    """A ``load_state_dict(…, strict=False)`` whose result nobody looks at: its text and place."""

    span: Span
    line: int
    column: int
    text: str
    method: str


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """The facts of one module."""

    reads: tuple[DefaultedRead, ...] = ()
    non_strict_loads: tuple[NonStrictLoad, ...] = ()
