"""A tiny model, and the trainer for it."""

from __future__ import annotations

import functools
import importlib

from benchmarks.lightning_copy.driver.frameworks import pl, torch

demos = importlib.import_module("lightning.pytorch.demos.boring_classes")

make_trainer = functools.partial(
    pl.Trainer,
    accelerator="cpu",
    max_epochs=4,
    logger=False,
    enable_progress_bar=False,
    enable_model_summary=False,
    limit_val_batches=0,
    num_sanity_val_steps=0,
)
"""Makes a trainer that prints nothing."""


def tiny_model() -> object:
    """Return Lightning's model for tests: one layer."""
    torch.manual_seed(0)
    made: object = demos.BoringModel()
    return made
