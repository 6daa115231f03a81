"""The defaulted reads that a walk comes upon, each once, however often it is reached."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.values import Place, Value
from flake8_checkpoint_get.model import ConstantKey


class ReadKind(Enum):
    """The ways in which a missing key does not fail."""

    GET_WITH_DEFAULT = "get(key, default)"
    GET_WITHOUT_DEFAULT = "get(key)"
    POP_WITH_DEFAULT = "pop(key, default)"
    SETDEFAULT = "setdefault(key, default)"
    MEMBERSHIP = "key in mapping"
    CAUGHT = "except KeyError"
    MERGED = "{**defaults, **mapping}"
    GETATTR = "getattr(namespace, key, default)"
    COPIED = "setattr for whatever is there"


CALLS = frozenset(
    (
        ReadKind.GET_WITH_DEFAULT,
        ReadKind.GET_WITHOUT_DEFAULT,
        ReadKind.POP_WITH_DEFAULT,
        ReadKind.SETDEFAULT,
    )
)
"""The kinds that are calls of a method of the mapping."""

Flaw = ast.expr | ast.ExceptHandler | ast.pattern
"""What shows a flaw: an expression, a handler that swallows, or a pattern that does not match."""


class Telling(Enum):
    """What a log is told of a missing key; that is telling nobody."""

    NOTHING = ""
    LOGS = "logs"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Reading:
    """One piece of code that lets a key be missing: where, from what, which keys, and else what.

    ``function`` is the one that the code stands in. ``keys`` are the constants that the key can be,
    ``pattern`` its text where it is one key, but not known. ``default`` is the expression of the
    default, if there is one, and ``default_value`` what that may be; ``form`` is how a message
    speaks of it. ``asked`` are the mappings that are read, ``places`` the values in them.
    """

    kind: ReadKind
    function: FunctionNode | None
    node: Flaw
    receiver: ast.expr | None
    key: ast.expr | None
    keys: tuple[ConstantKey, ...]
    pattern: str | None
    default: ast.expr | None
    default_value: Value = field(repr=False)
    asked: frozenset[Place]
    places: frozenset[Place]
    form: str = "{}"


@dataclass(slots=True)
class Record:
    """A reading and what became of it.

    - ``used``: the value goes where it matters;
    - ``silent``: on some path a missing key is never told;
    - ``selects``: it reads a version, and its absence selects a migration;
    - ``fallback``: what takes the place of a falsy value (``state.get(key) or fallback``);
    - ``telling``: what a log is told where the key is missing;
    - ``places``: where it reads, as all its callers see it;
    - ``after``: the reads of the same key that came before, and may have missed it;
    - ``beside``: what is read, where a test finds the key, beside it;
    - ``settled_by``: what was read strictly in its place, where the key is missing;
    - ``links``: where the key is missing, another key is tried for the same purpose;
    - ``doubt``: why what is asked may not be the mapping that was saved, as it was saved.
    """

    number: int
    reading: Reading
    used: bool = False
    silent: bool = False
    selects: bool = False
    fallback: ast.expr | None = None
    telling: Telling = Telling.NOTHING
    places: set[Place] = field(default_factory=set)
    after: set[int] = field(default_factory=set)
    beside: set[Place] = field(default_factory=set)
    links: bool = False
    settled_by: set[Place] = field(default_factory=set)
    doubt: str = ""

    @property
    def unnoticed(self) -> bool:
        """Whether a checkpoint without the key restores a made-up value, and nobody is told."""
        return self.used and self.silent and not self.selects


@dataclass(frozen=True, slots=True)
class StrictRead:
    """A read that fails where its key is missing: where it stands, and what it reads.

    ``is_plain`` is set where nothing excuses a missing key, no other key was tried before, and the
    code itself did not store the key.
    """

    node: ast.expr
    function: FunctionNode | None
    place: Place
    is_plain: bool


@dataclass(frozen=True, slots=True)
class SaveCall:
    """A call of a save method, in a restore method, with checkpoint data: nothing is loaded."""

    node: ast.Call
    function: FunctionNode | None
    name: str
    restore: str


class Recorder:
    """All records of one module, by number, the places that are read, and what logs tell.

    ``whole`` are the places whose value goes somewhere as it is: all that it holds is read.
    """

    def __init__(self) -> None:
        self.whole: set[Place] = set()
        self.strict: set[Place] = set()
        self.soft: set[Place] = set()
        self.told: dict[Place, Telling] = {}
        self.strict_reads: dict[tuple[int, Place], StrictRead] = {}
        self.save_calls: dict[int, SaveCall] = {}
        self._known: dict[ast.expr, bool] = {}
        self._records: list[Record] = []
        self._numbers: dict[tuple[int, frozenset[Place], tuple[ConstantKey, ...]], int] = {}

    def __getitem__(self, number: int) -> Record:
        return self._records[number]

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records)

    @cached_property
    def read_nodes(self) -> frozenset[ast.AST]:
        """The expressions that read the checkpoint, when everything has been walked."""
        strict = (read.node for read in self.strict_reads.values())
        return frozenset((*strict, *(record.reading.node for record in self)))

    def note(self, reading: Reading) -> Record:
        """Return the record of a reading; the same one whenever the same is read there again."""
        identity = (id(reading.node), reading.places, reading.keys)
        number = self._numbers.setdefault(identity, len(self._records))
        if number == len(self._records):
            self._records.append(Record(number, reading, places=set(reading.places)))
        return self._records[number]

    def note_known(self, node: ast.expr, *, is_known: bool) -> None:
        """Note whether the key of a defaulted read is known to be there, each time it is read."""
        self._known[node] = is_known and self._known.get(node, True)

    def is_known(self, node: ast.expr) -> bool:
        """Tell whether the key of a defaulted read is always there, and nothing touched it."""
        return self._known.get(node, False)

    def is_defaulted_read(self, node: ast.expr) -> bool:
        """Tell whether a node is a defaulted read of what may be checkpoint data."""
        return node in self._known

    def note_strict(self, read: StrictRead) -> None:
        """Note a strict read; it is plain if it is so each time that it is come upon."""
        known = self.strict_reads.get((id(read.node), read.place), read)
        self.strict_reads[id(read.node), read.place] = known if not known.is_plain else read

    def note_used(self, numbers: Iterable[int]) -> None:
        """Note that the defaults of these records go where they matter."""
        for number in numbers:
            self[number].used = True

    def note_told(self, numbers: Iterable[int], missing: Iterable[Place], telling: Telling) -> None:
        """Note that a log is told of these records' keys, or of those that are missing."""
        for number in numbers:
            if self[number].telling is not Telling.WARNS:
                self[number].telling = telling
        for place in missing:
            if self.told.get(place) is not Telling.WARNS:
                self.told[place] = telling

    def asked_of(self, mapping: Place, numbers: Iterable[int]) -> list[int]:
        """Return those of the records that ask this very mapping for their key."""
        return [number for number in numbers if mapping in self[number].reading.asked]
