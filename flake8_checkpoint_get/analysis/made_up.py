"""The defaults of defaulted reads, in values."""

from __future__ import annotations

from flake8_checkpoint_get.analysis.values import (
    BoundMethod,
    MadeUp,
    MappingOf,
    SequenceOf,
    TupleOf,
    Value,
)


def defaults_in(value: Value) -> frozenset[int]:
    """Return the defaulted reads whose default the value may be, or hold in a display."""
    found = set(reads(value))
    for alternative in value:
        match alternative:
            case TupleOf(members):
                found.update(*map(defaults_in, members))
            case SequenceOf(element):
                found |= defaults_in(element)
            case MappingOf(items):
                found.update(*(defaults_in(held) for _, held in items))
            case BoundMethod(receiver):
                found |= defaults_in(receiver)
            case _:
                pass
    return frozenset(found)


def computed(value: Value) -> Value:
    """Return a value after something was computed from it: its defaults are not what they were."""
    if not any(isinstance(a, MadeUp) for a in value):
        return value
    return frozenset(MadeUp(a.read, replaced=True) if isinstance(a, MadeUp) else a for a in value)


def own_defaults(value: Value) -> frozenset[int]:
    """Return the defaulted reads whose very default the value may be."""
    return frozenset(a.read for a in value if isinstance(a, MadeUp) and not a.replaced)


def reads(value: Value) -> frozenset[int]:
    """Return the defaulted reads whose default the value may be."""
    return frozenset(a.read for a in value if isinstance(a, MadeUp))
