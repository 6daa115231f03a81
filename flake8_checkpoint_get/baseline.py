"""Findings that are known and not reported: a file of them, which is written and read here.

An entry is found again by path, code, method and key, not by line: code above it may change.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.source import shown

FORMAT = 1
"""The version of the file's form: it grows when something is renamed or taken out."""


class InvalidBaselineError(ValueError):
    """A baseline that cannot be read; the message names the file, in one line."""


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """What makes a finding the same one from run to run; ``path`` is relative to the baseline."""

    path: str
    code: str
    method: str
    key: str


LookedFor = Callable[[Identity], bool]
"""Tells whether a run would have found findings with that identity."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Findings that are not told apart, how many there may be, and why they may."""

    identity: Identity
    count: int = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings of a code base; ``folder`` is what their paths are relative to."""

    folder: str = ""
    entries: Mapping[Identity, Entry] = field(default_factory=dict)

    @classmethod
    def read(cls, name: str) -> Baseline:
        """Read a baseline; a name without a folder is also looked for in the folders above.

        flake8 looks for its configuration in the same way. Without a name there is none.

        Raises:
            InvalidBaselineError: there is no such file, or it is no baseline.
        """
        if not name:
            return cls()
        return cls.at(_in_folders_above(name))

    @classmethod
    def at(cls, path: Path) -> Baseline:
        """Return the baseline that a file holds.

        Raises:
            InvalidBaselineError: it cannot be read, or it holds none.
        """
        import json

        try:
            content = _object(json.loads(path.read_bytes()))
            _verify_format(content["format"])
            entries = [_entry(_object(one)) for one in _list(content["findings"])]
        except OSError as error:
            message = f"baseline {path}: cannot be read: {error.strerror}"
            raise InvalidBaselineError(message) from error
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            message = f"baseline {path}: not a baseline: {_one_line(error)}"
            raise InvalidBaselineError(message) from error
        # Where a merge left two entries for the same, the larger one counts: sorting puts it last.
        return cls(_folder_of(path), {entry.identity: entry for entry in sorted(entries)})

    @classmethod
    def new(cls, path: Path) -> Baseline:
        """Return a baseline without entries, for a file that is not there yet."""
        return cls(_folder_of(path))

    def identity(self, file: str, finding: Finding) -> Identity:
        """Return what a finding in a file is known by."""
        return Identity(self.path_of(file), finding.code, finding.method, finding.key)

    def path_of(self, file: str) -> str:
        """Return the path of a file as entries have it; a file that is a link is itself."""
        folder, name = place_of(file)
        with suppress(ValueError):  # another drive
            folder = os.path.relpath(folder, self.folder)
        return Path(folder, name).as_posix()

    def entries_of(self, file: str, findings: Sequence[Finding]) -> list[Entry | None]:
        """Return for each finding of a file, in the order of the text, the entry that knows it.

        Those that are more than an entry allows are not known: the last ones.
        """
        if not self.entries:
            return [None] * len(findings)
        seen = Counter[Identity]()
        return [self._entry_of(self.identity(file, finding), seen) for finding in findings]

    def _entry_of(self, identity: Identity, seen: Counter[Identity]) -> Entry | None:
        entry = self.entries.get(identity)
        seen[identity] += 1
        return entry if entry and seen[identity] <= entry.count else None

    def stale(self, found: Counter[Identity], looked_for: LookedFor) -> Iterator[tuple[Entry, int]]:
        """Yield the entries that allow more than was found, with how many were.

        Nothing is known of an entry that was not looked for, unless its file is gone.
        """
        for identity, entry in sorted(self.entries.items()):
            if self._is_known(identity, looked_for) and found[identity] < entry.count:
                yield entry, found[identity]

    def renewed(
        self, found: Counter[Identity], looked_for: LookedFor, reason: str
    ) -> Iterator[Entry]:
        """Yield the entries for what was found now; ``reason`` is for those that have none.

        Those that were not looked for stay, if their file is still there.
        """
        for identity in found:
            old = self.entries.get(identity)
            yield Entry(identity, found[identity], (old and old.reason) or reason)
        for identity, entry in self.entries.items():
            if not self._is_known(identity, looked_for):
                yield entry

    def _is_known(self, identity: Identity, looked_for: LookedFor) -> bool:
        path = os.path.join(self.folder, identity.path)  # noqa: PTH118
        # pathlib raises where a folder cannot be searched.
        return looked_for(identity) or not os.path.exists(path)  # noqa: PTH110


def baseline_as_json(entries: Iterable[Entry]) -> str:
    """Return the text of a baseline: one entry a line, sorted, so that it merges well."""
    import json

    lines = [f"    {json.dumps(_fields(entry))}" for entry in sorted(entries)]
    listed = ",\n".join(lines)
    findings = f"[\n{listed}\n  ]" if lines else "[]"
    return f'{{\n  "format": {FORMAT},\n  "findings": {findings}\n}}\n'


def _fields(entry: Entry) -> dict[str, str | int]:
    known = entry.identity
    fields: dict[str, str | int] = {
        "path": known.path,
        "code": known.code,
        "method": known.method,
        "key": known.key,
    }
    if entry.count != 1:
        fields["count"] = entry.count
    return {**fields, "reason": entry.reason}


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        message = f"{shown(repr(value))} is no object"
        raise TypeError(message)
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        message = f"{shown(repr(value))} is no list"
        raise TypeError(message)
    return value


def _verify_format(number: object) -> None:
    if number != FORMAT:
        message = f"its format is {shown(repr(number))}, and not {FORMAT}"
        raise ValueError(message)


def _entry(fields: Mapping[str, object]) -> Entry:
    identity = Identity(*(_text(fields[name]) for name in ("path", "code", "method", "key")))
    count, reason = fields.get("count", 1), fields.get("reason", "")
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        message = f"a count is {shown(repr(count))}"
        raise TypeError(message)
    return Entry(identity, count, _text(reason))


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = f"{shown(repr(value))} is no text"
        raise TypeError(message)
    return value


def place_of(file: str) -> tuple[str, str]:
    """Return the folder of a file, as it is called without links, and the file's name."""
    folder, name = os.path.split(os.path.abspath(file))  # noqa: PTH100 -- the file may be a link
    return _real(folder), name


def _folder_of(path: Path) -> str:
    """Return the folder that the paths in a baseline are relative to: where the file is at last."""
    return os.path.dirname(os.path.realpath(path))  # noqa: PTH120


_real = lru_cache(maxsize=1024)(os.path.realpath)


def _in_folders_above(name: str) -> Path:
    path = Path(name)
    if path.name != name:
        return path
    folders = [Path.cwd(), *Path.cwd().parents]
    return next((folder / name for folder in folders if (folder / name).is_file()), path)


def _one_line(error: Exception) -> str:
    what = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
    return " ".join(what.split())
