"""A trainer whose restore method lets keys be missing in the less known ways."""

from __future__ import annotations

import logging
from typing import Any

logger = logging.getLogger(__name__)

DEFAULT_SCHEDULE = {"warmup": 0, "decay": 0.1}


class TokenizerTrainer:
    """Trains a tokenizer; saves where it stands, and the options it was started with."""

    def __init__(self, args: Any, optimizer: Any, ema: Any) -> None:
        self.args, self.optimizer, self.ema = args, optimizer, ema
        self.epoch, self.seed = 0, 0
        self.schedule: dict[str, float] = dict(DEFAULT_SCHEDULE)

    def state_dict(self) -> dict[str, Any]:
        return {
            "args": self.args,
            "optimizer": self.optimizer.state_dict(),
            "ema": self.ema.state_dict(),
            "epoch": self.epoch,
            "seed": self.seed,
            "schedule": self.schedule,
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        if "optimizer" in state_dict:
            self.optimizer.load_state_dict(state_dict["optimizer"])
        self.epoch = state_dict["epoch"] if "epoch" in state_dict else 0
        if "ema" not in state_dict:
            logger.warning("no averaged weights in this checkpoint")
            return
        self.ema.load_state_dict(state_dict["ema"])
        try:
            self.seed = state_dict["seed"]
        except KeyError:
            self.seed = 0
        self.schedule = {**DEFAULT_SCHEDULE, **state_dict["schedule"]}
        self.args.lowercase = getattr(state_dict["args"], "lowercase", False)
