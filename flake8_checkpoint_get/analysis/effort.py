"""How much work the analysis of one module may take."""

from __future__ import annotations

from dataclasses import dataclass

from flake8_checkpoint_get.source import NotAnalysedError

MOST_EFFORT = 100_000_000
"""From a few seconds to half a minute; real modules take at most a hundredth of it.

It is no time: the same is found on all machines.
"""
OF_LANDING = 30
"""For each function that a read may be one of: it is looked up, and noted there."""
OF_BASE = 100
"""For each base of a class: whatever asks for them goes through them several times."""
TAKEN_OVER = 100
"""For each thing that is known where a function ends: its caller takes it over."""


@dataclass(slots=True)
class Effort:
    """What is left of it.

    Where paths meet, all that is known is compared. So a step costs as much as is known there, and
    a method of thousands of statements takes as long as the square of their number.
    """

    left: int = MOST_EFFORT

    def spend(self, amount: int) -> None:
        """Note a step that goes through so many things.

        Raises:
            NotAnalysedError: it is too much.
        """
        self.left -= amount
        if self.left < 0:
            message = "too large to analyse"
            raise NotAnalysedError(message)
