"""Checking and fixing as flake8's configuration says: what the commands share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.codemod.fixing import Fixed, fix
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.flake8_bridge import Configuration, Filter
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.prefilter import may_hold_findings
from flake8_checkpoint_get.settings import OPT_IN, Settings, settings_from
from flake8_checkpoint_get.source import Source, decode


def settings_of(configuration: Configuration) -> Settings:
    """Return what a configuration sets."""
    return settings_from(configuration.options, opt_in=OPT_IN in configuration.enabled)


@dataclass(frozen=True, slots=True)
class Checker:
    """Finds and mends flaws, those that a configuration and the comments leave."""

    settings: Settings
    _filter: Filter

    @classmethod
    def of(cls, configuration: Configuration) -> Checker:
        """Return what checks and fixes under a configuration."""
        return cls(settings_of(configuration), configuration.filter())

    def check(self, name: str, source: Source) -> Sequence[Finding]:
        """Return what is reported in a file of that name.

        Raises:
            NotAnalysedError: the module is too deeply nested or too large to be walked.
        """
        return self._filter.reported(name, source.lines, check(source, self.settings))

    def fix(self, name: str, data: bytes, *, unsafe: bool) -> Fixed:
        """Mend a file of that name, as far as that is safe, or else if ``unsafe`` is set.

        Raises:
            NotAnalysedError, NotRewrittenError: as ``fixing.fix``.
        """
        if not may_hold_findings("".join(decode(data)), self.settings):
            return Fixed(data)
        return fix(data, lambda source: self.check(name, source), unsafe=unsafe)
