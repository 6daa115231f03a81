"""Which classes a class may be kin to, as far as the module shows."""

from __future__ import annotations

from flake8_checkpoint_get.analysis.class_info import ClassInfo
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
    lineage = index.lineage(class_name)
    bases = [base for info in lineage for base in info.bases if base not in index.classes]
    full = [index.imports.get(base.partition(".")[0], "") for base in bases]
    return any(
        base.rpartition(".")[2].endswith("Optimizer") or source.startswith("torch.optim")
        for base, source in zip(bases, full, strict=True)
    )


def possible_heir(index: ModuleIndex, class_name: str, method: str) -> ClassInfo | None:
    """Return a class that defines a method, and that may be derived from another one.

    So may one in a function that makes classes: ``class Filtered(base)``.
    """
    own = index.lineage(class_name)
    defining = (info for info in index.of_any_base if method in info.methods)
    return next((info for info in defining if info not in own), None)
