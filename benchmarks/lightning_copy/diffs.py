"""Differences between two trees of modules."""

from __future__ import annotations

import difflib
from collections import Counter

from benchmarks.lightning_copy.environment import Tree


def diff(old: Tree, new: Tree) -> str:
    """Return what changed from one tree to another."""
    parts = list[str]()
    for path in sorted(old.keys() | new.keys()):
        pair = (old.get(path, "").splitlines(), new.get(path, "").splitlines())
        parts += difflib.unified_diff(*pair, path, path, lineterm="", n=0)
    return "\n".join(parts)


def edits(text: str) -> Counter[str]:
    """Return the lines that a diff takes out and puts in."""
    heads = ("--- ", "+++ ")
    lines = text.splitlines()
    return Counter(n for n in lines if n.startswith(("-", "+")) and not n.startswith(heads))
