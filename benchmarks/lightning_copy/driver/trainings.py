"""Trainings, resumed from a checkpoint: whole, and without single keys."""

from __future__ import annotations

import functools
import itertools
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from benchmarks.lightning_copy.driver.attributes import attributes
from benchmarks.lightning_copy.driver.frameworks import pl, torch
from benchmarks.lightning_copy.driver.keys import holders
from benchmarks.lightning_copy.driver.loaders import LOADERS
from benchmarks.lightning_copy.driver.models import make_trainer, tiny_model
from benchmarks.lightning_copy.driver.round_trips import attempt
from benchmarks.lightning_copy.outcome import TRAINER, Attributes, Dropped, Loaded, Trip

PARTS = ("callbacks", "loops")
"""The parts of a checkpoint that keys are looked for in."""


def training(loader: str, keys: Iterable[str]) -> Trip:
    """Train with one kind of loader, unless that was done; resume from the last checkpoint."""
    place = Path.cwd() / "training" / loader.replace(" ", "-")
    kept = place / "kept"
    if not kept.exists():
        train(loader, place / "run", None)
        shutil.copytree(place / "run", kept)
    saved = torch.load(kept / "last.ckpt", weights_only=False)
    return {
        "class_name": TRAINER,
        "variant": loader,
        "saved": attributes(saved["loops"]) | attributes(saved["callbacks"]),
        "whole": resume(loader, kept, kept / "last.ckpt"),
        "dropped": [one for key in keys for one in resume_without(loader, kept, key)],
    }


def resume_without(loader: str, kept: Path, key: str) -> Iterator[Dropped]:
    """Go on from a checkpoint that has lost a key, if it has that.

    A callback whose state is empty then is skipped by the trainer, whatever the callback would have
    said. So such a key is renamed as well.
    """
    checkpoint = torch.load(kept / "last.ckpt", weights_only=False)
    found = [one for part in PARTS for one in holders(checkpoint[part], key)]
    if not found:
        return
    less = kept.with_name("less.ckpt")
    values = [mapping.pop(key) for mapping in found]
    torch.save(checkpoint, less)
    loaded = resume(loader, kept, less)
    renamed = None
    if not all(found):
        for mapping, value in zip(found, values, strict=True):
            mapping["renamed"] = value
        torch.save(checkpoint, less)
        renamed = resume(loader, kept, less)
    yield {"key": key, "found": True, "read": True, "loaded": loaded, "renamed": renamed}


def resume(loader: str, kept: Path, checkpoint: Path) -> Loaded:
    """Go on from a checkpoint, in the folder as it was after the first training."""
    folder = kept.with_name("run")
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    return attempt(lambda: train(loader, folder, checkpoint))


def train(loader: str, folder: Path, checkpoint: Path | None) -> Attributes:
    """Train a tiny model, from the start or from a checkpoint; return what was seen."""
    seen: Attributes = {}
    clock = SimpleNamespace(monotonic=itertools.count(1).__next__)
    trainer = make_trainer(callbacks=callbacks(folder, seen))
    with mock.patch("lightning.pytorch.callbacks.timer.time", clock):
        trainer.fit(tiny_model(), LOADERS[loader](), ckpt_path=checkpoint)
    return seen


def callbacks(folder: Path, seen: Attributes) -> list[object]:
    """Return the callbacks: patience soon ends, so that every one has something to save."""
    has = pl.callbacks
    return [
        has.LambdaCallback(
            on_train_start=functools.partial(look, seen, "start"),
            on_train_end=functools.partial(look, seen, "end"),
            on_train_batch_end=lambda _, model, outputs, *__: model.log(
                "loss", outputs["loss"], on_epoch=True
            ),
        ),
        has.Timer(duration={"hours": 1}),
        has.EarlyStopping("loss", patience=2, min_delta=100, check_on_train_epoch_end=True),
        has.ModelCheckpoint(folder, monitor="loss", save_top_k=2, save_last=True),
    ]


def look(seen: Attributes, when: str, trainer: object, model: object) -> None:
    """Note everything that there is when training starts, or when it has ended."""
    names = ("callbacks", "fit_loop", "optimizers")
    everything = {"model": model, **{name: getattr(trainer, name) for name in names}}
    seen.update({f"{when}{path}": text for path, text in attributes(everything).items()})
