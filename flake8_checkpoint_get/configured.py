"""Checking and fixing as flake8's configuration says: what the commands share.

The analysis and the rules are imported for the first file that needs them: most runs see none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flake8_checkpoint_get.baseline import Baseline, InvalidBaselineError
from flake8_checkpoint_get.codemod.fixing import Fixed, fix
from flake8_checkpoint_get.flake8_bridge.configuration import Configuration, ConfigurationError
from flake8_checkpoint_get.flake8_bridge.verdicts import FileFilter, Filter, Verdict
from flake8_checkpoint_get.model import Finding, Result, Suppression, SuppressionKind
from flake8_checkpoint_get.noqa import UnusedNoqa, may_hold_noqa, unused_noqa
from flake8_checkpoint_get.prefilter import Prefilter
from flake8_checkpoint_get.settings import OPT_IN, OWN_CODE, PREFIX, Settings, settings_from
from flake8_checkpoint_get.source import Source


def settings_of(configuration: Configuration) -> Settings:
    """Return what a configuration sets."""
    return settings_from(configuration.options, opt_in=OPT_IN in configuration.enabled)


def verify_codes(configuration: Configuration) -> None:
    """Let a configuration pass that speaks of our codes as they are.

    Raises:
        ConfigurationError: it names a code that no rule has, or it selects none of ours.
    """
    named = sorted(filter(OWN_CODE.fullmatch, configuration.named_codes()))
    unknown = [code for code in named if not any(one.startswith(code) for one in _all_codes())]
    if unknown:
        message = f"no such code: {', '.join(unknown)}; 'flake8-checkpoint-get rules' lists them"
        raise ConfigurationError(message)
    # No list can name what stands for all codes that none names.
    if not any(map(configuration.is_selected, (f"{PREFIX}?", *named))):
        message = (
            f"no {PREFIX} code is selected: add {PREFIX} to 'select' or 'extend-select',"
            " or take it out of 'ignore'"
        )
        raise ConfigurationError(message)


def _all_codes() -> list[str]:
    """Return the codes of everything that can be found."""
    from flake8_checkpoint_get.rules import all_rules

    return [*(rule.code for rule in all_rules()), UnusedNoqa.code]


@dataclass(frozen=True, slots=True)
class Checker:
    """Finds and mends flaws, those that a configuration and the comments leave."""

    settings: Settings
    baseline: Baseline
    _filter: Filter
    _has_mends: bool = True
    _has_unused_noqa: bool = False

    @classmethod
    def of(
        cls,
        configuration: Configuration,
        *,
        has_mends: bool = True,
        has_unused_noqa: bool = False,
    ) -> Checker:
        """Return what checks and fixes under a configuration.

        ``has_mends`` lets findings say how far they can be mended, ``has_unused_noqa`` lets
        comments be found that silence nothing.

        Raises:
            ConfigurationError: as ``verify_codes``; or the baseline is none.
        """
        verify_codes(configuration)
        settings = settings_of(configuration)
        try:
            baseline = Baseline.read(configuration.options.checkpoint_baseline)
        except InvalidBaselineError as error:  # it has changed since flake8's options were parsed
            raise ConfigurationError(str(error)) from error
        asked_for = [UnusedNoqa.code] if has_unused_noqa else []
        decides = Filter.of(configuration, asked_for)
        return cls(settings, baseline, decides, has_mends, has_unused_noqa)

    def asks(self, name: str, code: str) -> bool:
        """Tell whether findings with a code are reported in a file of that name."""
        return code in self._asked() and self._filter.of_file(name, []).is_selected(code)

    def _asked(self) -> list[str]:
        """Return the codes that can be found under these settings."""
        from flake8_checkpoint_get.engine import rules_of

        unused = [UnusedNoqa.code] if self._has_unused_noqa else []
        return [*(rule.code for rule in rules_of(self.settings)), *unused]

    def may_hold_findings(self, data: bytes) -> bool:
        """Tell whether anything can be found in a file."""
        is_asked = self._has_unused_noqa and may_hold_noqa(data)
        return is_asked or Prefilter.of(self.settings).passes_bytes(data)

    def of_file(self, name: str, source: Source) -> FileFilter:
        """Return what decides about findings in a file of that name."""
        return self._filter.of_file(name, source.lines)

    def check(self, name: str, source: Source) -> list[Result]:
        """Return what is found in a file of that name, also what is suppressed there.

        Raises:
            NotAnalysedError: the module is too deeply nested or too large to be walked.
        """
        from flake8_checkpoint_get.engine import check

        found = list(check(source, self.settings, has_mends=self._has_mends))
        if not found and not self._has_unused_noqa:
            return []
        file = self.of_file(name, source)
        if self._has_unused_noqa:
            unused = unused_noqa(source, file, found, self._asked(), _all_codes())
            found = sorted([*found, *unused], key=lambda one: (one.line, one.column))
        return [
            Result(name, finding, source.lines[finding.line - 1], suppression)
            for finding, suppression in self._judged(name, found, file)
        ]

    def reported(self, name: str, source: Source) -> list[Finding]:
        """Return what is found in a file of that name, and not suppressed.

        Raises:
            NotAnalysedError: as ``check``.
        """
        return [one.finding for one in self.check(name, source) if one.suppression is None]

    def _judged(
        self, name: str, found: Sequence[Finding], file: FileFilter
    ) -> Iterator[tuple[Finding, Suppression | None]]:
        entries = self.baseline.entries_of(name, found)
        for finding, entry in zip(found, entries, strict=True):
            match file.verdict(finding):
                case Verdict.SILENCED:
                    yield finding, Suppression(SuppressionKind.NOQA)
                case Verdict.REPORTED if entry:
                    yield finding, Suppression(SuppressionKind.BASELINE, entry.reason)
                case Verdict.REPORTED:
                    yield finding, None
                case Verdict.NOT_SELECTED:
                    pass

    def fix(self, name: str, data: bytes, *, unsafe: bool) -> Fixed:
        """Mend a file of that name, as far as that is safe, or else if ``unsafe`` is set.

        Raises:
            NotAnalysedError, NotRewrittenError: as ``fixing.fix``.
        """
        if not self.may_hold_findings(data):
            return Fixed(data)
        return fix(data, lambda source: self._to_mend(name, source), unsafe=unsafe)

    def _to_mend(self, name: str, source: Source) -> list[Finding]:
        """Return what is not suppressed; a known finding is, if somebody gave a reason for it."""
        return [
            result.finding
            for result in self.check(name, source)
            if result.suppression in {None, Suppression(SuppressionKind.BASELINE)}
        ]
