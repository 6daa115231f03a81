"""How paths through a function end, and why a missing key is all right on some of them."""

from __future__ import annotations

from enum import Enum


class End(Enum):
    """How a path ended."""

    REJECTED = "raise"
    LEFT = "return, break or continue"


class Excuse(Enum):
    """Why a missing key is all right on a path."""

    OLDER_VERSION = "only checkpoints of an older version come here"
    LENIENT = "the caller asked for leniency"
