"""How far a defaulted read can be mended: the conditions under which a fix is safe, in order.

A safe fix promises: every checkpoint that today's save method writes restores exactly as before.
Where one of the conditions is not shown to hold, the first of them is given as the reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.arguments import default_values
from flake8_checkpoint_get.analysis.author_notes import AuthorNotes
from flake8_checkpoint_get.analysis.callers import Callers
from flake8_checkpoint_get.analysis.consequences import Consequence
from flake8_checkpoint_get.analysis.contract import Contract
from flake8_checkpoint_get.analysis.contract_writer import ContractWriter
from flake8_checkpoint_get.analysis.default_effects import effect_of, why_not_rewritten
from flake8_checkpoint_get.analysis.function_syntax import upwards
from flake8_checkpoint_get.analysis.kinship import caller_of_optimizer, possible_heir
from flake8_checkpoint_get.analysis.methods import RestoreMethod
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.read_places import is_in_inner_function, taken_out_in_turn
from flake8_checkpoint_get.analysis.recorder import CALLS, Reading, ReadKind, Record, Telling
from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.analysis.swallowing import is_caught
from flake8_checkpoint_get.analysis.trust import is_wrapped
from flake8_checkpoint_get.analysis.try_forms import is_simple_try
from flake8_checkpoint_get.analysis.values import UNKNOWN, Place
from flake8_checkpoint_get.hooks import Style
from flake8_checkpoint_get.model import Applicability, Fixability

CONDITIONAL = (ast.If, ast.IfExp, ast.For, ast.While, ast.Try, ast.Match)
SAVED_SOMETIMES = "the key is saved only sometimes: change the save method, too"
SAFE = Fixability(Applicability.SAFE)


def _by_hand(reason: str) -> Fixability:
    return Fixability(Applicability.MANUAL, reason)


def _unsafe(clause: int | None, reason: str) -> Fixability:
    return Fixability(Applicability.UNSAFE, reason, clause)


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides how far the reads of one module can be mended."""

    contracts: ContractWriter
    callers: Callers
    notes: AuthorNotes

    def fixability(self, records: Sequence[Record], consequence: Consequence) -> Fixability:
        """Return how far one flaw can be mended; ``records`` are all ways to come to it."""
        found = [self._of(record, consequence) for record in records]
        return max(found, key=lambda one: (_ORDER.index(one.applicability), -(one.clause or 0)))

    def is_saved_sometimes(self, record: Record) -> bool:
        """Tell whether the save method writes what a record reads, but not always."""
        return set(self._presences(record)) == {Presence.SOMETIMES}

    def _of(self, record: Record, consequence: Consequence) -> Fixability:
        by_hand = self._why_by_hand(record, consequence)
        if by_hand:
            return _by_hand(by_hand)
        return next(self._failed(record, consequence), SAFE)

    def _why_by_hand(self, record: Record, consequence: Consequence) -> str:
        """Return why nothing is rewritten; empty where something may be."""
        reading = record.reading
        match reading.kind:
            case ReadKind.MERGED | ReadKind.COPIED:
                return "each key has to be read by itself"
            case ReadKind.CAUGHT if not self._is_simple_try(reading):
                return "the try block does more than to read keys"
            case _:
                pass
        if not reading.keys:
            return "the key is computed"
        for presence in self._presences(record):
            if presence is None:
                return "the key is never saved"
            if presence is Presence.REMOVED:
                return "the save method takes the key out"
            if presence is Presence.SOMETIMES:
                return SAVED_SOMETIMES
        if any(self._is_written_sometimes(*one) for one in self.places(record)):
            return SAVED_SOMETIMES
        if record.doubt and self._is_in_part(record):
            return "the mapping around the key is saved only sometimes"
        default = default_of(reading, consequence)
        return why_not_rewritten(reading, default, self.contracts.interpreter.recorder.read_nodes)

    def _failed(self, record: Record, consequence: Consequence) -> Iterator[Fixability]:
        """Yield the conditions of a safe fix that are not met, in order."""
        reading, function = record.reading, record.reading.function
        root = self.contracts.roots.get(function) if function is not None else None
        if reading.kind is ReadKind.GETATTR:
            yield _unsafe(None, "a missing name is an AttributeError")
        yield from self._not_saved(record)
        restores = [contract.restore for contract, _ in self.places(record)]
        if any(restore.hook and restore.hook.style is Style.FILLS for restore in restores):
            yield _unsafe(2, "the checkpoint is one that many methods fill")
        if root is None:
            yield _unsafe(3, "other code may call this function with other data")
            return
        if is_in_inner_function(reading.node, root.node, self.callers.above):
            yield _unsafe(3, "it stands in a function of its own, which may be called anywhere")
        yield from self._other_callers(root)
        yield from self._overridden(record)
        if self._is_told_by_author(record):
            yield _unsafe(6, "the code itself says that the key may be missing")
        doubt = record.doubt or self._doubt_about(root) or self._taken_out(record)
        doubt = doubt or taken_out_in_turn(reading.node, self.callers.above)
        if doubt:
            yield _unsafe(7, doubt)
        if self._is_swallowed(record, root):
            yield _unsafe(8, "a KeyError is caught on the way out")
        effect = effect_of(default_of(reading, consequence))
        if effect:
            yield _unsafe(9, f"the default {effect}")

    def places(self, record: Record) -> list[tuple[Contract, Place]]:
        """Return where a record reads, with the contract that each place is in.

        The contract of the function that the read stands in goes before those of its callers.
        """
        known = self._all_places(record)
        own = [one for one in known if one[0].restore.node is record.reading.function]
        return own or known

    def _all_places(self, record: Record) -> list[tuple[Contract, Place]]:
        """Return where a record reads, for the function around it and for all its callers."""
        in_order = sorted(record.places, key=lambda place: place.order)
        found = [(self.contracts.contract_of(place), place) for place in in_order]
        return [(contract, place) for contract, place in found if contract is not None]

    def _presences(self, record: Record) -> Iterator[Presence | None]:
        for contract, place in self.places(record):
            yield contract.saved.presence_within(place.path)

    def _is_simple_try(self, reading: Reading) -> bool:
        return is_simple_try(reading, self.contracts.roots, self.callers.above)

    def _is_written_sometimes(self, contract: Contract, place: Place) -> bool:
        """Tell whether all that is in sight of the writing of a key stands under a condition.

        What is out of sight may write it as well: that is not known, but not to be hoped for.
        """
        known = contract.saved.keys.get(place.path)
        if known is not None and known.presence is Presence.ALWAYS:
            return False
        parts = (part for part in ast.walk(contract.save) if isinstance(part, ast.Constant))
        named: list[ast.AST] = [
            part for part in parts if place.path and part.value == place.path[-1]
        ]
        written = named or ([known.node] if known is not None and known.node is not None else [])
        return bool(written) and all(map(self._is_conditional, written))

    def _is_conditional(self, node: ast.AST) -> bool:
        above = (parent for _, parent in upwards(node, self.callers.above))
        return any(isinstance(parent, CONDITIONAL) for parent in above)

    def _is_in_part(self, record: Record) -> bool:
        """Tell whether a key lies in a mapping that is saved only sometimes."""
        found = (contract.saved.presence(place.path) for contract, place in self.places(record))
        return any(presence is Presence.SOMETIMES for presence in found)

    def _not_saved(self, record: Record) -> Iterator[Fixability]:
        found = self.places(record)
        if not found:
            yield _unsafe(1, "no save method is in sight")
        for contract, place in found:
            saved, name = contract.saved, contract.save.name
            prefixes = [place.path[:depth] for depth in range(len(place.path))]
            if saved.presence_within(place.path) is not Presence.ALWAYS:
                why = saved.why_unknown(place.path)
                yield _unsafe(1, f"{name}() may not save it" + (f" ({why})" if why else ""))
            elif saved.presence(place.path) is not Presence.ALWAYS:
                yield _unsafe(1, f"{name}() saves the mapping around it only sometimes")
            elif not all(map(saved.is_mapping, prefixes)):
                yield _unsafe(1, f"{name}() may save something else than a mapping around it")
        for contract, place in self._all_places(record):
            if contract.presence(place.path) not in (Presence.ALWAYS, Presence.UNKNOWN):
                yield _unsafe(1, f"{contract.restore.node.name}() passes a mapping without it")

    @property
    def _index(self) -> ModuleIndex:
        return self.contracts.interpreter.index

    def _other_callers(self, root: RestoreMethod) -> Iterator[Fixability]:
        name = root.node.name
        if self.callers.passes_other_data(root.class_name, name):
            yield _unsafe(4, f"{name}() is called with other data, too")
        caller = caller_of_optimizer(self._index, root.class_name, name)
        if caller:
            yield _unsafe(4, f"{caller} calls it with a mapping of its own")

    def _overridden(self, record: Record) -> Iterator[Fixability]:
        for contract, place in self.places(record):
            for heir in contract.heirs:
                if heir.saved.presence(place.path) is not Presence.ALWAYS:
                    yield _unsafe(5, f"{heir.class_name} overrides {contract.save.name}()")
            other = possible_heir(self._index, contract.restore.class_name, contract.save.name)
            if other is not None:
                yield _unsafe(5, f"{other.name} may override {contract.save.name}()")

    def _is_told_by_author(self, record: Record) -> bool:
        reading = record.reading
        told = self.contracts.interpreter.recorder.told
        if record.telling is not Telling.NOTHING or not told.keys().isdisjoint(reading.places):
            return True
        return self.notes.speak_of_missing_keys(reading.node, reading.function)

    def _doubt_about(self, root: RestoreMethod) -> str:
        if root.parameter in default_values(root.node.args, lambda _: UNKNOWN):
            return f"{root.parameter} has a default"
        if is_wrapped(root.node):
            return "a decorator may change what is read"
        return ""

    def _taken_out(self, record: Record) -> str:
        """Return where in the module the key is taken out of some mapping."""
        own = {record.reading.function, *(c.save for c, _ in self.places(record))}
        for key in record.reading.keys:
            for function in self.callers.taking_out(key):
                if function not in own:
                    return f"{function.name}() takes such a key out"
        return ""

    def _is_swallowed(self, record: Record, root: RestoreMethod) -> bool:
        node = record.reading.node
        own = node if isinstance(node, ast.ExceptHandler) else None
        start = self.callers.above.get(node, node) if own is not None else node
        is_swallowed = self.callers.is_swallowed
        return is_caught(start, self.callers.above, own) or is_swallowed(
            root.class_name, root.node.name
        )


def default_of(reading: Reading, consequence: Consequence) -> ast.expr | None:
    """Return the default that is not evaluated any more when a read is mended."""
    return reading.default if reading.kind in CALLS else consequence.default


_ORDER = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
