"""``check`` and the baseline: writing it, and saying which of its entries are stale."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from flake8_checkpoint_get.baseline import (
    Baseline,
    Entry,
    Identity,
    InvalidBaselineError,
    LookedFor,
    baseline_as_json,
)
from flake8_checkpoint_get.cli.command import Command, say
from flake8_checkpoint_get.cli.files import Outcome
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
        path.write_text(baseline_as_json(entries), encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"baseline {path}: cannot be written: {error.strerror}"
        raise ConfigurationError(message) from error
    number = sum(entry.count for entry in entries)
    say(command.program, f"{path}: {number} finding{'' if number == 1 else 's'}")
    return 2 if outcome.failures else 0


def say_stale(command: Command, checker: Checker, outcome: Outcome[Result]) -> None:
    """Say which entries of the baseline are for findings that are not there any more."""
    baseline = checker.baseline
    found = Counter(_identity(baseline, one) for one in outcome.found)
    for entry in baseline.stale(found, _looked_for(baseline, checker, outcome)):
        say(command.program, f"stale in the baseline: {_shown(entry)}")


def _shown(entry: Entry) -> str:
    one = entry.identity
    found = f"found {entry.count} times" if entry.count else "not found any more"
    return f"{one.path}: {one.code} {one.key} in {one.method}: {found}"


def _looked_for(baseline: Baseline, checker: Checker, outcome: Outcome[Result]) -> LookedFor:
    names = {baseline.path_of(name): name for name in outcome.looked_at}

    def is_looked_for(identity: Identity) -> bool:
        name = names.get(identity.path)
        return name is not None and checker.asks(name, identity.code)

    return is_looked_for


def _identity(baseline: Baseline, result: Result) -> Identity:
    return baseline.identity(result.path, result.finding)


def _old(path: Path) -> Baseline:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Baseline.at(path)
    except OSError as error:
        message = f"baseline {path}: cannot be read: {error.strerror}"
        raise ConfigurationError(message) from error
    try:
        return Baseline.parse(path, data)
    except InvalidBaselineError as error:
        raise ConfigurationError(str(error)) from error
