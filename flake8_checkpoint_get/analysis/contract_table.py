"""The contracts of a module as tables: every key, as it is saved and as it is restored."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.contract import Contract
from flake8_checkpoint_get.analysis.contract_facts import (
    Agreement,
    ClassContract,
    KeyContract,
    Restoring,
)
from flake8_checkpoint_get.analysis.keys import is_named
from flake8_checkpoint_get.analysis.methods import RestoreMethod
from flake8_checkpoint_get.analysis.recorder import Record, StrictRead
from flake8_checkpoint_get.analysis.restored_keys import ReadIndex, ReadKeys
from flake8_checkpoint_get.analysis.saved import Presence, SavedKey, SavedMapping
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.model import KeyPath


@dataclass(frozen=True, slots=True)
class SoftRestoring:
    """How a key is restored by a read that does not fail: with which default, if with one."""

    restoring: Restoring
    default: str = ""


@dataclass(frozen=True, slots=True)
class ContractTable:
    """Holds what is read against what is saved.

    ``describe`` says how a soft read restores its key, ``is_conditional`` whether a strict one is
    made only under a condition.
    """

    reads: ReadIndex
    describe: Callable[[Record], SoftRestoring]
    is_conditional: Callable[[StrictRead], bool]

    def of_pair(self, contract: Contract) -> Iterator[ClassContract]:
        """Yield the table of a pair, and one for each subclass that saves by another method."""
        restore = contract.restore
        yield self._table(restore, restore.class_name, contract.save, contract.saved)
        for heir in (one for one in contract.heirs if one.inherits):
            yield self._table(restore, heir.class_name, heir.save, heir.saved)

    def of_unpaired(self, restore: RestoreMethod) -> ClassContract:
        """Return the table of a restore method whose save method is not in sight."""
        saved = SavedMapping({}, {(): "no save method is in sight"})
        return self._table(restore, restore.class_name, None, saved)

    def _table(
        self,
        restore: RestoreMethod,
        class_name: str,
        save: FunctionNode | None,
        saved: SavedMapping,
    ) -> ClassContract:
        read = self.reads.of(restore.node, restore.parameter)
        found = {*saved.keys, *read.strict, *read.soft}
        paths = sorted((path for path in found if is_named(path)), key=_in_order(saved, read))
        return ClassContract(
            class_name=class_name,
            save=save.name if save is not None else "",
            save_line=save.lineno if save is not None else None,
            restore=restore.node.name,
            restore_line=restore.node.lineno,
            opened=saved.opened.get((), ""),
            keys=tuple(self._key(saved, read, path) for path in paths),
        )

    def _key(self, saved: SavedMapping, read: ReadKeys, path: KeyPath) -> KeyContract:
        presence = saved.presence_within(path)
        soft = self._restored(read, path)
        key = saved.keys.get(path, SavedKey(Presence.UNKNOWN))
        lines = _lines(read, path)
        return KeyContract(
            path=tuple(map(str, path)),
            saved=presence,
            condition=key.condition if presence is Presence.SOMETIMES else "",
            reason=saved.why_unknown(path) if presence is Presence.UNKNOWN else "",
            saved_line=getattr(key.node, "lineno", None),
            restored=soft.restoring,
            default=soft.default,
            restored_line=min(lines, default=None),
            agreement=agreement(presence, soft.restoring),
        )

    def _restored(self, read: ReadKeys, path: KeyPath) -> SoftRestoring:
        soft = [self.describe(record) for record in read.soft.get(path, ())]
        for restoring in (Restoring.DEFAULTED, Restoring.OPTIONAL):
            of_kind = [one for one in soft if one.restoring is restoring]
            if of_kind:
                return of_kind[0]
        strict = read.strict.get(path, ())
        if any(not self.is_conditional(one) for one in strict):
            return SoftRestoring(Restoring.REQUIRED)
        if soft:
            return SoftRestoring(Restoring.TESTED)
        if strict:
            return SoftRestoring(Restoring.CONDITIONAL)
        if read.is_handed_on(path):
            return SoftRestoring(Restoring.HANDED_ON)
        return SoftRestoring(Restoring.CONDITIONAL if read.is_touched(path) else Restoring.NEVER)


def agreement(saved: Presence | None, restored: Restoring) -> Agreement:
    """Return whether what is saved and what is restored go together."""
    match saved, restored:
        case Presence.UNKNOWN, _:
            return Agreement.UNDECIDED
        case _, Restoring.OPTIONAL:
            return Agreement.OK
        case Presence.REMOVED, Restoring.NEVER | Restoring.HANDED_ON | Restoring.TESTED:
            return Agreement.OK
        case Presence.REMOVED, Restoring.DEFAULTED | Restoring.CONDITIONAL:
            return Agreement.OK
        case None | Presence.REMOVED, _:
            return Agreement.NEVER_SAVED
        case _, Restoring.NEVER:
            return Agreement.NEVER_RESTORED
        case _, Restoring.HANDED_ON:
            return Agreement.UNDECIDED
        case Presence.ALWAYS, Restoring.DEFAULTED:
            return Agreement.NEEDLESS_DEFAULT
        case Presence.ALWAYS, _:
            return Agreement.OK
        case Presence.SOMETIMES, Restoring.DEFAULTED | Restoring.REQUIRED:
            return Agreement.SOMETIMES_SAVED
        case Presence.SOMETIMES, Restoring.CONDITIONAL:
            return Agreement.UNDECIDED
        case _:
            return Agreement.OK


def _in_order(saved: SavedMapping, read: ReadKeys) -> Callable[[KeyPath], tuple[object, ...]]:
    """Return a key that sorts as keys are written, and then as they are read."""

    def position(path: KeyPath) -> tuple[bool, int, int]:
        node = saved.keys[path].node if path in saved.keys else None
        if isinstance(node, ast.expr):
            return False, node.lineno, node.col_offset
        return True, min(_lines(read, path), default=0), 0

    def key(path: KeyPath) -> tuple[object, ...]:
        return tuple(
            (position(path[:depth]), str(path[depth - 1])) for depth in range(1, len(path) + 1)
        )

    return key


def _lines(read: ReadKeys, path: KeyPath) -> list[int]:
    """Return the lines on which a key is read."""
    nodes = [one.node for one in read.strict.get(path, ())]
    return [node.lineno for node in (*nodes, *(r.reading.node for r in read.soft.get(path, ())))]
