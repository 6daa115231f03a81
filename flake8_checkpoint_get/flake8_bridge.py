"""The only door to flake8's own code: its configuration, file discovery, decisions and noqa.

All of it is private to flake8; a name that moves breaks this module alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, version

from flake8.discover_files import expand_paths
from flake8.exceptions import ExecutionError
from flake8.formatting.base import BaseFormatter
from flake8.main import options as flake8_options
from flake8.options import aggregator, config, manager
from flake8.plugins import finder
from flake8.processor import FileProcessor
from flake8.style_guide import StyleGuideManager
from flake8.violation import Violation

from flake8_checkpoint_get.model import Finding

PACKAGE = "flake8-checkpoint-get"


class ConfigurationError(Exception):
    """A configuration that flake8 cannot use; the message is flake8's."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The user's flake8 configuration for one run, with this plugin's options parsed."""

    options: argparse.Namespace
    enabled: tuple[str, ...]
    """The entry points that are in use: the plugin, and the switch for opt-in rules."""

    def files(self) -> Iterator[str]:
        """Yield the files that flake8 would check, ``-`` for standard input."""
        return expand_paths(
            paths=self.options.filenames,
            stdin_display_name=self.options.stdin_display_name,
            filename_patterns=self.options.filename,
            exclude=(*self.options.exclude, *self.options.extend_exclude),
        )

    def display_name(self, file: str) -> str:
        """Return the name by which a file is reported and matched."""
        return self.options.stdin_display_name if file == "-" else file

    def filter(self) -> Filter:
        """Return what decides which findings are reported."""
        return Filter(self.options, StyleGuideManager(self.options, _Silent(self.options)))


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings the configuration and the ``noqa`` comments leave."""

    _options: argparse.Namespace
    _guide: StyleGuideManager

    def reported(self, file: str, lines: list[str], findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings that flake8 would report for a file with these lines."""
        processor = FileProcessor(file, self._options, lines)
        if processor.should_ignore_file():
            return []
        return [f for f in findings if self._is_reported(file, processor.noqa_line_for(f.line), f)]

    def _is_reported(self, file: str, line: str | None, finding: Finding) -> bool:
        reported = self._guide.handle_error(
            finding.code, file, finding.line, finding.column, finding.message, line
        )
        return reported > 0


class _Silent(BaseFormatter):
    """A formatter that prints nothing: our own reports do."""

    def handle(self, error: Violation) -> None:
        """Print nothing."""

    def format(self, error: Violation) -> str | None:
        """Format nothing."""
        del error
        return None


def configure(program: str, arguments: Sequence[str]) -> Configuration:
    """Read flake8's configuration files and options, with this plugin as the only one.

    A wrong option prints a usage message and exits with 2, as argparse does.

    Raises:
        ConfigurationError: a configuration file is missing or broken.
    """
    try:
        return _configure(program, arguments)
    except (ExecutionError, ValueError) as error:
        raise ConfigurationError(str(error)) from error


def _configure(program: str, arguments: Sequence[str]) -> Configuration:
    preliminary = flake8_options.stage1_arg_parser()
    first, rest = preliminary.parse_known_args(arguments)
    settings, folder = config.load_config(
        first.config, first.append_config, isolated=first.isolated
    )
    chosen = finder.parse_plugin_options(
        settings, folder, enable_extensions=first.enable_extensions, require_plugins=None
    )
    plugins = finder.load_plugins(_own_plugins(), chosen)
    options = manager.OptionManager(
        version=version("flake8"),
        plugin_versions=plugins.versions_str(),
        parents=[preliminary],
        formatter_names=[],
    )
    options.parser.prog = program
    flake8_options.register_default_options(options)
    options.register_plugins(plugins)
    parsed = aggregator.aggregate_options(options, settings, folder, rest)
    for plugin in plugins.all_plugins():
        if hasattr(plugin.obj, "parse_options"):
            plugin.obj.parse_options(options, parsed, parsed.filenames)
    return Configuration(parsed, tuple(options.extended_default_select))


def _own_plugins() -> list[finder.Plugin]:
    entries = {"CKP": "CheckpointGetPlugin", "CKP9": "OptInSwitch"}
    return [
        finder.Plugin(
            PACKAGE,
            version(PACKAGE),
            EntryPoint(name, f"flake8_checkpoint_get.plugin:{attribute}", "flake8.extension"),
        )
        for name, attribute in entries.items()
    ]
