"""Keys that are declared optional: a checkpoint may lack them, and nothing is reported."""

from __future__ import annotations

import re

from flake8_checkpoint_get.model import ConstantKey, Span
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

COMMENT = re.compile(r"#\s*checkpoint:\s*optional\b\s*(?:\((?P<reason>.*)\))?", re.IGNORECASE)


def says_optional(source: Source, span: Span) -> bool:
    """Tell whether a comment on one of the lines says ``# checkpoint: optional (reason)``."""
    lines = range(span.line, span.end_line + 1)
    if not any(COMMENT.search(source.lines[line - 1]) for line in lines):
        return False
    return any(COMMENT.search(source.comments.get(line, "")) for line in lines)


def is_optional(settings: Settings, method: str, key: ConstantKey) -> bool:
    """Tell whether the settings say that a key may be missing; ``method`` is ``Class.method``."""
    return isinstance(key, str) and settings.is_optional(method.rpartition(".")[0], key)
