"""The values that every layer speaks of. This module imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Wildcard(Enum):
    """A step of a key path that is not one known key."""

    ANY = "*"


@dataclass(frozen=True, slots=True)
class Each:
    """A step of a key path that is, in turn, each element of a loop; ``loop`` says which loop."""

    loop: int


@dataclass(frozen=True, slots=True)
class Symbol:
    """A step of a key path that is one key, of which only the expression is known."""

    text: str


ConstantKey = str | bytes | int | float | complex | bool | None | tuple["ConstantKey", ...]
"""A key that is known before the program runs."""

Step = ConstantKey | Symbol | Wildcard | Each
KeyPath = tuple[Step, ...]
"""The keys that lead from a checkpoint to a value in it: ``("optimizer", "lr")``."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file as editors count it.

    ``line`` and ``end_line`` start at 1, ``column`` and ``end_column`` at 0; columns count
    characters, and the end is exclusive.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Applicability(Enum):
    """What a fix of a finding promises."""

    SAFE = "safe"
    """Every checkpoint that today's save method writes restores exactly as before."""
    UNSAFE = "unsafe"
    """That is not proved."""
    MANUAL = "manual"
    """Nothing is rewritten: the code around has to be looked at, or changed, first."""


@dataclass(frozen=True, slots=True)
class Fixability:
    """How far a finding can be mended, and why no further.

    ``clause`` is the number of the first condition of a safe fix that is not met
    (``docs/fix-safety.md``), or None where it is none of them; ``reason`` says it in words, and is
    empty for a safe fix.
    """

    applicability: Applicability
    reason: str = ""
    clause: int | None = None


class EditForm(Enum):
    """The ways of rewriting code. ``R`` is a mapping, ``K`` a key of it, ``D`` a default."""

    SUBSCRIPT = "R.get(K, D) becomes R[K]"
    NO_DEFAULT = "R.pop(K, D) becomes R.pop(K)"
    ATTRIBUTE = "getattr(R, 'name', D) becomes R.name"
    BODY = "the first block or value stands alone: A if C else D becomes A"
    ORELSE = "the second block or value stands alone: D if C else A becomes A"
    ELSE = "elif C: becomes else:"
    NO_OPERAND = "one operand of 'and' goes: A and B becomes A"
    STATEMENT = "a statement becomes another one, the text of the edit"
    REMOVED = "a statement goes"
    WITH_ELSE = "an if that has no else gets one, with the text of the edit"
    LONGER_ELSE = "the text of the edit is added at the end of an else"


@dataclass(frozen=True, slots=True)
class Edit:
    """One rewriting: of the expression or statement at ``span``, in a certain form.

    ``text`` is the code that comes in, where it is not what stands there already; ``operand`` is
    the number of the operand that goes.
    """

    span: Span
    form: EditForm
    text: str = ""
    operand: int = 0


BY_HAND = Fixability(Applicability.MANUAL, "there is no one way to mend it")
NOT_ASKED = Fixability(Applicability.MANUAL, "nobody asked how far it can be mended")


@dataclass(frozen=True, slots=True)
class Finding:
    """One flaw at one place: what every report shows.

    ``span`` is the expression that shows the flaw; ``line`` (from 1) and ``column`` (from 0, in
    characters) are where the eye should land. ``key`` is the checkpoint key, ``method`` the
    qualified name of the function that the flaw is in, ``fix`` says how far it can be mended, and
    ``edits`` how: all of them together, or none. There are none where it is left to people.
    """

    span: Span
    line: int
    column: int
    code: str
    rule: str
    message: str
    key: str
    method: str
    fix: Fixability = BY_HAND
    edits: tuple[Edit, ...] = ()


class SuppressionKind(Enum):
    """What keeps a finding from being reported, in the words of SARIF."""

    NOQA = "inSource"
    BASELINE = "external"


@dataclass(frozen=True, slots=True)
class Suppression:
    """That a finding is not reported, and why not; the reason may be empty."""

    kind: SuppressionKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A finding in a file that is known by a name; ``text`` is the line that it stands on."""

    path: str
    finding: Finding
    text: str = ""
    suppression: Suppression | None = None
