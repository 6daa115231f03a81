"""flake8's configuration files and options, and the files that they say are checked."""

from __future__ import annotations

import argparse
import configparser
import difflib
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, version
from typing import NoReturn

from flake8 import utils
from flake8.discover_files import expand_paths
from flake8.exceptions import ExecutionError
from flake8.main import options as flake8_options
from flake8.options import aggregator, config, manager
from flake8.plugins import finder
from flake8.style_guide import Decision, DecisionEngine

PACKAGE = "flake8-checkpoint-get"
CODE_LISTS = ("select", "extend_select", "ignore", "extend_ignore")


class ConfigurationError(Exception):
    """A configuration or an option that cannot be used; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The user's flake8 configuration for one run, with this plugin's options parsed.

    ``listed`` are paths that come from a list and not from the command line: those that are no
    Python files are left out. It is None where there is no list.
    """

    options: argparse.Namespace
    enabled: tuple[str, ...]
    """The entry points that are in use: the plugin, and the switch for opt-in rules."""
    listed: tuple[str, ...] | None = None

    def files(self) -> Iterator[str]:
        """Yield the files that flake8 would check, ``-`` for standard input."""
        if self.listed is None or self.options.filenames:
            yield from self._expanded(self.options.filenames)
        if self.listed:
            found = self._expanded(self.listed)
            yield from (name for name in found if utils.fnmatch(name, self.options.filename))

    def asked(self) -> tuple[str, ...]:
        """Return the paths, of files and folders, that are to be looked at."""
        given = (*self.options.filenames, *(self.listed or ()))
        return given if given or self.listed is not None else (".",)

    def without_paths(self) -> Configuration:
        """Return a configuration that names no files."""
        options = argparse.Namespace(**{**vars(self.options), "filenames": []})
        return replace(self, options=options, listed=None)

    def jobs(self) -> int:
        """Return how many processes may be used: flake8's ``--jobs``, or one for each core."""
        asked = self.options.jobs
        if not asked.is_auto:
            return max(int(asked.n_jobs), 1)
        has_affinity = hasattr(os, "sched_getaffinity")
        return len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1

    def _expanded(self, paths: Sequence[str]) -> Iterator[str]:
        return expand_paths(
            paths=paths,
            stdin_display_name=self.options.stdin_display_name,
            filename_patterns=self.options.filename,
            exclude=(*self.options.exclude, *self.options.extend_exclude),
        )

    def display_name(self, file: str) -> str:
        """Return the name by which a file is reported and matched."""
        return self.options.stdin_display_name if file == "-" else file

    def named_codes(self) -> set[str]:
        """Return all codes and beginnings of codes that the configuration names."""
        lists = [getattr(self.options, name) or () for name in CODE_LISTS]
        lists += [codes for _, codes in self._per_file_ignores()]
        return {code for codes in lists for code in codes}

    def is_selected(self, code: str) -> bool:
        """Tell whether a code is reported, in files that nothing special is said of."""
        return DecisionEngine(self.options).decision_for(code) is Decision.Selected

    def _per_file_ignores(self) -> list[tuple[str, list[str]]]:
        return utils.parse_files_to_codes_mapping(self.options.per_file_ignores)


def configure(
    program: str, arguments: Sequence[str], listed: tuple[str, ...] | None = None
) -> Configuration:
    """Read flake8's configuration files and options, with this plugin as the only one.

    Raises:
        ConfigurationError: a configuration file is missing or broken, or an option is wrong.
    """
    try:
        with _warnings_as_errors():
            configuration = _configure(program, arguments, listed)
            configuration.named_codes()  # per-file-ignores are parsed here for the first time
    except (ExecutionError, ValueError, configparser.Error) as error:
        raise ConfigurationError(_broken(str(error))) from error
    return configuration


@contextmanager
def _warnings_as_errors() -> Iterator[None]:
    """Let a configuration file that flake8 would pass over, because it is broken, be an error."""
    logger = logging.getLogger(config.__name__)
    handler = _Raising(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


class _Raising(logging.Handler):
    def emit(self, record: logging.LogRecord) -> NoReturn:
        raise ConfigurationError(_broken(record.getMessage().removeprefix("ignoring ")))


def _broken(why: str) -> str:
    return f"flake8's configuration cannot be used: {' '.join(why.split())}"


def _configure(
    program: str, arguments: Sequence[str], listed: tuple[str, ...] | None
) -> Configuration:
    preliminary = flake8_options.stage1_arg_parser()
    preliminary.prog = program
    _let_raise(preliminary)
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
    _let_raise(options.parser)
    flake8_options.register_default_options(options)
    options.register_plugins(plugins)
    _verify_names(settings, options)
    parsed = aggregator.aggregate_options(options, settings, folder, rest)
    parsed.config = first.config  # it is not among the rest
    for plugin in plugins.all_plugins():
        if hasattr(plugin.obj, "parse_options"):
            plugin.obj.parse_options(options, parsed, parsed.filenames)
    return Configuration(parsed, tuple(options.extended_default_select), listed)


def _verify_names(settings: configparser.RawConfigParser, options: manager.OptionManager) -> None:
    """Refuse a misspelled option of ours in a configuration file, which flake8 passes over."""
    names = settings.options("flake8") if settings.has_section("flake8") else []
    ours = [name for name in names if name.replace("_", "-").startswith("checkpoint-")]
    for name in ours:
        if name not in options.config_options_dict:
            close = difflib.get_close_matches(name.replace("_", "-"), options.config_options_dict)
            hint = f"; did you mean '{close[0]}'?" if close else ""
            message = f"flake8's configuration has no option '{name}'{hint}"
            raise ConfigurationError(message)


def _let_raise(parser: argparse.ArgumentParser) -> None:
    """Let a wrong option raise what the commands report in one line, and not exit."""

    def fail(message: str) -> NoReturn:
        raise ConfigurationError(usage_error(parser, message))

    parser.error = fail  # type: ignore[method-assign]


def usage_error(parser: argparse.ArgumentParser, message: str) -> str:
    """Return what is wrong with some options, and where the right ones are."""
    return f"{message}; see '{parser.prog} --help'"


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
