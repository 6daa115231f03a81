"""All that a rule may see of a module."""

from __future__ import annotations

from dataclasses import dataclass

from flake8_checkpoint_get.analysis.contract_facts import UnpairedMethod, UnrestoredKey
from flake8_checkpoint_get.analysis.recorder import ReadKind, Telling
from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.model import NOT_ASKED, ConstantKey, Edit, Fixability, Span


@dataclass(frozen=True, slots=True)
class Mended:
    """How far a flaw can be mended, and the edits that do it; none where it is left to people."""

    fix: Fixability = NOT_ASKED
    edits: tuple[Edit, ...] = ()


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

    ``saved`` is what the paired save method does about the keys; ``meant`` is a key that it writes,
    that nothing reads, and that is spelled almost like one that it never writes.

    ``method`` is the qualified name of the function that the flaw is in, ``route`` how checkpoint
    data comes there from a restore method (empty in one). ``mended`` says how it is mended.
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
    meant: str = ""
    mended: Mended = Mended()


@dataclass(frozen=True, slots=True)
class Saved:
    """What the paired save method is known to do about the keys of a read.

    ``save`` is the name of the method, ``presence`` is None where it never writes them, ``reason``
    says why it is unknown.
    """

    save: str
    presence: Presence | None
    condition: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StrictFact:
    """A strict read of a key that the paired save method does not always write.

    ``presence`` is None where it never does; then ``meant`` is a key that it writes, that nothing
    reads, and that is spelled almost the same. ``condition`` is the one under which it writes it.
    """

    span: Span
    line: int
    column: int
    key: str
    save: str
    presence: Presence | None
    condition: str
    meant: str
    method: str


@dataclass(frozen=True, slots=True)
class SaveCallFact:
    """A save method that is called with checkpoint data: its text, and what is meant."""

    span: Span
    line: int
    column: int
    text: str
    restore: str
    method: str


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
    strict_reads: tuple[StrictFact, ...] = ()
    save_calls: tuple[SaveCallFact, ...] = ()
    non_strict_loads: tuple[NonStrictLoad, ...] = ()
    unrestored_keys: tuple[UnrestoredKey, ...] = ()
    unpaired_methods: tuple[UnpairedMethod, ...] = ()
