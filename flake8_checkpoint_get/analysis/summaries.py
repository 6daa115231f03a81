"""Calls from one function of the module to another.

A function is walked once for each kind of arguments, not once for each call. Its checkpoint
parameters get places of their own; what the walk finds out about these is carried over to the
places that the caller handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flake8_checkpoint_get.analysis.readings import doubt_about_places
from flake8_checkpoint_get.analysis.recorder import Recorder
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Alternative,
    Checkpoint,
    Evidence,
    KeyOf,
    MappingOf,
    Place,
    SequenceOf,
    TupleOf,
    Unknown,
    Value,
    View,
    places,
)
from flake8_checkpoint_get.model import Wildcard

Substitution = Mapping[int, tuple[Place, ...]]
"""For each checkpoint parameter of a function (by its origin), what a caller hands in."""


@dataclass(slots=True)
class Summary:
    """What a function does: the value it returns, and what is known where it ends.

    ``known`` is unset while the function is still being walked, and where it is not walked now.
    """

    returned: Value = UNKNOWN
    exit: State = field(default_factory=State)
    known: bool = False


def translate(value: Value, substitution: Substitution) -> Value:
    """Return a value of the called function as its caller sees it."""
    if not substitution:
        return value
    return frozenset(seen for a in value for seen in _translated(a, substitution))


def _translated(alternative: Alternative, substitution: Substitution) -> Iterable[Alternative]:
    match alternative:
        case Checkpoint(place):
            return map(Checkpoint, moved(place, substitution))
        case KeyOf(place):
            return map(KeyOf, moved(place, substitution))
        case View(Checkpoint(place), method):
            return (View(Checkpoint(at), method) for at in moved(place, substitution))
        case Evidence(where, when, reads):
            there = frozenset(m for at in where for m in moved(at, substitution))
            return (Evidence(there, when, reads),)
        case TupleOf(members):
            return (TupleOf(tuple(translate(member, substitution) for member in members)),)
        case SequenceOf(element):
            return (SequenceOf(translate(element, substitution)),)
        case MappingOf(items):
            pairs = ((translate(k, substitution), translate(v, substitution)) for k, v in items)
            return (MappingOf(tuple(pairs)),)
        case _:
            return (alternative,)


def moved(place: Place, substitution: Substitution) -> list[Place]:
    """Return where a place below a parameter lies for the caller."""
    found = list[Place]()
    for base in substitution.get(place.origin, (Place(place.origin, ()),)):
        at = base
        for step in place.path:
            at = at.at(step)
        found.append(at)
    return found


def handed_places(value: Value) -> tuple[Place, ...]:
    """Return the places of an argument's checkpoint, handed over whole or as a view."""
    viewed = (a.mapping for a in value if isinstance(a, View))
    return places(value) or places(frozenset(m for m in viewed if isinstance(m, Checkpoint)))


def parameter_value(value: Value, origin: int) -> Value:
    """Return an argument as the called function sees it: its checkpoint has an origin there."""
    if not any(isinstance(a, Checkpoint | KeyOf | View) for a in value):
        return value
    seen: set[Alternative] = {a for a in value if not isinstance(a, Checkpoint | KeyOf | View)}
    if places(value):
        seen.add(Checkpoint(Place(origin, ())))
    if any(isinstance(a, KeyOf) for a in value):
        seen.add(Unknown())
    seen |= {View(Checkpoint(Place(origin, ())), a.method) for a in value if isinstance(a, View)}
    return frozenset(seen)


def carry_over(
    recorder: Recorder,
    summary: Summary,
    substitution: Substitution,
    handed: Iterable[int],
    state: State,
) -> None:
    """Carry what is known where the called function ends over to its caller.

    ``handed`` are the defaulted reads whose defaults were among the arguments.
    """
    found, handed = summary.exit, set(handed)
    _doubt_reads(recorder, found.live.keys() - handed, found, substitution, state)
    _hold(found, substitution, state)

    def seen(place: Place) -> list[Place]:
        return [state.canonical(at) for at in moved(place, substitution)]

    state.handed |= {at for place in found.handed for at in seen(place)}
    certain = {origin for origin, at in substitution.items() if len(at) == 1}
    taken = [place for place in found.taken - found.stored if place.origin in certain]
    state.confirm(at for place in taken for at in moved(place, substitution))
    _take_out(found, {place: seen(place) for place in found.removed}, state)
    state.settle(read for read in handed if read not in found.live)
    confirmed = [p for p in found.present - found.stored if p.origin in certain]
    state.confirm(at for place in confirmed for at in moved(place, substitution))
    of_all = [place for place in confirmed if Wildcard.ANY in place.path]
    state.present |= {at for place in of_all for at in moved(place, substitution)}
    for read, where in found.live.items():
        if read not in handed:
            there = frozenset(at for place in where for at in moved(place, substitution))
            state.await_keys({read: there})
            recorder[read].places |= there
    surely = [seen(place) for place in found.stored & found.present]
    state.store(at for where in surely if len(where) == 1 for at in where)
    state.stored |= {at for place in found.stored for at in seen(place)}
    state.gone -= state.stored & {at for place in found.stored for at in seen(place)}


def _take_out(found: State, removed: Mapping[Place, list[Place]], state: State) -> None:
    """Note what a called function took out; ``removed`` says where its places are to the caller."""
    for at in {at for where in removed.values() for at in where}:
        if at.path[-1:] == (Wildcard.ANY,):
            state.clear(state.canonical(at).mapping)
        else:
            state.remove((at,))
    unsure = (at for p, at in removed.items() if p not in found.gone or len(at) > 1)
    state.doubt_removal([place for where in unsure for place in where])


def _doubt_reads(
    recorder: Recorder,
    reads: Iterable[int],
    found: State,
    substitution: Substitution,
    state: State,
) -> None:
    """Note what is doubtful of what a called function reads: what the caller did to it."""
    for read in reads:
        there = [at for place in found.live[read] for at in moved(place, substitution)]
        recorder[read].doubt = recorder[read].doubt or doubt_about_places(there, state, None)


def _hold(found: State, substitution: Substitution, state: State) -> None:
    """Carry over which mappings a save method made, and where it put them."""
    state.made |= {at.origin for made in found.made for at in moved(Place(made, ()), substitution)}
    for place, held in found.held.items():
        there = {m for one in held for m in (moved(one, substitution) if one else (None,))}
        for at in map(state.canonical, moved(place, substitution)):
            below = {known for known in state.present if at.holds(known) and known != at}
            state.present -= below
            is_sure = place in found.present and len(moved(place, substitution)) == 1
            before = frozenset() if is_sure else state.held.get(at, frozenset())
            state.held[at] = before | there
