"""A sampler whose state has changed once, and says so."""

from __future__ import annotations

from typing import Any


class ResumableSampler:
    """Yields the indices that an interrupted epoch has not seen yet."""

    STATE_VERSION = 2

    def __init__(self, seed: int) -> None:
        self.seed, self.epoch, self.position = seed, 0, 0

    def state_dict(self) -> dict[str, Any]:
        return {
            "version": self.STATE_VERSION,
            "seed": self.seed,
            "epoch": self.epoch,
            "position": self.position,
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        version = state_dict.get("version", 1)
        if version > self.STATE_VERSION:
            raise ValueError(f"state of version {version} is newer than this code")
        self.seed = state_dict["seed"]
        self.epoch = state_dict["epoch"]
        if version < 2:
            # Version 1 counted batches; the position within an epoch was not saved.
            self.position = state_dict.get("position", 0)
        else:
            self.position = state_dict["position"]
