"""A gradient scaler whose save and restore methods do not agree."""

from __future__ import annotations

from typing import Any


class GradScaler:
    """Scales the loss; the schedule of its growth is a part with a state of its own."""

    def __init__(self, schedule: Any) -> None:
        self.schedule = schedule
        self.scale, self._hysteresis_tracker = 1.0, 1
        self.growth: float | None = None

    def state_dict(self) -> dict[str, Any]:
        state = {"scale": self.scale, "schedule": self.schedule.state_dict()}
        state["_hysteresis_tracker"] = self._hysteresis_tracker
        if self.growth is not None:
            state["growth"] = self.growth
        return state

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self.scale = state_dict["scale"]
        self.growth = state_dict["growth"]
        self.schedule.state_dict(state_dict["schedule"])
        if "_hysterisis_tracker" in state_dict:
            self._hysteresis_tracker = state_dict["_hysterisis_tracker"]
        else:
            self._hysteresis_tracker = 1
