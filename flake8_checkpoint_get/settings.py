"""What a user can set, and the one table of options that every front end renders."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

PREFIX = "CKP"
"""What all our codes start with."""

OPT_IN = "CKP9"
"""The entry point that switches the opt-in rules on, and the prefix of their codes."""

OWN_CODE = re.compile(rf"{PREFIX}(\d\w*)?", re.IGNORECASE)
"""Our codes, and the beginnings of them that select several."""

DEFAULT_VERSION_KEY = r"(^|_)version$"


class InvalidSettingError(ValueError):
    """A value that an option cannot take; the message names the option and what it takes."""


@dataclass(frozen=True, slots=True)
class MethodPattern:
    """``method`` or ``Class.method``, each with ``*`` for any characters.

    ``saves`` names the save method that goes with a restore method; ``excludes`` is set for a
    pattern that starts with ``!`` and takes methods out.
    """

    pattern: str
    saves: str | None = None
    excludes: bool = False

    def matches(self, class_name: str, method: str) -> bool:
        """Tell whether this names the method; ``class_name`` is empty for a function."""
        if "." not in self.pattern:
            return fnmatchcase(method, self.pattern)
        names = (class_name, class_name.rpartition(".")[2])
        return any(fnmatchcase(f"{name}.{method}", self.pattern) for name in names)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that changes what is reported; the defaults are those of every front end."""

    restore_methods: tuple[MethodPattern, ...] = ()
    save_methods: tuple[MethodPattern, ...] = ()
    version_keys: tuple[str, ...] = ()
    optional_keys: tuple[str, ...] = ()
    missing_reporters: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    opt_in: bool = False

    def is_version_key(self, key: str) -> bool:
        """Tell whether a value read from this key is a version of the checkpoint."""
        return any(re.search(pattern, key) for pattern in (DEFAULT_VERSION_KEY, *self.version_keys))

    def is_optional(self, class_name: str, key: str) -> bool:
        """Tell whether the user declared that a checkpoint may lack this key."""
        names = (key, f"{class_name}.{key}", f"{class_name.rpartition('.')[2]}.{key}")
        return any(fnmatchcase(name, spec) for spec in self.optional_keys for name in names)


@dataclass(frozen=True, slots=True)
class Option:
    """One option, as flake8 and the command line show it; ``check`` looks at each value."""

    field: str
    metavar: str
    help: str
    check: Callable[[str], bool]
    expected: str

    @property
    def flag(self) -> str:
        """The spelling on a command line; without the dashes, in a configuration file."""
        return "--checkpoint-" + self.field.replace("_", "-")

    @property
    def destination(self) -> str:
        """The name of the attribute that flake8 parses the option into."""
        return "checkpoint_" + self.field


_METHOD = re.compile(r"!?[\w*]+(\.[\w*]+)*(=[\w*]+)?")
_CALL = re.compile(r"[\w*]+(\.[\w*]+)*")


def _is_method(text: str) -> bool:
    return _METHOD.fullmatch(text) is not None


def _is_save_method(text: str) -> bool:
    return _is_method(text) and "=" not in text


def _is_call(text: str) -> bool:
    return _CALL.fullmatch(text) is not None


def _is_regular_expression(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


_METHOD_FORM = "'method', 'Class.method' or 'restore=save', with * for any characters"
_CALL_FORM = "a call such as 'torch.load', with * for any characters"

OPTIONS: tuple[Option, ...] = (
    # Each takes a list, separated by commas.
    Option(
        "restore_methods",
        "METHODS",
        "methods that receive checkpoint data, beside the catalogue: 'method', 'Class.method',"
        " with '*' for any characters; 'restore=save' also names the save method that goes with"
        " it; a leading '!' takes methods out",
        _is_method,
        _METHOD_FORM,
    ),
    Option(
        "save_methods",
        "METHODS",
        "methods that produce checkpoint data, beside the catalogue: a class that has one is"
        " taken to have the save method that its restore methods need",
        _is_save_method,
        "'method' or 'Class.method', with * for any characters",
    ),
    Option(
        "version_keys",
        "REGEXES",
        f"regular expressions for keys that hold a version, beside '{DEFAULT_VERSION_KEY}'",
        _is_regular_expression,
        "a regular expression",
    ),
    Option(
        "optional_keys",
        "KEYS",
        "keys that a checkpoint may lack: 'key' or 'Class.key', with '*' for any characters",
        bool,
        "'key' or 'Class.key'",
    ),
    Option(
        "missing_reporters",
        "CALLS",
        "calls that report a missing key loudly, so that the read is no flaw; 'raise', 'assert'"
        " and 'sys.exit' are known, logging never counts",
        _is_call,
        _CALL_FORM,
    ),
    Option(
        "sources",
        "CALLS",
        "calls whose result is checkpoint data wherever they stand, for instance 'torch.load'",
        _is_call,
        _CALL_FORM,
    ),
)

BASELINE = Option(
    "baseline",
    "FILE",
    "a file of known findings, which are not reported: 'flake8-checkpoint-get check"
    " --write-baseline FILE' writes it",
    bool,
    "a file",
)


def settings_from(options: object, *, opt_in: bool = False) -> Settings:
    """Build the settings from parsed options: an object with each ``Option.destination``.

    Raises:
        InvalidSettingError: a value is not of the form that its option takes.
    """
    texts = {
        option.field: _checked(option, getattr(options, option.destination)) for option in OPTIONS
    }
    return Settings(
        restore_methods=tuple(map(_method_pattern, texts["restore_methods"])),
        save_methods=tuple(map(_method_pattern, texts["save_methods"])),
        version_keys=texts["version_keys"],
        optional_keys=texts["optional_keys"],
        missing_reporters=texts["missing_reporters"],
        sources=texts["sources"],
        opt_in=opt_in,
    )


def _checked(option: Option, values: Sequence[str]) -> tuple[str, ...]:
    for value in values:
        if not option.check(value):
            message = f"{option.flag}: {value!r} is not {option.expected}"
            raise InvalidSettingError(message)
    return tuple(values)


def _method_pattern(text: str) -> MethodPattern:
    name, _, saves = text.removeprefix("!").partition("=")
    return MethodPattern(name, saves or None, excludes=text.startswith("!"))
