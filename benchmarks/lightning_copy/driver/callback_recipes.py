"""How to make the callbacks that have a state."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from benchmarks.lightning_copy.driver.frameworks import pl, torch
from benchmarks.lightning_copy.driver.models import tiny_model
from benchmarks.lightning_copy.driver.round_trips import Recipe


def callback_recipes() -> list[Recipe]:
    """Return the recipes for callbacks."""
    stopping = functools.partial(pl.callbacks.EarlyStopping, "loss")
    keeping = functools.partial(pl.callbacks.ModelCheckpoint, "kept", monitor="loss", save_top_k=2)
    timer = pl.callbacks.Timer
    return [
        Recipe("EarlyStopping", "has stopped", stopping, having(**stopped())),
        Recipe("EarlyStopping", "never ran", stopping),
        Recipe("ModelCheckpoint", "has kept some", keeping, having(**kept())),
        Recipe("ModelCheckpoint", "other folder", keeping, having(**kept(), dirpath="elsewhere")),
        Recipe("ModelCheckpoint", "never ran", keeping),
        Recipe("Timer", "has run", timer, run_for_a_while),
        Recipe("Timer", "never ran", timer),
        Recipe("WeightAveraging", "while fitting", lambda: Averaged("fit"), Averaged.average),
        Recipe("WeightAveraging", "outside fit", lambda: Averaged("test")),
    ]


def having(**values: object) -> Callable[[object], None]:
    """Return what sets these attributes."""
    return lambda target: vars(target).update(values)


def stopped() -> dict[str, object]:
    """Return the attributes of an EarlyStopping that has stopped a training."""
    reasons = pl.callbacks.early_stopping.EarlyStoppingReason
    return {
        "wait_count": 5,
        "stopped_epoch": 7,
        "best_score": torch.tensor(0.25),
        "patience": 5,
        "stopping_reason": reasons.PATIENCE_EXHAUSTED,
        "stopping_reason_message": "loss did not improve",
    }


def kept() -> dict[str, object]:
    """Return the attributes of a ModelCheckpoint that has kept the best two of some."""
    best, good = torch.tensor(0.25), torch.tensor(0.75)
    return {
        "best_model_score": best,
        "best_model_path": "kept/best.ckpt",
        "current_score": torch.tensor(0.5),
        "best_k_models": {"kept/best.ckpt": best, "kept/good.ckpt": good},
        "kth_best_model_path": "kept/good.ckpt",
        "kth_value": good,
        "last_model_path": "kept/last.ckpt",
    }


def run_for_a_while(timer: object) -> None:
    """Leave a timer as it is after a training, which was resumed."""
    inside, training = vars(timer), pl.trainer.states.RunningStage.TRAINING
    inside["_start_time"][training] = 10.0
    inside["_end_time"][training] = 32.5
    inside["_offset"] = 90


class Averaged:
    """A WeightAveraging and its module: it saves into the checkpoint as a whole."""

    def __init__(self, stage: str) -> None:
        self.module: Any = tiny_model()
        self.callback = pl.callbacks.WeightAveraging()
        self.callback.setup(None, self.module, stage)

    def average(self) -> None:
        """Move the weights, and average them."""
        averages = vars(self.callback)["_average_model"]
        for step in range(3):
            with torch.no_grad():
                self.module.layer.weight.add_(step)
            averages.update_parameters(self.module)

    def state_dict(self) -> dict[str, object]:
        """Return a checkpoint."""
        checkpoint = {"state_dict": self.module.state_dict()}
        self.callback.on_save_checkpoint(None, self.module, checkpoint)
        return checkpoint

    def load_state_dict(self, state: dict[str, object]) -> None:
        """Restore a checkpoint in the order in which the trainer does."""
        self.module.load_state_dict(state["state_dict"])
        self.callback.on_load_checkpoint(None, self.module, state)
