"""Which edits mend a defaulted read, and why there may be none."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.applicability import Judge, default_of
from flake8_checkpoint_get.analysis.author_notes import AuthorNotes
from flake8_checkpoint_get.analysis.call_edits import CallEdits
from flake8_checkpoint_get.analysis.callers import Callers
from flake8_checkpoint_get.analysis.consequences import Consequence
from flake8_checkpoint_get.analysis.contract_writer import ContractWriter
from flake8_checkpoint_get.analysis.facts import Mended
from flake8_checkpoint_get.analysis.guard_edits import GuardEdits
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.paired_edits import PairedEdits
from flake8_checkpoint_get.analysis.recorder import CALLS, ReadKind, Record, Recorder
from flake8_checkpoint_get.analysis.removals import LeftToPeopleError, keep_text
from flake8_checkpoint_get.analysis.try_edits import unwrapped_try
from flake8_checkpoint_get.model import Applicability, Edit, Fixability
from flake8_checkpoint_get.source import Source, shown


@dataclass(frozen=True, slots=True)
class Mender:
    """Finds the edits for the flaws of one module."""

    source: Source
    judge: Judge
    recorder: Recorder
    paired: PairedEdits

    def mend(self, records: Sequence[Record], consequence: Consequence) -> Mended:
        """Return how one flaw is mended; ``records`` are all ways to come to it."""
        records = self._with_all_caught(records)
        fix = self.judge.fixability(records, consequence)
        try:
            if self._is_for_both_sides(fix, records):
                return self._mend_both_sides(records[0], consequence)
            if fix.applicability is Applicability.MANUAL:
                return Mended(fix)
            return Mended(fix, self._edits(records[0]))
        except LeftToPeopleError as left:
            reason = fix.reason if fix.applicability is Applicability.MANUAL else str(left)
            return Mended(Fixability(Applicability.MANUAL, reason))

    def _with_all_caught(self, records: Sequence[Record]) -> Sequence[Record]:
        """Return, with those of a handler, all that its ``try`` catches, reported or not."""
        match self.judge.callers.above.get(records[0].reading.node):
            case ast.Try(handlers=handlers):
                return [one for one in self.recorder if one.reading.node in handlers]
            case _:
                return records

    def _is_for_both_sides(self, fix: Fixability, records: Sequence[Record]) -> bool:
        is_by_hand = fix.applicability is Applicability.MANUAL
        return is_by_hand and len(records) == 1 and self.judge.is_saved_sometimes(records[0])

    def _mend_both_sides(self, record: Record, consequence: Consequence) -> Mended:
        default = default_of(record.reading, consequence)
        saved = self.paired.edits(record, self.judge.places(record), default)
        key = shown(repr(record.reading.keys[0]))
        reason = f"changes what is saved: checkpoints written without {key} will no longer load"
        fix = Fixability(Applicability.UNSAFE, reason, 1)
        return Mended(fix, self._edits(record) + saved)

    def _edits(self, record: Record) -> tuple[Edit, ...]:
        reading, above = record.reading, self.judge.callers.above
        if isinstance(reading.node, ast.expr):
            keep_text(self.source, reading.node, above)
        match reading.kind, reading.node:
            case kind, ast.Call() as node if kind in CALLS:
                return CallEdits(self.source, above).of_read(node)
            case ReadKind.GETATTR, ast.Call() as node:
                return CallEdits(self.source, above).of_getattr(node)
            case ReadKind.MEMBERSHIP, ast.Compare() as node:
                return GuardEdits(self.source, above, self.recorder).of_test(node)
            case ReadKind.CAUGHT, ast.ExceptHandler() as node:
                return unwrapped_try(self.source, node, above)
            case _:
                message = "there is no one way to write it"
                raise LeftToPeopleError(message)


def mender_of(source: Source, interpreter: Interpreter, contracts: ContractWriter) -> Mender:
    """Return what finds the edits for the flaws of a module that has been walked."""
    callers = Callers(interpreter.index)
    judge = Judge(contracts, callers, AuthorNotes(source, callers.above))
    recorder, syntax = interpreter.recorder, interpreter.function_syntax
    paired = PairedEdits(source, callers.above, recorder, syntax)
    return Mender(source, judge, recorder, paired)
