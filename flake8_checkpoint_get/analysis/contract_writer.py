"""Where a class saves one thing and restores another, as facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.conditions import JUMPS, conditions_around
from flake8_checkpoint_get.analysis.contract import Contract, Contracts
from flake8_checkpoint_get.analysis.declared import framework_required_keys
from flake8_checkpoint_get.analysis.facts import SaveCallFact, Saved, StrictFact
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.keys import is_named
from flake8_checkpoint_get.analysis.methods import RestoreMethod, reached_method
from flake8_checkpoint_get.analysis.recorder import StrictRead
from flake8_checkpoint_get.analysis.saved import Presence, SavedMapping
from flake8_checkpoint_get.analysis.spelling import meant_by
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.values import Place
from flake8_checkpoint_get.source import Source


@dataclass(frozen=True, slots=True)
class ContractWriter:
    """Holds what was read against what the paired save methods write."""

    source: Source
    interpreter: Interpreter
    roots: Mapping[FunctionNode, RestoreMethod]
    contracts: Contracts

    def saved_at(self, place: Place) -> Saved | None:
        """Return what the paired save method does about a key; None where that is not known."""
        contract = self.contract_of(place)
        if contract is None or not is_named(place.path):
            return None
        key = contract.saved.keys.get(place.path)
        presence = contract.presence(place.path)
        reason = contract.why_unknown(place.path) if presence is Presence.UNKNOWN else ""
        return Saved(contract.save.name, presence, key.condition if key else "", reason)

    def meant_at(self, place: Place) -> str:
        """Return a key that is saved, never read, and spelled almost like one that never is."""
        contract = self.contract_of(place)
        if contract is None or not is_named(place.path) or contract.restore.node not in self.roots:
            return ""
        if contract.presence(place.path) is not None or not self._is_sure(place):
            return ""
        if self._is_handed_on(contract.restore.node):
            return ""
        return meant_by(str(place.path[-1]), self._unread(contract.saved, place))

    def strict_reads(self) -> Iterator[StrictFact]:
        """Yield each strict read of a key that is never, or only sometimes, saved."""
        found = map(self._strict_fact, self.interpreter.recorder.strict_reads.values())
        yield from sorted((fact for fact in found if fact), key=lambda fact: fact.span)

    def save_calls(self) -> Iterator[SaveCallFact]:
        """Yield each call of a save method where a restore method is meant."""
        for call in self.interpreter.recorder.save_calls.values():
            span, text = self.source.span(call.node), self.source.segment(call.node)
            name = self.interpreter.name_of(call.function)
            yield SaveCallFact(span, span.line, span.column, text, call.restore, name)

    def _strict_fact(self, read: StrictRead) -> StrictFact | None:
        saved = self.saved_at(read.place) if read.is_plain else None
        if saved is None or saved.presence in (Presence.ALWAYS, Presence.UNKNOWN):
            return None
        if self._is_guarded(read) or self._is_required_elsewhere(read):
            return None
        is_sometimes = saved.presence is Presence.SOMETIMES
        if not is_sometimes and not self._is_sure(read.place):
            return None
        if is_sometimes and not saved.condition:
            return None
        span = self.source.span(read.node)
        return StrictFact(
            span=span,
            line=span.line,
            column=span.column,
            key=str(read.place.path[-1]),
            save=saved.save,
            presence=Presence.SOMETIMES if is_sometimes else None,
            condition=saved.condition,
            meant=self.meant_at(read.place),
            method=self.interpreter.name_of(read.function),
        )

    def _is_guarded(self, read: StrictRead) -> bool:
        """Tell whether a read may be skipped, or the mapping may have been filled before it."""
        if read.function is None or read.function not in self.roots:
            return True
        tests = conditions_around(self.interpreter.function_syntax, read.function, read.node)
        return tests is None or bool(tests) or self._is_handed_on(read.function)

    def is_conditional(self, read: StrictRead) -> bool:
        """Tell whether a read is made only under a condition, or for each of something."""
        if read.function is None:
            return True
        syntax = self.interpreter.function_syntax
        tests = conditions_around(syntax, read.function, read.node, JUMPS)
        return tests is None or bool(tests)

    def _is_handed_on(self, function: FunctionNode) -> bool:
        parameter = self.roots[function].parameter
        return self.interpreter.function_syntax.is_handed_on(function, parameter)

    def _is_sure(self, place: Place) -> bool:
        """Tell whether the mapping around a key is surely saved: else that is the flaw."""
        above = self.saved_at(place.mapping) if place.mapping.path else None
        return not place.mapping.path or (above is not None and above.presence is Presence.ALWAYS)

    def _is_required_elsewhere(self, read: StrictRead) -> bool:
        """Tell whether the framework's base class declares the key: it may add it, too."""
        if read.function is None:
            return False
        owner = self.interpreter.owners.get(read.function, "")
        index = self.interpreter.index
        return read.place.path[-1] in framework_required_keys(index, owner, read.function)

    def _unread(self, saved: SavedMapping, place: Place) -> list[str]:
        """Return the keys beside one that are saved, and that no restore method reads."""
        recorder = self.interpreter.recorder
        read = {
            one.path
            for one in recorder.strict | recorder.soft
            if one.origin == place.origin and one != place
        }
        beside = (path for path in saved.keys if path[:-1] == place.path[:-1] and path not in read)
        return sorted(path[-1] for path in beside if isinstance(path[-1], str))

    def contract_of(self, place: Place) -> Contract | None:
        """Return the contract that a place is in: it lies in what a restore method is given."""
        parameter = self.interpreter.parameter_of(place.origin)
        if parameter is None:
            return None
        function, name = parameter
        restore = self.roots.get(function) or reached_method(self.interpreter.owners, function)
        if restore is None or restore.parameter != name:
            return None
        return self.contracts.of(restore)
