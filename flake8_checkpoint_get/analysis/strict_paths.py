"""Whether a stretch of code reads a key of a mapping strictly, whichever way it takes."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.conditions import JUMPS
from flake8_checkpoint_get.analysis.default_effects import effect_of
from flake8_checkpoint_get.analysis.evaluation import evaluated, expressions_of
from flake8_checkpoint_get.analysis.recorder import Recorder
from flake8_checkpoint_get.analysis.syntax import dotted, written

LOOKING = frozenset(("get", "keys", "values", "items", "copy"))
"""Methods of a mapping that change nothing."""

FOR_OTHERS = frozenset(("KeyError", "LookupError", "Exception", "BaseException", ""))
"""What may be caught in the place of a missing key; so may be whatever is no built-in error."""


@dataclass(frozen=True, slots=True)
class AskedKey:
    """One key of one mapping, as the code writes both.

    ``strict_calls`` are calls that read the key with a default now, and strictly when mended.
    """

    receiver: ast.expr
    key: ast.expr
    strict_calls: frozenset[ast.expr] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The names that what is asked depends on."""
        parts = (*ast.walk(self.receiver), *ast.walk(self.key))
        return frozenset(part.id for part in parts if isinstance(part, ast.Name))

    def is_asked_by(self, receiver: ast.expr, key: ast.expr) -> bool:
        """Tell whether code asks the same mapping for the same key."""
        return _same(receiver, self.receiver) and _same(key, self.key)

    def is_read_by(self, node: ast.AST) -> bool:
        """Tell whether a node is a strict read of the key."""
        match node:
            case ast.Subscript(receiver, key, ast.Load()):
                return self.is_asked_by(receiver, key)
            case ast.Call(ast.Attribute(receiver, "pop"), [key], []):
                return self.is_asked_by(receiver, key)
            case ast.expr():
                return node in self.strict_calls
            case _:
                return False

    def is_read_on_every_path(self, block: Iterable[ast.stmt]) -> bool:
        """Tell whether a block reads the key before it does anything to the mapping, or ends."""
        for statement in block:
            if self._is_looked_for(statement):
                # Where it is missing, something else than a KeyError may be raised.
                return False
            if self._is_read_by_statement(statement):
                return True
            if self.is_touched_by(statement) or _jumps(statement) or self._is_caught(statement):
                return False
        return False

    def is_read_by_expression(self, node: ast.expr | None) -> bool:
        """Tell whether evaluating an expression always reads the key."""
        return node is not None and any(map(self.is_read_by, evaluated(node)))

    def is_touched_by(self, block: ast.AST) -> bool:
        """Tell whether code may do something to the mapping, or to what names it."""
        return any(self._is_touch(part) for part in ast.walk(block))

    def may_be_missed_by_other_name(self, block: ast.AST, recorder: Recorder) -> bool:
        """Tell whether code goes on without the key where it reads a mapping by another name.

        That may be the same mapping. ``recorder`` knows which calls read checkpoint data.
        """
        for part in ast.walk(block):
            match part:
                case ast.Call(ast.Attribute(receiver), [key, *_]):
                    is_soft = recorder.is_defaulted_read(part)
                case ast.Compare(key, [ast.In() | ast.NotIn()], [receiver]):
                    is_soft = True
                case ast.Try() | ast.With() | ast.AsyncWith() if self._is_swallowed_in(part):
                    return True
                case _:
                    continue
            if is_soft and _same(key, self.key) and not _same(mapping_of(receiver), self.receiver):
                return True
        return False

    def _is_swallowed_in(self, block: ast.Try | ast.With | ast.AsyncWith) -> bool:
        if isinstance(block, ast.Try):
            is_caught = any(map(_catches_missing, block.handlers))
        else:
            is_caught = any(_may_swallow(item.context_expr) for item in block.items)
        reads = (n for one in block.body for n in ast.walk(one) if isinstance(n, ast.Subscript))
        return is_caught and any(_same(read.slice, self.key) for read in reads)

    def _is_read_by_statement(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.Raise():
                return True
            case ast.If(test, body, orelse):
                blocks = self.is_read_on_every_path(body) and self.is_read_on_every_path(orelse)
                return self.is_read_by_expression(test) or blocks
            case ast.With(items, body) | ast.AsyncWith(items, body):
                contexts = [item.context_expr for item in items]
                is_inside = not any(map(_may_swallow, contexts))
                return any(map(self.is_read_by_expression, contexts)) or (
                    is_inside and self.is_read_on_every_path(body)
                )
            case ast.Try(body, handlers):
                is_out = not any(_catches_missing(handler) for handler in handlers)
                return is_out and self.is_read_on_every_path(body)
            case _:
                return any(map(self.is_read_by_expression, expressions_of(statement)))

    def _is_looked_for(self, statement: ast.stmt) -> bool:
        """Tell whether some part of a statement tests if the key is there."""
        for part in ast.walk(statement):
            match part:
                case ast.Compare(key, [ast.In() | ast.NotIn()], [receiver]):
                    if self.is_asked_by(mapping_of(receiver), key):
                        return True
                case ast.Call(ast.Attribute(receiver, "keys")) if _same(receiver, self.receiver):
                    return True
                case _:
                    pass
        return False

    def _is_caught(self, statement: ast.stmt) -> bool:
        """Tell whether some part of a statement catches that the key is missing."""
        attempts = (part for part in ast.walk(statement) if isinstance(part, ast.Try))
        return any(
            any(map(_catches_missing, attempt.handlers))
            and any(self.is_read_by(part) for one in attempt.body for part in ast.walk(one))
            for attempt in attempts
        )

    def _is_touch(self, part: ast.AST) -> bool:
        match part:
            case ast.Name(name, ast.Store() | ast.Del()):
                return name in self.names
            case ast.Attribute(_, _, ast.Store() | ast.Del()):
                return self._is_part(part)
            case ast.Subscript(_, key, ast.Store()) | ast.Call(
                ast.Attribute(attr="setdefault"), [key, *_]
            ) if self._is_other(key):
                return False
            case ast.Subscript(receiver, key, ast.Store() | ast.Del()):
                is_other_name = _same(key, self.key)
                return is_other_name or self._is_part(part) or self._is_part(receiver)
            case ast.Call(ast.Attribute(_, "setdefault"), [key, *_]) if _same(key, self.key):
                return True
            case ast.Call(ast.Attribute(receiver, method), arguments, keywords):
                is_changed = method not in LOOKING and self._is_part(receiver)
                is_read = part in self.strict_calls or self.is_read_by(part)
                return (is_changed and not is_read) or self._is_passed(arguments, keywords)
            case ast.Call(_, arguments, keywords):
                return self._is_passed(arguments, keywords)
            case _:
                return False

    def _is_other(self, key: ast.expr) -> bool:
        """Tell whether a key is surely another one."""
        are_known = isinstance(key, ast.Constant) and isinstance(self.key, ast.Constant)
        return are_known and not _same(key, self.key)

    def _is_passed(self, arguments: list[ast.expr], keywords: list[ast.keyword]) -> bool:
        return any(map(self._is_part, (*arguments, *(keyword.value for keyword in keywords))))

    def _is_part(self, node: ast.expr) -> bool:
        """Tell whether an expression is the mapping, or one that it lies in."""
        node = node.value if isinstance(node, ast.Starred) else node
        return any(_same(node, part) for part in _chain(self.receiver))


def mapping_of(receiver: ast.expr) -> ast.expr:
    """Return the mapping, for one or for its keys."""
    match receiver:
        case ast.Call(ast.Attribute(inner, "keys"), [], []):
            return inner
        case _:
            return receiver


def is_plain(receiver: ast.expr) -> bool:
    """Tell whether evaluating an expression does nothing but to look."""
    match receiver:
        case ast.Name():
            return True
        case ast.Attribute(inner):
            return is_plain(inner)
        case ast.Subscript(inner, key) | ast.Call(ast.Attribute(inner, "get"), [key], []):
            return is_plain(inner) and not effect_of(key)
        case _:
            return False


def _jumps(statement: ast.stmt) -> bool:
    return any(isinstance(part, JUMPS) for part in ast.walk(statement))


def _may_swallow(context: ast.expr) -> bool:
    name = dotted(context.func if isinstance(context, ast.Call) else context)
    return name.rpartition(".")[2] in ("suppress", "raises", "assertRaises")


def _catches_missing(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = (dotted(kind) if kind is not None else "" for kind in kinds)
    return any(name in FOR_OTHERS or not hasattr(builtins, name) for name in names)


def _chain(node: ast.expr) -> Iterator[ast.expr]:
    """Yield an expression and what it is an item or an attribute of, from the outside in."""
    yield node
    match node:
        case ast.Attribute(inner) | ast.Subscript(inner) | ast.Call(ast.Attribute(inner)):
            yield from _chain(inner)
        case _:
            pass


def _same(one: ast.expr, other: ast.expr) -> bool:
    """Tell whether two expressions are written alike."""
    return written(one) == written(other)
