"""What came of running something over a tree."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

KIND = re.compile(r"[^:(]*: [^:(]*")


@dataclass(frozen=True, slots=True)
class Run:
    """What one command did on a tree: what it counted, what it refused, and what is wrong."""

    tree: str
    command: str
    seconds: float
    counted: Counter[str]
    refused: Counter[str]
    problems: tuple[str, ...]


def kind_of(failure: str) -> str:
    """Return what failures have in common: without what Python's parser says of one file."""
    kind = KIND.match(failure)
    return kind.group().strip() if kind else failure
