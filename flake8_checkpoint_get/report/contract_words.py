"""How contracts are put into words, for every form in which people read them."""

from __future__ import annotations

from flake8_checkpoint_get.analysis.contract_facts import (
    Agreement,
    ClassContract,
    KeyContract,
    Restoring,
)
from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.source import shown

COLUMNS = ("key", "saved", "restored", "verdict")


def title(path: str, contract: ClassContract) -> str:
    """Return where a pair of methods is, and which they are."""
    line = contract.save_line or contract.restore_line
    methods = [f"{name}()" for name in (contract.save, contract.restore) if name]
    return f"{shown(path)}:{line} {contract.class_name}: {' and '.join(methods)}"


def cells(key: KeyContract) -> tuple[str, str, str, str]:
    """Return what stands in each of the columns."""
    return key_name(key), saved(key), restored(key), verdict(key)


def key_name(key: KeyContract) -> str:
    """Return a key path as it is read: ``optimizer.lr``."""
    return shown(".".join(key.path))


def saved(key: KeyContract) -> str:
    """Return how a key is saved."""
    match key.saved:
        case None:
            return "never"
        case Presence.SOMETIMES if key.condition:
            return f"if {shown(key.condition)}"
        case Presence.UNKNOWN if key.reason:
            return f"unknown: {shown(key.reason)}"
        case Presence() as presence:
            return str(presence.value)


def restored(key: KeyContract) -> str:
    """Return how a key is restored."""
    if key.restored is Restoring.DEFAULTED:
        return f"default {shown(key.default)}" if key.default else "skipped if missing"
    return str(key.restored.value)


def verdict(key: KeyContract) -> str:
    """Return what that means."""
    return {
        Agreement.OK: "ok",
        Agreement.NEEDLESS_DEFAULT: "always there: read it strictly",
        Agreement.SOMETIMES_SAVED: "some checkpoints lack it",
        Agreement.NEVER_SAVED: "no checkpoint holds it",
        Agreement.NEVER_RESTORED: "nothing restores it",
        Agreement.UNDECIDED: "not decided",
    }[key.agreement]


def remainder(contract: ClassContract) -> str:
    """Return why more keys may be saved than are listed; empty if there can be none."""
    return f"more keys may be saved: {shown(contract.opened)}" if contract.opened else ""
