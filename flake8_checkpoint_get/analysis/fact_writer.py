"""From what was recorded to facts: texts, places in the text, and what is declared optional."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.consequences import Consequence, of_handler, of_test
from flake8_checkpoint_get.analysis.contract_writer import ContractWriter
from flake8_checkpoint_get.analysis.declared import (
    framework_optional_keys,
    framework_required_keys,
    is_declared_optional,
)
from flake8_checkpoint_get.analysis.entries import Passage
from flake8_checkpoint_get.analysis.facts import DefaultedRead, Mended, NonStrictLoad, Saved
from flake8_checkpoint_get.analysis.function_syntax import parents
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.loads import unchecked_loads
from flake8_checkpoint_get.analysis.methods import RestoreMethod
from flake8_checkpoint_get.analysis.plausibility import Plausibility
from flake8_checkpoint_get.analysis.recorder import CALLS, Flaw, Reading, ReadKind, Record, Telling
from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.values import Place
from flake8_checkpoint_get.model import ConstantKey, Span
from flake8_checkpoint_get.source import Source
from flake8_checkpoint_get.suppression import is_optional, says_optional

PRIMARY = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Dict, ast.List)
"""Expressions that can be followed by a subscript or a dot as they are."""


LOOKUPS = CALLS | {ReadKind.MEMBERSHIP}
"""The kinds that ask for one key, which may be computed."""


Mend = Callable[[Sequence[Record], Consequence], Mended]
"""Finds out how a flaw is mended; the records are all ways to come to it."""


@dataclass(frozen=True, slots=True)
class FactWriter:
    """Turns what was recorded into facts; ``roots`` are the restore methods."""

    source: Source
    interpreter: Interpreter
    roots: Mapping[FunctionNode, RestoreMethod]
    contracts: ContractWriter
    mend: Mend
    plausibility: Plausibility

    def reads(self) -> Iterator[DefaultedRead]:
        """Yield one fact for each expression, with all the keys that it reads unnoticed."""
        by_node: dict[Flaw, list[Record]] = {}
        for record in self.interpreter.recorder:
            if self.is_reported(record):
                by_node.setdefault(record.reading.node, []).append(record)
        facts = filter(None, map(self._fact, by_node.values()))
        yield from sorted(facts, key=lambda fact: (fact.span, fact.key))

    def is_reported(self, record: Record) -> bool:
        """Tell whether a missing key goes unnoticed where a record reads it."""
        return record.unnoticed and self.plausibility.counts(record)

    def is_excepted(self, record: Record) -> bool:
        """Tell whether the keys that a record reads are declared optional."""
        reading = record.reading
        is_declared = bool(reading.keys) and not self._required([record])
        return is_declared or says_optional(self.source, self._span(reading.node))

    def default_of(self, record: Record) -> str:
        """Return the text of what is restored without the key; empty if nothing is."""
        return self._default(record, self._consequence(record.reading))

    def non_strict_loads(self) -> Iterator[NonStrictLoad]:
        """Yield each ``load_state_dict(…, strict=False)`` whose result is dropped."""
        tree = self.source.tree
        for node, function in unchecked_loads(tree, parents(tree)):
            span = self.source.span(node)
            name = self.interpreter.name_of(function)
            yield NonStrictLoad(span, *self._eye(node, span), self.source.segment(node), name)

    def _fact(self, records: list[Record]) -> DefaultedRead | None:
        """Return the fact, or None for a key that is declared optional."""
        record = records[0]
        reading = record.reading
        keys = self._required(records)
        span = self._span(reading.node)
        is_computed = not reading.keys and reading.pattern is None and reading.kind in LOOKUPS
        is_excepted = bool(reading.keys) and not keys
        saved = self._saved(records)
        if is_excepted or says_optional(self.source, span) or _is_left_out(saved):
            return None
        line, column = self._eye(reading.node, span)
        consequence = self._consequence(reading)
        return DefaultedRead(
            kind=reading.kind,
            span=span,
            line=line,
            column=column,
            receiver=self._text(reading.receiver),
            receiver_is_primary=isinstance(reading.receiver, PRIMARY),
            key=self._text(reading.key) or reading.pattern or "",
            keys=keys,
            is_computed=is_computed,
            default=self._default(record, consequence),
            kept=self._text(consequence.kept),
            stops=consequence.stops,
            telling=self._telling(records),
            method=self.interpreter.name_of(reading.function),
            route=self._route(reading.function),
            saved=saved,
            meant=self._meant(records),
            mended=self.mend(records, consequence),
        )

    def _saved(self, records: list[Record]) -> Saved | None:
        """Return what the paired save method does about the keys, if it is one and the same."""
        places = [place for record in records for place in record.places]
        own = {self.contracts.saved_at(p) for p in places if self._is_own(records[0], p)} - {None}
        known = own or {self.contracts.saved_at(place) for place in places} - {None}
        return known.pop() if len(known) == 1 else None

    def _is_own(self, record: Record, place: Place) -> bool:
        """Tell whether a place lies in what the very function is given that reads it."""
        parameter = self.interpreter.parameter_of(place.origin)
        return parameter is not None and parameter[0] is record.reading.function

    def _meant(self, records: list[Record]) -> str:
        """Return the key that is meant, where the one that is read is never saved."""
        places = [place for record in records for place in record.places]
        own = [place for place in places if self._is_own(records[0], place)]
        found = {self.contracts.meant_at(place) for place in own or places}
        return found.pop() if len(found) == 1 else ""

    def _span(self, node: Flaw) -> Span:
        return (
            self.source.header(node)
            if isinstance(node, ast.ExceptHandler)
            else self.source.span(node)
        )

    def _text(self, node: ast.expr | None) -> str:
        return self.source.segment(node) if node is not None else ""

    def _telling(self, records: list[Record]) -> Telling:
        """Return what a log is told: where the key is found missing, or before."""
        told = self.interpreter.recorder.told
        found = {record.telling for record in records}
        found |= {told.get(place, Telling.NOTHING) for r in records for place in r.reading.places}
        return max(found, key=list(Telling).index)

    def _consequence(self, reading: Reading) -> Consequence:
        """Return what a missing key leads to, as far as the blocks around the flaw show."""
        function, syntax = reading.function, self.interpreter.function_syntax
        match reading.kind:
            case ReadKind.MEMBERSHIP | ReadKind.GETATTR if function is not None:
                return of_test(reading.node, syntax.parents(function))
            case ReadKind.CAUGHT if function is not None:
                return of_handler(reading.node, syntax.parents(function))
            case _:
                return Consequence()

    def _required(self, records: list[Record]) -> tuple[ConstantKey, ...]:
        """Return the keys that are read, without those that the settings declare optional."""
        found = {k for r in records for k in r.reading.keys if not self._is_optional(r.reading, k)}
        return tuple(sorted(found, key=repr))

    def _is_optional(self, reading: Reading, key: ConstantKey) -> bool:
        """Tell whether a key is declared optional: by the settings, or by the code itself."""
        if is_optional(self.interpreter.settings, self.interpreter.name_of(reading.function), key):
            return True
        owner = self.interpreter.owners.get(reading.function, "") if reading.function else ""
        index = self.interpreter.index
        declared = framework_optional_keys(index, owner)
        if reading.function is not None:
            declared |= framework_required_keys(index, owner, reading.function)
        return key in declared or self._is_typed(reading, key)

    def _is_typed(self, reading: Reading, key: ConstantKey) -> bool:
        """Tell whether the annotation of the parameter that the key is read from says so."""
        for place in reading.places:
            found = self.interpreter.parameter_of(place.origin)
            if found is None or place.path[-1:] != (key,):
                continue
            if is_declared_optional(self.interpreter.index, *found, place.path):
                return True
        return False

    def _eye(self, node: Flaw, span: Span) -> tuple[int, int]:
        """Return where to look: the start of the flaw, or a method's name on a later line."""
        match node:
            case ast.Call(ast.Attribute() as function) if function.end_lineno != node.lineno:
                return self.source.position_before_end(function, function.attr)
            case _:
                return span.line, span.column

    def _default(self, record: Record, consequence: Consequence) -> str:
        """Return the text of what is restored without the key, if anything is."""
        if record.fallback is not None:
            return self.source.segment(record.fallback)
        reading = record.reading
        if reading.kind in (ReadKind.MEMBERSHIP, ReadKind.CAUGHT) or consequence.default:
            return self._text(consequence.default)
        match reading.default:
            case None if reading.kind is ReadKind.COPIED:
                return ""
            case None if reading.kind is ReadKind.MERGED:
                return "the default before it"
            case None if reading.kind is ReadKind.GETATTR:
                return ""
            case None:
                return "None"
            case ast.Starred(value):
                return f"what {self.source.segment(value)} holds"
            case default:
                return reading.form.format(self.source.segment(default))

    def _route(self, function: FunctionNode | None) -> str:
        """Return how a function is reached from a restore method."""
        steps = dict[Passage, None]()
        while function is not None and function not in self.roots:
            step = self.interpreter.reached.get(function)
            if step is None or step in steps:
                break
            steps[step] = None
            function = step.caller
        self.interpreter.index.effort.spend(len(steps))
        named = [f"{self.interpreter.name_of(step.caller)} line {step.line}" for step in steps]
        if len(named) > MOST_STEPS:
            named[MOST_STEPS - 1 : -1] = ["..."]
        return ", from ".join(named)


MOST_STEPS = 6
"""How many calls between a restore method and a read are told."""


def _is_left_out(saved: Saved | None) -> bool:
    """Tell whether the save method takes the key out: no checkpoint is expected to hold it."""
    return saved is not None and saved.presence is Presence.REMOVED
