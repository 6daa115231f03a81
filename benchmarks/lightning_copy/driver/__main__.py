"""Save and restore what Lightning holds, whole and with single keys dropped; write what came of it.

    python -m benchmarks.lightning_copy.driver OUTCOME < KEYS

`steps.py` runs this with the Python of its scratch environment, once with the code as installed and
once after each fix. KEYS is a list of class names and keys as JSON; OUTCOME is written as JSON. The
first run makes the checkpoints that are resumed from.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import sys
import warnings
from pathlib import Path

from benchmarks.lightning_copy.driver.callback_recipes import callback_recipes
from benchmarks.lightning_copy.driver.loaders import LOADERS
from benchmarks.lightning_copy.driver.loop_recipes import loop_recipes
from benchmarks.lightning_copy.driver.round_trips import trip
from benchmarks.lightning_copy.driver.trainings import training
from benchmarks.lightning_copy.outcome import Outcome


def main() -> None:
    """Do all of it."""
    warnings.simplefilter("ignore")
    keys: list[tuple[str, str]] = json.load(sys.stdin)
    all_keys = dict.fromkeys(key for _, key in keys)
    recipes = (*callback_recipes(), *loop_recipes())
    packages = {name: importlib.metadata.version(name) for name in ("lightning", "torch")}
    outcome: Outcome = {
        "versions": {"Python": platform.python_version(), **packages},
        "trips": [
            trip(recipe, [key for name, key in keys if name == recipe.class_name])
            for recipe in recipes
        ],
        "trainings": [training(loader, all_keys) for loader in LOADERS],
    }
    Path(sys.argv[1]).write_text(json.dumps(outcome, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
