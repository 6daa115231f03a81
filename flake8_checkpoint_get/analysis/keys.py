"""Which keys a value can be."""

from __future__ import annotations

from flake8_checkpoint_get.analysis.values import Constant, Library, MadeUp, Pattern, TupleOf, Value
from flake8_checkpoint_get.model import ConstantKey, Each, KeyPath, Step, Symbol, Wildcard


def key_steps(key: Value) -> frozenset[Step]:
    """Return the keys that a value can be, or just the wildcard where they are not all known."""
    steps = set[Step]()
    for alternative in key:
        match alternative:
            case Constant(value):
                steps.add(value)
            case TupleOf(members) if all(len(member) == 1 for member in members):
                steps.add(_tuple_step(members))
            case Pattern(text):
                steps.add(Symbol(text))
            case Library(name) if _is_constant(name):
                steps.add(Symbol(name))
            case MadeUp() if any(isinstance(other, Constant) for other in key):
                pass
            case _:
                return frozenset((Wildcard.ANY,))
    return frozenset(steps) if Wildcard.ANY not in steps else frozenset((Wildcard.ANY,))


def _is_constant(name: str) -> bool:
    """Tell whether something imported is a constant by its name, or the value of an enum member."""
    return name.removesuffix(".value").rpartition(".")[2].isupper()


def _tuple_step(members: tuple[Value, ...]) -> Step:
    constants = tuple(a.value for member in members for a in member if isinstance(a, Constant))
    return constants if len(constants) == len(members) else Wildcard.ANY


def constant_keys(steps: frozenset[Step]) -> tuple[ConstantKey, ...]:
    """Return the keys that are known before the program runs, in a stable order."""
    constants = (step for step in steps if not isinstance(step, Symbol | Wildcard | Each))
    return tuple(sorted(constants, key=repr))


def pattern_of(steps: frozenset[Step]) -> str | None:
    """Return the text of a key that is one key, but not known."""
    return next((step.text for step in steps if isinstance(step, Symbol)), None)


def is_named(path: KeyPath) -> bool:
    """Tell whether a key path leads somewhere, by strings alone."""
    return bool(path) and all(isinstance(step, str) for step in path)
