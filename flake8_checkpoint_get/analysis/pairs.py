"""Save methods without a restore method, and the reverse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flake8_checkpoint_get.analysis.class_info import ClassInfo
from flake8_checkpoint_get.analysis.methods import RestoreMethod
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.trust import is_abstract
from flake8_checkpoint_get.hooks import HOOKS, Style, Tier
from flake8_checkpoint_get.settings import Settings


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A method, its class, and the names of which its class has none; ``saves`` tells which."""

    node: FunctionNode
    class_name: str
    wanted: tuple[str, ...]
    saves: bool


def unpaired_methods(
    index: ModuleIndex, settings: Settings, roots: Iterable[RestoreMethod]
) -> Iterator[Unpaired]:
    """Yield the methods whose other half is not there, where all bases are in sight."""
    for root in roots:
        wanted = _saves_of(root, settings)
        if wanted and not _is_paired(index, root.class_name, root.node, wanted):
            yield Unpaired(root.node, root.class_name, wanted, saves=False)
    for info in index.all_classes:
        for node in info.methods.values():
            wanted = _restores_of(node.name)
            if wanted and not _is_paired(index, info.name, node, wanted):
                yield Unpaired(node, info.name, wanted, saves=True)


def _saves_of(root: RestoreMethod, settings: Settings) -> tuple[str, ...]:
    named = [
        pattern.saves
        for pattern in settings.restore_methods
        if pattern.saves and pattern.matches(root.class_name, root.node.name)
    ]
    hook = root.hook
    if hook is None or hook.tier is not Tier.NAME or hook.decorator or hook.style is Style.PARTLY:
        return tuple(named)
    return (*named, *hook.saves)


def _restores_of(save: str) -> tuple[str, ...]:
    hooks = (hook for hook in HOOKS if hook.tier is Tier.NAME and not hook.decorator)
    return tuple(hook.restore for hook in hooks if save in hook.saves)


def _is_paired(
    index: ModuleIndex, class_name: str, node: FunctionNode, wanted: tuple[str, ...]
) -> bool:
    """Tell whether a class has the other half of a method, or may have it out of sight."""
    heirs = [info.name for info in index.heirs(class_name)]
    if not class_name or is_abstract(node) or not index.is_whole(class_name):
        return True
    if any(_has(info, wanted) for info in index.lineage(class_name)):
        return True
    return bool(heirs) and all(
        not index.is_whole(heir) or any(_has(info, wanted) for info in index.lineage(heir))
        for heir in heirs
    )


def _has(info: ClassInfo, wanted: tuple[str, ...]) -> bool:
    return any(name in info.methods or name in info.constants for name in wanted)
