"""Is what a reading asks the kind of thing that it is taken for?"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from flake8_checkpoint_get.analysis.declared import annotation_of
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.merges import MADE_BY_FACTORY, is_made
from flake8_checkpoint_get.analysis.methods import RestoreMethod
from flake8_checkpoint_get.analysis.namespaces import is_namespace
from flake8_checkpoint_get.analysis.recorder import CALLS, Reading, ReadKind, Record
from flake8_checkpoint_get.analysis.saved_namespaces import saved_namespaces
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.values import Place

TEXTS = frozenset(("str", "bytes"))
"""Annotations of checkpoints that are no mappings."""


@dataclass(frozen=True, slots=True)
class Plausibility:
    """What is known when everything has been walked: which keys are read, and of what.

    ``roots`` are the restore methods.
    """

    interpreter: Interpreter
    roots: Mapping[FunctionNode, RestoreMethod]

    def counts(self, record: Record) -> bool:
        """Tell whether what is asked is checkpoint data of the kind that it is taken for."""
        reading = record.reading
        if self._is_plumbing(reading):
            return False
        match reading.kind:
            case ReadKind.MEMBERSHIP:
                before = (self.interpreter.recorder[read] for read in record.after)
                if any(one.unnoticed and one.reading.kind in CALLS for one in before):
                    return False
                return not self._is_partial(record) and self._is_mapping(record)
            case ReadKind.MERGED:
                return self._is_of_fixed_keys(reading)
            case ReadKind.GETATTR:
                return self._is_namespace(record)
            case _:
                return True

    def _is_namespace(self, record: Record) -> bool:
        """Tell whether what is asked for a name is a namespace that was saved."""
        recorder = self.interpreter.recorder
        if _calls_any(record.reading):
            return False
        owners = {place.mapping for place in record.places}
        if any(place.mapping in owners for place in recorder.strict | recorder.soft):
            return False
        return any(is_namespace(owner) or self._is_saved_as_one(owner) for owner in owners)

    def _is_saved_as_one(self, owner: Place) -> bool:
        found = self.interpreter.parameter_of(owner.origin)
        root = self.roots.get(found[0]) if found else None
        if root is None or len(owner.path) != 1:
            return False
        return owner.path[0] in saved_namespaces(self.interpreter, root)

    def _is_of_fixed_keys(self, reading: Reading) -> bool:
        """Tell whether what is merged is a mapping, and not a set or a collection.

        ``defaults | state`` is a union of sets as often; a ``defaultdict`` is made for keys that
        come and go, unless the code itself reads a constant key of it.
        """
        recorder = self.interpreter.recorder
        read = recorder.strict | recorder.soft
        keys = {place.mapping for place in read if place.path and isinstance(place.path[-1], str)}
        if not reading.asked.isdisjoint(keys) or any(map(self._is_whole, reading.asked)):
            return True
        if reading.form == MADE_BY_FACTORY:
            return False
        return not isinstance(reading.node, ast.BinOp) or is_made(reading.default_value)

    def _is_plumbing(self, reading: Reading) -> bool:
        """Tell whether all keys are such as the catalogue leaves out: locks are made anew."""
        root = self.roots.get(reading.function) if reading.function else None
        if root is None or root.hook is None or not reading.keys:
            return False
        patterns = root.hook.ignored
        return all(any(fnmatchcase(str(key), one) for one in patterns) for key in reading.keys)

    def _is_partial(self, record: Record) -> bool:
        """Tell whether the framework's contract is that a checkpoint holds only some keys."""
        found = (self.interpreter.parameter_of(place.origin) for place in record.places)
        functions = {parameter[0] for parameter in found if parameter is not None}
        return any(self._saves_partly(self.roots[f]) for f in functions if f in self.roots)

    def _saves_partly(self, root: RestoreMethod) -> bool:
        if root.hook is None or not root.hook.partial:
            return False
        saves = (self.interpreter.index.method(root.class_name, s) for s in root.hook.saves)
        return any(_takes_part(save, root.hook.partial) for save in saves if save is not None)

    def _is_mapping(self, record: Record) -> bool:
        """Tell whether a membership test asks a mapping for a key, and not a string for a part.

        The checkpoint itself is a mapping; a value in it is one if the key is read, too.
        """
        recorder = self.interpreter.recorder
        if any(self._is_whole(place.mapping) for place in record.places):
            return True
        return not record.places.isdisjoint(recorder.strict | recorder.soft)

    def _is_whole(self, place: Place) -> bool:
        found = self.interpreter.parameter_of(place.origin)
        if place.path or found is None:
            return not place.path
        root = self.roots.get(found[0])
        if root is None or root.parameter != found[1]:
            return False
        annotation = annotation_of(*found)
        return not isinstance(annotation, ast.Name) or annotation.id not in TEXTS


def _calls_any(reading: Reading) -> bool:
    """Tell whether a name that is asked for is called: a method of an object, and no option."""
    parts = ast.walk(reading.function) if reading.function is not None else ()
    called = (part.func for part in parts if isinstance(part, ast.Call))
    return any(isinstance(one, ast.Attribute) and one.attr in reading.keys for one in called)


def _takes_part(save: FunctionNode, parameters: tuple[str, ...]) -> bool:
    """Tell whether a save method is told which parts to save, or hands on what it is told."""
    named = {argument.arg for argument in (*save.args.args, *save.args.kwonlyargs)}
    return not named.isdisjoint(parameters) or save.args.kwarg is not None
