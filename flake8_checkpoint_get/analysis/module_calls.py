"""Calls of functions of the module: into the function, and back to its caller."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.building import contents
from flake8_checkpoint_get.analysis.caught import note_caught
from flake8_checkpoint_get.analysis.effort import TAKEN_OVER
from flake8_checkpoint_get.analysis.entries import Passage
from flake8_checkpoint_get.analysis.escapes import lose
from flake8_checkpoint_get.analysis.frame import reject
from flake8_checkpoint_get.analysis.grafts import replace_parts
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.made_up import reads
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.summaries import (
    Substitution,
    Summary,
    carry_over,
    handed_places,
    moved,
    parameter_value,
    translate,
)
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    Checkpoint,
    ClassObject,
    Definition,
    Instance,
    Place,
    Unknown,
    Value,
    Version,
    places,
    value_of,
)
from flake8_checkpoint_get.analysis.versions import is_version
from flake8_checkpoint_get.analysis.walk import Walk, use
from flake8_checkpoint_get.model import Wildcard


def follow(
    walk: Walk,
    interpreter: Interpreter,
    definition: Definition,
    arguments: Mapping[str, Value],
    site: ast.Call,
    state: State,
) -> Value:
    """Return what a function returns for these arguments, and note what it does to the state."""
    substitution: dict[int, tuple[Place, ...]] = {}
    seen = dict[str, Value]()
    for name, value in arguments.items():
        seen[name] = value | {Version()} if is_version(walk, value) else value
        handed = handed_places(value)
        if handed:
            origin = interpreter.origin(definition, name)
            substitution[origin] = handed
            interpreter.passed.setdefault(origin, set()).update(handed)
            seen[name] = parameter_value(seen[name], origin)
        if interpreter.is_crowded(definition):
            use(walk, value, state)
            seen[name] = _coarse(seen[name])
    entry = interpreter.entry(definition, seen)
    if substitution and not isinstance(definition, ast.Lambda):
        interpreter.reached.setdefault(definition, Passage(walk.function, site.lineno))
    summary = interpreter.summary(entry)
    walk.index.effort.spend(TAKEN_OVER * summary.exit.size)
    if not summary.known or len(summary.exit.made) > MOST_MADE:
        return lost(walk, arguments, state)
    values = [*seen.values(), *entry.closure.values()]
    if walk.builder is not None:
        substitution |= _make(walk, walk.builder, site, summary, substitution, state)
    return _return(walk, summary, substitution, values, state)


MOST_MADE = 100
"""How many mappings a call can make before they are not followed any more."""


def _coarse(value: Value) -> Value:
    """Return an argument without what makes one call differ from most others."""
    kept = Checkpoint | Instance | ClassObject | Unknown
    return frozenset(a for a in value if isinstance(a, kept)) or UNKNOWN


def _return(
    walk: Walk,
    summary: Summary,
    substitution: Substitution,
    values: Iterable[Value],
    state: State,
) -> Value:
    if not summary.exit.alive:
        reject(walk.frame, state)
        return UNKNOWN
    _note_failures(walk, summary, substitution, state)
    handed = {read for value in values for read in reads(value)}
    carry_over(walk.recorder, summary, substitution, handed, state)
    if summary.exit.present - summary.exit.stored:
        # A key was missing, and the call reads another one strictly.
        for mapping in {place for handed_in in substitution.values() for place in handed_in}:
            state.settle(walk.recorder.asked_of(mapping, state.absent))
    return translate(summary.returned, substitution)


def _make(
    walk: Walk,
    builder: Builder,
    site: ast.Call,
    summary: Summary,
    substitution: Substitution,
    state: State,
) -> dict[int, tuple[Place, ...]]:
    """Return for each mapping that a call makes what it is to the caller: another one each time."""
    made = dict[int, tuple[Place, ...]]()
    for origin in summary.exit.made:
        place = walk.place_of(site, origin)
        made[origin] = (place,)
        builder.copy(origin, place.origin)
        if place.origin in state.made:
            lose(builder, value_of(Checkpoint(place)), "made more than once", state)
    for place in summary.exit.stored:
        for at in moved(place, substitution) if place.origin in substitution else ():
            builder.note_stores(state.canonical(at), builder.stores.get(place, []))
    _doubt_arguments(walk, builder, substitution, state)
    return made


def _doubt_arguments(
    walk: Walk, builder: Builder, substitution: Substitution, state: State
) -> None:
    """Doubt of the arguments of a call what the called function made doubtful of its parameters."""
    for origin, handed in substitution.items():
        reason = builder.lost.get(origin)
        if reason is not None:
            lose(builder, value_of(*map(Checkpoint, handed)), reason, state)
        for place in [place for place in builder.opened if place.origin == origin]:
            where = [state.canonical(at) for at in moved(place, substitution)]
            for at in where:
                builder.opened.setdefault(at, builder.opened[place])
            if place.path:
                lose(builder, contents(walk, where, state), builder.opened[place], state)
            else:
                replace_parts(builder, handed, state)
        unsure = {place for place in builder.unsure if place.origin == origin}
        builder.unsure |= {state.canonical(at) for p in unsure for at in moved(p, substitution)}


def _note_failures(walk: Walk, summary: Summary, substitution: Substitution, state: State) -> None:
    """Note the strict reads of the called function whose KeyError is caught here."""
    if walk.frame.protections:
        for place in summary.exit.present - summary.exit.stored:
            if place in walk.recorder.strict and place.origin in substitution:
                note_caught(walk, frozenset(moved(place, substitution)), state)


def migrated(walk: Walk, arguments: Mapping[str, Value], state: State) -> Value:
    """Return the checkpoint from a function that brings it up to date: it may store any key."""
    lost(walk, arguments, state)
    handed = [value for value in arguments.values() if places(value)]
    state.stored |= {place.at(Wildcard.ANY) for value in handed for place in places(value)}
    return handed[0] if handed else UNKNOWN


def lost(walk: Walk, arguments: Mapping[str, Value], state: State) -> Value:
    """Use the arguments of a function that is not followed."""
    for value in arguments.values():
        use(walk, value, state)
        if walk.builder is not None:
            lose(walk.builder, value, "passed to a function that is not followed", state)
    return UNKNOWN
