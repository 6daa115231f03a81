"""What a class saves, held against what it restores."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.function_walk import FunctionWalk
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.methods import RestoreMethod, filled_parameter
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.plain_saves import doubt_about
from flake8_checkpoint_get.analysis.saved import Presence, SavedMapping
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.writes import saved_mapping
from flake8_checkpoint_get.hooks import Style
from flake8_checkpoint_get.model import KeyPath
from flake8_checkpoint_get.settings import Settings


@dataclass(frozen=True, slots=True)
class Heir:
    """A subclass that has its own save method, and what that writes.

    ``inherits`` is set where it has no restore method of its own, which calls the inherited one.
    """

    class_name: str
    save: FunctionNode
    saved: SavedMapping
    inherits: bool = True


@dataclass(frozen=True, slots=True)
class Contract:
    """A restore method, the save method that goes with it, and what that writes.

    ``heirs`` are subclasses in the module that restore by the same method, and save by another.
    """

    restore: RestoreMethod
    save: FunctionNode
    saved: SavedMapping
    heirs: tuple[Heir, ...] = ()

    def presence(self, path: KeyPath) -> Presence | None:
        """Return how surely a key is in the mapping around it, if that is so for all subclasses."""
        mappings = (self.saved, *(heir.saved for heir in self.heirs))
        found = {saved.presence_within(path) for saved in mappings}
        return found.pop() if len(found) == 1 else Presence.UNKNOWN

    def why_unknown(self, path: KeyPath) -> str:
        """Return why it is not known whether a key path is written."""
        own = self.saved.presence_within(path)
        for heir in self.heirs:
            if heir.saved.presence_within(path) is not own:
                return f"{heir.class_name} overrides {self.save.name}()"
        return self.saved.why_unknown(path)


@dataclass(slots=True)
class Contracts:
    """The contracts of one module; a save method is walked when somebody asks for it."""

    index: ModuleIndex
    settings: Settings
    _builder: Builder = field(default_factory=Builder)
    _interpreter: Interpreter | None = None
    _contracts: dict[FunctionNode, Contract | None] = field(default_factory=dict)
    _known: dict[tuple[str, str], SavedMapping] = field(default_factory=dict)

    def of(self, restore: RestoreMethod) -> Contract | None:
        """Return the contract of a restore method, or None where no save method is in sight."""
        if restore.node not in self._contracts:
            self._contracts[restore.node] = self._found(restore)
        return self._contracts[restore.node]

    def _found(self, restore: RestoreMethod) -> Contract | None:
        if restore.hook is not None and restore.hook.style is Style.PARTLY:
            return None
        for name in _save_names(self.index, restore, self.settings):
            save = self.index.method(restore.class_name, name)
            if save is not None:
                saved = self._saved(restore, restore.class_name, name)
                return Contract(restore, save, saved, tuple(self._heirs(restore, save)))
        return None

    def _heirs(self, restore: RestoreMethod, save: FunctionNode) -> Iterator[Heir]:
        """Yield the subclasses that restore by this method, and save by another one."""
        for info in self.index.heirs(restore.class_name):
            other = self.index.method(info.name, save.name)
            if other not in (save, None) and self._restores_by(info.name, restore.node):
                saved = self._saved(restore, info.name, save.name)
                inherited = self.index.method(info.name, restore.node.name)
                yield Heir(info.name, other, saved, inherited is restore.node)

    def _restores_by(self, class_name: str, restore: FunctionNode) -> bool:
        """Tell whether a subclass inherits a restore method, or calls it by its name."""
        own = self.index.method(class_name, restore.name)
        parts = ast.walk(own) if own is not None else ()
        called = (part.attr for part in parts if isinstance(part, ast.Attribute))
        return own is restore or restore.name in called

    def _saved(self, restore: RestoreMethod, class_name: str, name: str) -> SavedMapping:
        asked = (class_name, name)
        if asked not in self._known:
            save = self.index.method(*asked)
            assert save is not None  # noqa: S101
            filled = filled_parameter(save, class_name, restore.hook)
            doubt = doubt_about(self.index, class_name, save)
            self._known[asked] = (
                SavedMapping({}, {(): doubt})
                if doubt
                else saved_mapping(self._walks(), self._builder, save, class_name, filled)
            )
        return self._known[asked]

    def _walks(self) -> Interpreter:
        if self._interpreter is None:
            self._interpreter = Interpreter(self.index, self.settings, FunctionWalk, self._builder)
        return self._interpreter


def _save_names(index: ModuleIndex, restore: RestoreMethod, settings: Settings) -> Iterator[str]:
    """Yield the names of the save methods that can go with a restore method, the surest first."""
    for pattern in settings.restore_methods:
        if pattern.saves and pattern.matches(restore.class_name, restore.node.name):
            yield pattern.saves
    if restore.hook is not None:
        yield from restore.hook.saves
    for info in index.lineage(restore.class_name):
        for name in info.methods:
            if any(p.matches(info.name, name) and not p.excludes for p in settings.save_methods):
                yield name
