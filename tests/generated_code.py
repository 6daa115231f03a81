"""What the tests that generate modules share."""

from __future__ import annotations


def indented(lines: list[str], depth: int = 1) -> list[str]:
    """Return lines of code for the inside of a block."""
    return ["    " * depth + line for line in lines]
