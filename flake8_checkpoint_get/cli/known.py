"""``check`` and the baseline: writing it, and saying which of its entries are stale."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from flake8_checkpoint_get.baseline import (
    Baseline,
    Identity,
    InvalidBaselineError,
    LookedFor,
    baseline_as_json,
)
from flake8_checkpoint_get.cli.command import Command, say
from flake8_checkpoint_get.cli.files import Outcome
from flake8_checkpoint_get.cli.replace_file import write_file
from flake8_checkpoint_get.configured import Checker
from flake8_checkpoint_get.flake8_bridge.configuration import ConfigurationError
from flake8_checkpoint_get.model import Result


def write_baseline(command: Command, checker: Checker, outcome: Outcome[Result]) -> int:
    """Write a baseline with all findings that are reported; return 0, or 2 for an error.

    Raises:
        ConfigurationError: there is a file already that is no baseline, or it cannot be written.
    """
    path = Path(command.own.write_baseline)
    old = _old(path)
    reported = {_identity(old, one) for one in outcome.found if one.suppression is None}
    # Those with a noqa comment count, too: the plugin does not know which are.
    found = Counter(_identity(old, one) for one in outcome.found)
    counted = Counter({one: found[one] for one in reported})
    entries = list(old.renewed(counted, _looked_for(old, checker, outcome), command.own.reason))
    try:
        write_file(path, baseline_as_json(entries).encode())
    except OSError as error:
        message = f"baseline {path}: cannot be written: {error.strerror}"
        raise ConfigurationError(message) from error
    number = sum(entry.count for entry in entries)
    say(command.program, f"{path}: {number} finding{'' if number == 1 else 's'}")
    return 2 if outcome.failures else 0


def say_stale(command: Command, checker: Checker, outcome: Outcome[Result]) -> None:
    """Say which entries of the baseline are for findings that are not there any more."""
    baseline = checker.baseline
    if not baseline.entries:
        return
    found = Counter(_identity(baseline, one) for one in outcome.found)
    for entry, left in baseline.stale(found, _looked_for(baseline, checker, outcome)):
        what = f"only {left} of {entry.count} found" if left else "not found any more"
        say(command.program, f"stale in the baseline: {_shown(entry.identity)}: {what}")


def _shown(one: Identity) -> str:
    key = f" {one.key}" if one.key else ""
    method = f" in {one.method}" if one.method else ""
    return f"{one.path}: {one.code}{key}{method}"


def _looked_for(baseline: Baseline, checker: Checker, outcome: Outcome[Result]) -> LookedFor:
    names = {baseline.path_of(name): name for name in outcome.looked_at}

    def is_looked_for(identity: Identity) -> bool:
        name = names.get(identity.path)
        return name is not None and checker.asks(name, identity.code)

    return is_looked_for


def _identity(baseline: Baseline, result: Result) -> Identity:
    return baseline.identity(result.path, result.finding)


def _old(path: Path) -> Baseline:
    # pathlib raises where it cannot look. A link that leads nowhere: a file that is not there yet.
    if not os.path.exists(path):  # noqa: PTH110
        return Baseline.new(path)
    if not os.path.isfile(path):  # noqa: PTH113
        message = f"baseline {path}: cannot be written: it is no regular file"
        raise ConfigurationError(message)
    try:
        return Baseline.at(path)
    except InvalidBaselineError as error:
        raise ConfigurationError(str(error)) from error
