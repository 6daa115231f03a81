"""A module with extra state: what it restores beside its tensors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from torch import nn


@dataclass
class SeedMetrics:
    """Counters of one seed."""

    epochs: int = 0
    best_accuracy: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        return {"epochs": self.epochs, "best_accuracy": self.best_accuracy}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> SeedMetrics:
        return cls(
            epochs=data.get("epochs", 0),
            best_accuracy=data.get("best_accuracy", 0.0),
        )


@dataclass
class SeedState:
    """Where a seed is in its life."""

    stage: str
    metrics: SeedMetrics = field(default_factory=SeedMetrics)

    def to_dict(self) -> dict[str, Any]:
        return {"stage": self.stage, "metrics": self.metrics.to_dict()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> SeedState:
        return cls(stage=data["stage"], metrics=SeedMetrics.from_dict(data.get("metrics", {})))


class SeedSlot(nn.Module):
    """A place in a network where a seed grows."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.channels = channels
        self.alpha = 0.0
        self.isolate_gradients = True
        self.state: SeedState | None = None

    def get_extra_state(self) -> dict[str, Any]:
        saved: dict[str, Any] = {
            "alpha": self.alpha,
            "isolate_gradients": self.isolate_gradients,
        }
        if self.state is not None:
            saved["seed_state"] = self.state.to_dict()
        return saved

    def set_extra_state(self, state: dict[str, Any]) -> None:
        self.alpha = state["alpha"]
        self.isolate_gradients = state.get("isolate_gradients", False)
        if state.get("seed_state"):
            self.state = SeedState.from_dict(state["seed_state"])
        else:
            self.state = None
