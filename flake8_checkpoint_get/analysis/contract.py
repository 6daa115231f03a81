"""What a class saves, held against what it restores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.function_walk import FunctionWalk
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.methods import RestoreMethod, filled_parameter
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.plain_saves import is_plain_save
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.writes import SavedMapping, saved_mapping
from flake8_checkpoint_get.hooks import Style
from flake8_checkpoint_get.settings import Settings


@dataclass(frozen=True, slots=True)
class Contract:
    """A restore method and the save method that goes with it: its name, and what it writes."""

    restore: RestoreMethod
    save: str
    saved: SavedMapping


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
                is_plain = is_plain_save(self.index, restore.class_name, save)
                return Contract(restore, name, self._saved(restore, name)) if is_plain else None
        return None

    def _saved(self, restore: RestoreMethod, name: str) -> SavedMapping:
        asked = (restore.class_name, name)
        if asked not in self._known:
            save = self.index.method(*asked)
            assert save is not None  # noqa: S101
            filled = filled_parameter(save, restore.class_name, restore.hook)
            self._known[asked] = saved_mapping(
                self._walks(), self._builder, save, restore.class_name, filled
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
