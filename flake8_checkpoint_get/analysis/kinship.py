"""Which classes a class may be kin to, as far as the module shows."""

from __future__ import annotations

import builtins

from flake8_checkpoint_get.analysis.class_info import COMPUTED, ClassInfo
from flake8_checkpoint_get.analysis.module_index import ModuleIndex

CALLERS_OF_OPTIMIZERS = {
    "__setstate__": "Optimizer.load_state_dict()",
    "load_state_dict": "torch.distributed.checkpoint",
}
"""What calls a method of any optimizer of torch, and passes nothing but its own two keys."""


def caller_of_optimizer(index: ModuleIndex, class_name: str, method: str) -> str:
    """Return what passes a mapping of its own to a method, if the class is an optimizer."""
    called_by = CALLERS_OF_OPTIMIZERS.get(method, "")
    return called_by if called_by and _is_optimizer(index, class_name) else ""


def _is_optimizer(index: ModuleIndex, class_name: str) -> bool:
    """Tell whether a class is derived from an optimizer of torch."""
    bases = [base for info in index.lineage(class_name) for base in info.bases]
    full = [index.imports.get(base.partition(".")[0], "") for base in bases]
    return any(
        base.rpartition(".")[2].endswith("Optimizer") or source.startswith("torch.optim")
        for base, source in zip(bases, full, strict=True)
    )


def possible_heir(index: ModuleIndex, method: str) -> ClassInfo | None:
    """Return a class that defines a method, and may be derived from any class of the module.

    So may one in a function that makes classes: ``class Filtered(base)``.
    """
    defining = (info for info in index.all_classes if method in info.methods)
    return next((info for info in defining if _has_any_base(index, info)), None)


def _has_any_base(index: ModuleIndex, info: ClassInfo) -> bool:
    if COMPUTED in info.bases:
        return True
    if "<locals>" not in info.name:
        return False  # a name that the module does not bind comes with ``from … import *``
    known = index.imports.keys() | index.classes.keys() | vars(builtins).keys()
    roots = (base.partition(".")[0] for base in info.bases)
    scope = info.name.rpartition(".")[0]
    return any(root not in known and f"{scope}.{root}" not in known for root in roots)
