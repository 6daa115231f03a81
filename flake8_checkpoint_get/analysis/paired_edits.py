"""The edits for a key that is saved only sometimes: the save method writes it in the end always."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.applicability import SAVED_SOMETIMES
from flake8_checkpoint_get.analysis.contract import Contract
from flake8_checkpoint_get.analysis.function_syntax import FunctionSyntax
from flake8_checkpoint_get.analysis.recorder import CALLS, ReadKind, Record
from flake8_checkpoint_get.analysis.removals import (
    LeftToPeopleError,
    is_elif,
    line_of_else,
)
from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.analysis.syntax import FunctionNode, assigned_texts
from flake8_checkpoint_get.analysis.values import Place
from flake8_checkpoint_get.model import ConstantKey, Edit, EditForm
from flake8_checkpoint_get.source import Source


@dataclass(frozen=True, slots=True)
class PairedEdits:
    """The edits on the save side of one module.

    ``above`` has the parent of each node, ``records`` are all defaulted reads of the module.
    """

    source: Source
    above: Mapping[ast.AST, ast.AST]
    records: Iterable[Record]
    syntax: FunctionSyntax

    def edits(
        self, read: Record, places: Sequence[tuple[Contract, Place]], default: ast.expr | None
    ) -> tuple[Edit, ...]:
        """Return what makes the save method always write the key of a read.

        ``places`` are where it reads, each with its contract; ``default`` is None for None.

        Raises:
            LeftToPeopleError: the two sides are not so simple that they can change together.
        """
        match places, read.reading.keys:
            case [(contract, Place(path=(one,)))], (key,) if one == key:
                pass
            case _:
                raise LeftToPeopleError(SAVED_SOMETIMES)
        missing = _constant(default)
        if missing is None or not _is_never_empty(contract) or contract.heirs:
            raise LeftToPeopleError(SAVED_SOMETIMES)
        write, condition = self._write(contract.save, key)
        if not self._is_only_filled(contract.save, write) or self._goes_on(contract):
            raise LeftToPeopleError(SAVED_SOMETIMES)
        self._check_reads(key, write, missing)
        text = f"{self.source.segment(write)} = {missing}"
        form = EditForm.LONGER_ELSE if condition.orelse else EditForm.WITH_ELSE
        return (Edit(self.source.span(condition), form, text),)

    def _write(self, save: FunctionNode, key: ConstantKey) -> tuple[ast.Subscript, ast.If]:
        """Return what writes the key, and the only statement that decides whether it does."""
        if not _returns_at_its_end(save):
            raise LeftToPeopleError(SAVED_SOMETIMES)
        for statement in _ifs(save.body):
            for part in statement.body:
                match part:
                    case ast.Assign(
                        [ast.Subscript(ast.Name(name), ast.Constant(written)) as target]
                    ) if written == key and self._can_gain(statement, name):
                        return target, statement
                    case _:
                        pass
        raise LeftToPeopleError(SAVED_SOMETIMES)

    def _can_gain(self, statement: ast.If, name: str) -> bool:
        """Tell whether the other branch of a statement can write to the mapping of that name."""
        is_chain = any(is_elif(self.source, one) for one in _ifs(statement.orelse))
        if is_chain or name in assigned_texts([statement]):
            return False
        orelse = statement.orelse
        return not orelse or line_of_else(self.source, statement) < orelse[0].lineno

    def _is_only_filled(self, save: FunctionNode, write: ast.Subscript) -> bool:
        """Tell whether nothing is done with the mapping but to fill and to return it."""
        name = write.value.id if isinstance(write.value, ast.Name) else ""
        uses = (n for n in ast.walk(save) if isinstance(n, ast.Name) and n.id == name)
        for use in uses:
            match use.ctx, self.above.get(use):
                case (ast.Store(), _) | (_, ast.Subscript(ctx=ast.Store()) | ast.Return()):
                    pass
                case _:
                    return False
        return True

    def _goes_on(self, contract: Contract) -> bool:
        """Tell whether a restore method does more with the mapping than to read keys of it."""
        restore = contract.restore
        return self.syntax.is_handed_on(restore.node, restore.parameter)

    def _check_reads(self, key: ConstantKey, write: ast.Subscript, missing: str) -> None:
        """Make sure that nothing else in the module has to do with the key."""
        expected = set(ast.walk(write))
        for record in self.records:
            reading = record.reading
            if key in reading.keys:
                expected |= set(ast.walk(self._read(record, missing)))
        parts = ast.walk(self.source.tree)
        found = (n for n in parts if isinstance(n, ast.Constant) and n.value == key)
        if any(node not in expected for node in found):
            raise LeftToPeopleError(SAVED_SOMETIMES)

    def _read(self, record: Record, missing: str) -> ast.AST:
        """Return the expression of a read, if it restores this constant without the key."""
        reading = record.reading
        parent = self.above.get(reading.node)
        match reading.kind, parent:
            case kind, _ if kind in CALLS and kind is not ReadKind.SETDEFAULT:
                is_same = _constant(reading.default) == missing
                whole: ast.AST = reading.node
            case ReadKind.MEMBERSHIP, ast.IfExp(test, _, default) if test is reading.node:
                is_same, whole = _constant(default) == missing, parent
            case _:
                is_same, whole = False, reading.node
        if not is_same:
            raise LeftToPeopleError(SAVED_SOMETIMES)
        return whole


def _constant(default: ast.expr | None) -> str | None:
    """Return the text of a constant, ``None`` where there is no default; None for anything else."""
    match default:
        case None:
            return "None"
        case ast.Constant() | ast.UnaryOp(ast.USub(), ast.Constant()):
            return ast.unparse(default)
        case _:
            return None


def _is_never_empty(contract: Contract) -> bool:
    saved = contract.saved
    return any(len(path) == 1 and saved.presence(path) is Presence.ALWAYS for path in saved.keys)


def _returns_at_its_end(save: FunctionNode) -> bool:
    returns = [part for part in ast.walk(save) if isinstance(part, ast.Return)]
    return returns == save.body[-1:]


def _ifs(block: list[ast.stmt]) -> Iterator[ast.If]:
    return (statement for statement in block if isinstance(statement, ast.If))
