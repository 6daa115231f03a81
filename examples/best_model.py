"""A callback that remembers the best model."""

from __future__ import annotations

import logging
from typing import Any

logger = logging.getLogger(__name__)


class BestModel:
    """Keeps the best score and where its checkpoint lies."""

    def __init__(self, monitor: str) -> None:
        self.monitor = monitor
        self.best_score: float | None = None
        self.best_path = ""
        self.patience_left = 10
        self.schedule: dict[str, Any] = {}

    def on_save_checkpoint(self, trainer: Any, pl_module: Any, checkpoint: dict[str, Any]) -> None:
        checkpoint["best_score"] = self.best_score
        checkpoint["best_path"] = self.best_path
        checkpoint["patience_left"] = self.patience_left
        checkpoint["schedule"] = self.schedule

    def on_load_checkpoint(self, trainer: Any, pl_module: Any, checkpoint: dict[str, Any]) -> None:
        if "best_score" not in checkpoint:
            raise KeyError(f"no best score for {self.monitor}")
        self.best_score = checkpoint.get("best_score")
        self.best_path = checkpoint.pop("best_path", "")
        self.patience_left = checkpoint.get("patience_left") or 10
        schedule = checkpoint.setdefault("schedule", {})
        schedule.setdefault("warmup", 0)
        self.schedule = dict(schedule)

        patience = trainer.config.get("patience", 10)
        logger.info("resumed with patience %d", patience)
