"""The functions that every front end calls: source and settings in, findings or contracts out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flake8_checkpoint_get.analysis.contract_facts import ClassContract
from flake8_checkpoint_get.analysis.module_analysis import analyse, contracts_of
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.own_stack import when_short
from flake8_checkpoint_get.rules import Rule, all_rules
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import NotAnalysedError, Source

Found = TypeVar("Found")


def contracts(source: Source, settings: Settings) -> tuple[ClassContract, ...]:
    """Return the contract of each class that restores checkpoints, in the order of the text.

    Raises:
        NotAnalysedError: as ``check``.
    """
    return _bounded(lambda: contracts_of(source, settings))


def _bounded(run: Callable[[], Found]) -> Found:
    try:
        return when_short(run)
    except (RecursionError, MemoryError) as error:
        message = "too deeply nested or too large to analyse"
        raise NotAnalysedError(message) from error
    except ValueError as error:  # such as a number that is too long to be put into a message
        message = f"invalid: {error}"
        raise NotAnalysedError(message) from error


def check(source: Source, settings: Settings, *, has_mends: bool = True) -> tuple[Finding, ...]:
    """Return the findings in a module, in the order of the text.

    Without ``has_mends`` they do not say how far they can be mended: that takes time.

    Raises:
        NotAnalysedError: the module is too deeply nested or too large to be walked.
    """
    return _bounded(lambda: _findings(source, settings, has_mends=has_mends))


def _findings(source: Source, settings: Settings, *, has_mends: bool) -> tuple[Finding, ...]:
    facts = analyse(source, settings, has_mends=has_mends)
    found = [finding for rule in rules_of(settings) for finding in rule.check(facts)]
    return tuple(sorted(found, key=lambda f: (f.line, f.column, f.code, f.message)))


def rules_of(settings: Settings) -> list[type[Rule]]:
    """Return the rules that are asked."""
    return [rule for rule in all_rules() if settings.opt_in or not rule.is_opt_in()]
