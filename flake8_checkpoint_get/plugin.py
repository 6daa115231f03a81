"""The flake8 plugin: options in, findings out."""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator

from flake8.options.manager import OptionManager

from flake8_checkpoint_get.baseline import Baseline, InvalidBaselineError
from flake8_checkpoint_get.prefilter import Prefilter
from flake8_checkpoint_get.printing import printable
from flake8_checkpoint_get.settings import (
    BASELINE,
    OPT_IN,
    OPTIONS,
    InvalidSettingError,
    Settings,
    settings_from,
)
from flake8_checkpoint_get.source import NotAnalysedError, Source, verify_size


class CheckpointGetPlugin:
    """Reports where checkpoint data is read with a default.

    Settings on the class are flake8's convention for the options of a plugin.
    """

    settings = Settings()
    baseline = Baseline()

    def __init__(self, tree: ast.Module, lines: list[str], filename: str) -> None:
        self.tree = tree
        self.filename = filename
        self.lines = lines

    @classmethod
    def add_options(cls, option_manager: OptionManager) -> None:
        """Register the options of ``settings``."""
        for option in (*OPTIONS, BASELINE):
            option_manager.add_option(
                option.flag,
                metavar=option.metavar,
                default="",
                parse_from_config=True,
                comma_separated_list=option is not BASELINE,
                normalize_paths=option is BASELINE,
                help=option.help.replace("%", "%%"),
            )

    @classmethod
    def parse_options(
        cls, option_manager: OptionManager, options: argparse.Namespace, _: list[str]
    ) -> None:
        """Take over the options; a value that cannot be is a usage error."""
        opt_in = OPT_IN in option_manager.extended_default_select
        try:
            cls.settings = settings_from(options, opt_in=opt_in)
            cls.baseline = Baseline.read(getattr(options, BASELINE.destination))
        except (InvalidSettingError, InvalidBaselineError) as error:
            option_manager.parser.error(str(error))
        if not opt_in and _selects_opt_in(options):
            option_manager.parser.error(
                f"{OPT_IN} codes are opt-in: add 'enable-extensions = {OPT_IN}' to select them"
            )

    def run(self) -> Iterator[tuple[int, int, str, type[CheckpointGetPlugin]]]:
        """Yield line, column (from 0), text and plugin for each finding."""
        text = "".join(self.lines)
        if not Prefilter.of(self.settings).passes(text):
            return
        # Most files end above: they need no analysis, and a run without any does not import it.
        from flake8_checkpoint_get.engine import check

        try:
            verify_size(len(text.encode(errors="surrogatepass")))
            findings = check(Source(self.lines, self.tree), self.settings, has_mends=False)
        except NotAnalysedError as error:
            # flake8 has no way to say this, and silence would look like a clean file.
            said = printable(f"{self.filename}: not analysed: {error}")
            sys.stderr.write(f"flake8-checkpoint-get: {said}\n")
            return
        known = self.baseline.entries_of(self.filename, findings)
        for finding in (one for one, entry in zip(findings, known, strict=True) if not entry):
            yield finding.line, finding.column, f"{finding.code} {finding.message}", type(self)


def _selects_opt_in(options: argparse.Namespace) -> bool:
    chosen = [*(options.select or ()), *(options.extend_select or ())]
    return any(code.startswith(OPT_IN) for code in chosen)


class OptInSwitch:
    """Switches the opt-in rules on with ``enable-extensions = CKP9``; reports nothing itself.

    flake8 undoes ``extend_default_ignore`` when a user sets ``ignore``; a plugin that is off by
    default stays off.
    """

    off_by_default = True

    def __init__(self, tree: ast.Module) -> None:
        del tree

    def run(self) -> Iterator[tuple[int, int, str, type[OptInSwitch]]]:
        """Yield nothing."""
        return iter(())
