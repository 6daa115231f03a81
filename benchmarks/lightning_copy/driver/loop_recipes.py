"""How to make the loops that have a state: what they save lies in that of the whole tree."""

from __future__ import annotations

import functools
from collections.abc import Callable

from benchmarks.lightning_copy.driver.frameworks import pl
from benchmarks.lightning_copy.driver.loaders import LOADERS, StatefulLoader
from benchmarks.lightning_copy.driver.models import make_trainer
from benchmarks.lightning_copy.driver.round_trips import Recipe


def loop_recipes() -> list[Recipe]:
    """Return the recipes for the loops."""
    of_epochs = functools.partial(Recipe, "_FitLoop", make=lambda: make_trainer().fit_loop)
    of_batches = functools.partial(
        Recipe, "_TrainingEpochLoop", make=lambda: make_trainer().fit_loop.epoch_loop
    )
    return [
        *(
            of_epochs(name, fill=functools.partial(run_epochs, loader))
            for name, loader in LOADERS.items()
        ),
        of_epochs("never ran"),
        of_batches("has run", fill=run_batches),
        of_batches("never ran"),
    ]


def run_epochs(make_loader: Callable[[], object], loop: object) -> None:
    """Leave a loop over epochs as it is in the midst of one."""
    inside, loader = vars(loop), make_loader()
    progress = inside["epoch_progress"]
    progress.current.ready = progress.total.ready = 3
    if isinstance(loader, StatefulLoader):
        loader.given = 2
    combined = pl.utilities.combined_loader.CombinedLoader(loader, "max_size_cycle")
    inside["_combined_loader"] = combined
    run_batches(inside["epoch_loop"])


def run_batches(loop: object) -> None:
    """Leave a loop over batches as it is after some."""
    inside = vars(loop)
    inside["batch_progress"].total.ready = 12
    inside["_batches_that_stepped"] = 11
