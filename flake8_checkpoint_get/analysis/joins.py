"""What is known where several paths meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flake8_checkpoint_get.analysis.path_ends import End
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import UNKNOWN, Place, Value, join


def join_states(states: Iterable[State]) -> State:
    """Return what is known where several paths meet; paths that ended do not count."""
    met = list(states)
    living = [state for state in met if state.alive]
    if not living:
        rejected = all(state.end is End.REJECTED for state in met)
        waiting = met[0].waiting if met else {}
        return State(end=End.REJECTED if rejected else End.LEFT, waiting=waiting)
    # Where a missing key is excused, what is there is of no interest: put such paths last.
    living.sort(key=lambda state: state.excuse is not None)
    joined = living[0].fork()
    for state in living[1:]:
        _join_into(joined, state)
    return joined


def join_alternatives(states: Sequence[State]) -> State:
    """Return what is known where several paths meet that are alternatives to another branch.

    ``if "a" in state and "b" in state: … else: …`` comes to its ``else`` by a missing "a" or by a
    missing "b": each of the two is absent where it may be missing at all.
    """
    joined = join_states(states)
    living = [state for state in states if state.alive]
    led_here = set[int]().union(*(state.absent for state in living))
    joined.absent |= {
        read
        for read in led_here
        if all(read in state.absent for state in living if read in state.live)
    }
    return joined


def _join_into(joined: State, other: State) -> None:
    _join_values(joined.names, other.names)
    _join_values(joined.attributes, other.attributes)
    if joined.made != other.made:
        joined.present = _present_where_made(joined, other)
    elif other.excuse is None or joined.excuse is not None:
        joined.present &= other.present
    else:
        joined.present.difference_update(*other.live.values())
    joined.missing &= other.missing
    joined.guarded &= other.guarded
    joined.stored |= other.stored
    joined.removed |= other.removed
    joined.gone &= other.gone
    joined.taken &= other.taken
    joined.made |= other.made
    joined.handed |= other.handed
    for place, held in other.held.items():
        joined.held[place] = joined.held.get(place, frozenset()) | held
    for read, where in other.live.items():
        joined.live[read] = joined.live.get(read, frozenset()) | where
    joined.absent &= other.absent
    if joined.excuse is not other.excuse:
        joined.excuse = None


def _present_where_made(one: State, other: State) -> set[Place]:
    """Return what is in the mappings of a save method, wherever they were made."""
    mine = {place for place in one.present if place.origin in one.made - other.made}
    theirs = {place for place in other.present if place.origin in other.made - one.made}
    return one.present & other.present | mine | theirs


def _join_values(mine: dict[str, Value], theirs: dict[str, Value]) -> None:
    for name in mine.keys() | theirs.keys():
        left, right = mine.get(name, UNKNOWN), theirs.get(name, UNKNOWN)
        if left is not right:
            mine[name] = join((left, right))
