"""What pairs of save and restore methods agree on, and what they do not, as facts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.contract import Heir
from flake8_checkpoint_get.analysis.contract_facts import (
    ClassContract,
    Restoring,
    UnpairedMethod,
    UnrestoredKey,
)
from flake8_checkpoint_get.analysis.contract_table import ContractTable, SoftRestoring
from flake8_checkpoint_get.analysis.contract_writer import ContractWriter
from flake8_checkpoint_get.analysis.fact_writer import FactWriter
from flake8_checkpoint_get.analysis.keys import is_named
from flake8_checkpoint_get.analysis.methods import RestoreMethod, qualified, reached_method
from flake8_checkpoint_get.analysis.pairs import unpaired_methods
from flake8_checkpoint_get.analysis.recorder import Record
from flake8_checkpoint_get.analysis.restored_keys import ReadIndex, ReadKeys
from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.model import KeyPath, Span


@dataclass(frozen=True, slots=True)
class _Half:
    """A save method, a restore method that goes with it, and the keys that this one reads."""

    save: Heir
    restore: str
    read: ReadKeys


@dataclass(frozen=True, slots=True)
class PairWriter:
    """Looks at each pair as a whole, when everything has been walked."""

    contracts: ContractWriter
    facts: FactWriter

    def tables(self) -> list[ClassContract]:
        """Return the contract of each restore method that reads any key, in their order."""
        reads = ReadIndex(self.contracts.interpreter)
        table = ContractTable(reads, self._described, self.contracts.is_conditional)
        found = list[ClassContract]()
        for restore in self._restore_methods():
            contract = self.contracts.contracts.of(restore)
            if contract is not None:
                found += table.of_pair(contract)
            else:
                found.append(table.of_unpaired(restore))
        with_keys = (one for one in found if one.keys)
        return sorted(with_keys, key=lambda one: (one.restore_line or 0, one.class_name))

    def _restore_methods(self) -> Iterator[RestoreMethod]:
        """Yield the restore methods, and those that checkpoint data reaches and that say so."""
        interpreter = self.contracts.interpreter
        yield from self.contracts.roots.values()
        for function in interpreter.reached:
            restore = reached_method(interpreter.owners, function)
            if restore is not None and function not in self.contracts.roots:
                yield restore

    def _described(self, record: Record) -> SoftRestoring:
        if self.facts.is_excepted(record):
            return SoftRestoring(Restoring.OPTIONAL)
        if not self.facts.is_reported(record):
            return SoftRestoring(Restoring.TESTED)
        return SoftRestoring(Restoring.DEFAULTED, self.facts.default_of(record))

    def unrestored_keys(self) -> Iterator[UnrestoredKey]:
        """Yield the keys that a save method writes and that no restore method reads, each once.

        What is written for several classes is told of the first one.
        """
        reads = ReadIndex(self.contracts.interpreter)
        groups: dict[FunctionNode, list[_Half]] = {}
        for half in self._halves(reads):
            groups.setdefault(half.save.save, []).append(half)
        found = dict[tuple[Span, str], UnrestoredKey]()
        for group in groups.values():
            for one in self._unrestored(group):
                found.setdefault((one.span, one.key), one)
        yield from sorted(found.values(), key=lambda one: (one.span, one.key))

    def _halves(self, reads: ReadIndex) -> Iterator[_Half]:
        for restore in self.contracts.roots.values():
            contract = self.contracts.contracts.of(restore)
            if contract is not None:
                read = reads.of(restore.node, restore.parameter)
                own = Heir(restore.class_name, contract.save, contract.saved)
                for save in (own, *(heir for heir in contract.heirs if heir.inherits)):
                    yield _Half(save, restore.node.name, read)

    def _unrestored(self, group: list[_Half]) -> Iterator[UnrestoredKey]:
        """Yield what nothing reads of one save method; ``group`` are all that restore it."""
        save, restore = group[0].save, group[0].restore
        for path, key in save.saved.keys.items():
            is_saved = save.saved.presence(path) in (Presence.ALWAYS, Presence.SOMETIMES)
            is_read = _is_read([half.read for half in group], path)
            if is_saved and not is_read and isinstance(key.node, ast.expr):
                name, span = str(path[-1]), self.contracts.source.span(key.node)
                is_version = self.contracts.interpreter.settings.is_version_key(name)
                owner = qualified(save.class_name, save.save.name)
                yield UnrestoredKey(span, name, save.save.name, restore, is_version, owner)

    def unpaired_methods(self) -> Iterator[UnpairedMethod]:
        """Yield the methods whose other half is not there."""
        index, settings = self.contracts.interpreter.index, self.contracts.interpreter.settings
        for one in unpaired_methods(index, settings, self.contracts.roots.values()):
            name = qualified(one.class_name, one.node.name)
            span = self.contracts.source.definition(one.node)
            yield UnpairedMethod(span, one.node.name, one.wanted[0], one.saves, name)


def _is_read(read: list[ReadKeys], path: KeyPath) -> bool:
    """Tell whether anything reads a key, or may; of a whole that nothing reads, no part counts."""
    above = [path[:depth] for depth in range(1, len(path))]
    if not is_named(path):
        return True
    if any(one.is_handed_on(path) or one.is_touched(path) for one in read):
        return True
    return any(not any(one.is_touched(whole) for one in read) for whole in above)
