"""Text of others in what is printed: no command to a terminal, nor to GitHub Actions."""

from __future__ import annotations

import re

# https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs: a command starts
# with two colons at the start of a line, or with these characters anywhere in it.
OLD_COMMAND = "##["
COMMAND = re.compile(r"[^!-~]*::")
COMMANDS = re.compile(
    r"^[^!-~]*:(?=:)|(?<=#)#(?=\[)"
    r"|[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""In a line of a file: the starts of commands, control characters, turns of the direction."""


def printable(text: str) -> str:
    """Return text in one line, in which all that a terminal may obey or hide is escaped."""
    line = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
    return line.replace(OLD_COMMAND, "#\\x23[")


def shown_path(path: str) -> str:
    """Return a path as it stands at the start of a line."""
    return printable(f"./{path}" if COMMAND.match(path) else path)


def same_width(line: str) -> str:
    """Return a line of a file as it may be printed: each character takes its place."""
    return COMMANDS.sub(lambda found: found.group()[:-1] + "\ufffd", line)


def as_json(content: object) -> str:
    """Return JSON, in lines."""
    import json

    return json.dumps(content, indent=2).replace(OLD_COMMAND, "#\\u0023[") + "\n"
