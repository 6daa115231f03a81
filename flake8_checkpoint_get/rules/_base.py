"""What a rule is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from flake8_checkpoint_get.analysis.facts import DefaultedRead, ModuleFacts, Saved
from flake8_checkpoint_get.analysis.recorder import ReadKind
from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.model import Applicability, Finding, Span
from flake8_checkpoint_get.settings import OPT_IN
from flake8_checkpoint_get.source import shown


class Rule:
    """One flaw: its code, its name, and the query over a module's facts that finds it.

    The docstring of a rule is its documentation: what ``docs/rules`` shows.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    best_fix: ClassVar[Applicability] = Applicability.MANUAL
    """How far findings of the rule can be mended at best."""

    @classmethod
    def check(cls, facts: ModuleFacts) -> Iterator[Finding]:
        """Yield what is wrong in a module."""
        raise NotImplementedError

    @classmethod
    def reads_of(cls, facts: ModuleFacts, kind: ReadKind) -> Iterator[DefaultedRead]:
        """Yield the reads of one kind whose key is one key, not one of many, nor misspelled."""
        reads = (read for read in facts.reads if not read.is_computed and not read.meant)
        return (read for read in reads if read.kind is kind)

    @classmethod
    def is_opt_in(cls) -> bool:
        """Tell whether the rule is off until it is asked for."""
        return cls.code.startswith(OPT_IN)

    @classmethod
    def at(cls, span: Span, message: str, key: str, method: str) -> Finding:
        """Return a finding that is mended by hand, at the start of a stretch of the text."""
        return Finding(span, span.line, span.column, cls.code, cls.name, message, key, method)

    @classmethod
    def finding(cls, read: DefaultedRead, mend: str) -> Finding:
        """Return the finding for a defaulted read; ``mend`` is the code that fails instead."""
        lost = f"a checkpoint without {keys_of(read)} {consequence(read)}"
        message = f"{lost}{contract(read)}: {before(read)}{mend}"
        if read.route:
            message += f" ({read.method}, reached from {read.route})"
        key = str(read.keys[0]) if len(read.keys) == 1 else read.key
        return Finding(
            read.span,
            read.line,
            read.column,
            cls.code,
            cls.name,
            message,
            key,
            read.method,
            read.mended.fix,
            read.mended.edits,
        )


def consequence(read: DefaultedRead) -> str:
    """Return what a missing key does, as a message says it."""
    if read.default:
        left = f"restores as {shown(read.default)}"
    elif read.kept:
        left = f"leaves {shown(read.kept)} as it is"
    elif read.stops:
        left = "is restored no further"
    else:
        left = "is restored without it"
    return f"{left}, and only {read.telling.value}" if read.telling.value else left


def contract(read: DefaultedRead) -> str:
    """Return what the paired save method does about the key, as a message says it."""
    match read.saved:
        case Saved(save, Presence.ALWAYS):
            return f"; {save}() always saves it"
        case Saved(save, Presence.SOMETIMES, condition):
            under = f" if {shown(condition)}" if condition else " sometimes"
            return f"; {save}() saves it only{under}"
        case Saved(save, None):
            return f"; {save}() never saves it"
        case Saved(save, Presence.UNKNOWN, _, reason) if reason:
            return f"; {save}() may save it ({shown(reason)})"
        case _:
            return ""


def before(read: DefaultedRead) -> str:
    """Return what is to be mended on the save side first."""
    if read.saved is not None and read.saved.presence is None:
        return "save it, then "
    if read.saved is None or read.saved.presence is not Presence.SOMETIMES:
        return ""
    if read.default == "None":
        return "save None there, then "
    is_test = read.kind is ReadKind.MEMBERSHIP and read.saved.condition
    return f"save it always{', or test that condition here' if is_test else ''}, then "


MOST_KEYS = 3


def keys_of(read: DefaultedRead) -> str:
    """Return the keys as a message names them."""
    if not read.keys:
        return shown(read.key) if read.key else "some key"
    named = [shown(repr(key)) for key in read.keys[:MOST_KEYS]]
    if len(read.keys) > MOST_KEYS:
        named.append(f"{len(read.keys) - MOST_KEYS} more")
    *first, last = named
    return f"{', '.join(first)} or {last}" if first else last


def subscript(read: DefaultedRead) -> str:
    """Return the code that reads the key strictly."""
    return f"{receiver_of(read)}[{shown(read.key)}]"


def receiver_of(read: DefaultedRead) -> str:
    """Return the code of what is read from, in parentheses where it needs them."""
    text = shown(read.receiver)
    return text if read.receiver_is_primary else f"({text})"


def attribute(read: DefaultedRead) -> str:
    """Return the code that reads a name of a namespace strictly."""
    key = read.keys[0] if len(read.keys) == 1 else None
    if isinstance(key, str) and key.isidentifier():
        return f"{receiver_of(read)}.{key}"
    return f"getattr({shown(read.receiver)}, {shown(read.key)})"
