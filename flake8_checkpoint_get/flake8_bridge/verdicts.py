"""What flake8 does about a finding: its selection of codes, and ``noqa`` comments."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from flake8 import defaults, utils
from flake8.formatting.base import BaseFormatter
from flake8.processor import FileProcessor
from flake8.style_guide import Decision, Ignored, StyleGuide, StyleGuideManager
from flake8.violation import Violation

from flake8_checkpoint_get.flake8_bridge.configuration import Configuration
from flake8_checkpoint_get.model import Finding


class Verdict(Enum):
    """What becomes of a finding."""

    REPORTED = "reported"
    SILENCED = "silenced by a comment"
    NOT_SELECTED = "not selected by the configuration"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings the configuration and the ``noqa`` comments leave."""

    _options: argparse.Namespace
    _guide: StyleGuideManager
    _asked_for: frozenset[str]

    @classmethod
    def of(cls, configuration: Configuration, asked_for: Collection[str] = ()) -> Filter:
        """Return what decides under a configuration.

        ``asked_for`` are codes that need not be selected; they can be ignored.
        """
        options = configuration.options
        guide = StyleGuideManager(options, BaseFormatter(options))
        return cls(options, guide, frozenset(asked_for))

    def of_file(self, file: str, lines: list[str]) -> FileFilter:
        """Return what decides about the findings in a file with these lines."""
        processor = FileProcessor(file, self._options, lines)
        guide = self._guide.style_guide_for(file)
        is_silent = bool(processor.should_ignore_file())
        has_noqa = any("noqa" in line.lower() for line in lines)
        return FileFilter(file, processor, guide, is_silent, has_noqa, self._asked_for)


@dataclass(frozen=True, slots=True)
class FileFilter:
    """What flake8 reports in one file."""

    _file: str
    _processor: FileProcessor
    _guide: StyleGuide
    _is_silent: bool
    _has_noqa: bool
    _asked_for: frozenset[str]

    def is_selected(self, code: str) -> bool:
        """Tell whether a code is reported in this file at all."""
        if self._guide.should_report_error(code) is Decision.Selected:
            return True
        is_ignored = self._guide.decider.was_ignored(code) is Ignored.Explicitly
        return code in self._asked_for and not is_ignored

    def is_silent(self) -> bool:
        """Tell whether the file says ``# flake8: noqa``: nothing in it is reported."""
        return self._is_silent

    def ignores_noqa(self) -> bool:
        """Tell whether ``--disable-noqa`` is on: no comment counts."""
        return bool(self._guide.options.disable_noqa)

    def verdict(self, finding: Finding) -> Verdict:
        """Return what flake8 does about a finding in this file."""
        if not self.is_selected(finding.code):
            return Verdict.NOT_SELECTED
        # For the text, flake8 splits the whole file into tokens.
        line = self.noqa_text(finding.line) if self._has_noqa else ""
        violation = Violation(finding.code, self._file, finding.line, 1, finding.message, line)
        if self.is_silent() or violation.is_inline_ignored(self.ignores_noqa()):
            return Verdict.SILENCED
        return Verdict.REPORTED

    def noqa_text(self, line: int) -> str | None:
        """Return the text in which flake8 looks for ``noqa``: the line, or several, joined.

        Lines that a string spans belong together.
        """
        return self._processor.noqa_line_for(line)


@dataclass(frozen=True, slots=True)
class NoqaComment:
    """A ``# noqa`` in a text: where it starts, its codes, and where the last of them ends.

    Without codes it silences everything.
    """

    start: int
    end: int
    codes: tuple[str, ...]

    @classmethod
    def find(cls, text: str) -> NoqaComment | None:
        """Return the first one in a text: the only one that flake8 looks at."""
        match = defaults.NOQA_INLINE_REGEXP.search(text)
        if match is None:
            return None
        codes = match["codes"]
        if codes is None:
            return cls(match.start(), match.end(), ())
        end = match.start("codes") + len(codes.rstrip(", \t\r\n"))
        return cls(match.start(), end, tuple(utils.parse_comma_separated_list(codes)))


def silences(noqa_code: str, code: str) -> bool:
    """Tell whether a code in a ``# noqa`` comment silences findings with another code."""
    violation = Violation(code, "", 1, 1, "", f"# noqa: {noqa_code}")
    return bool(violation.is_inline_ignored(disable_noqa=False))
