"""A learning-rate schedule that is pickled with its optimizer."""

from __future__ import annotations

from typing import Any

FIELDS = ("step", "peak", "decay")


class Warmup:
    """Raises the learning rate, then lets it decay."""

    def __init__(self, optimizer: Any, peak: float) -> None:
        self.optimizer = optimizer
        self.step, self.peak, self.decay = 0, peak, 0.99

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name in FIELDS:
            setattr(self, name, state.get(name))
        self.optimizer = state.pop("optimizer", None)

    def add_group(self, group: dict[str, Any]) -> None:
        group.setdefault("peak", self.peak)
