"""Data loaders with the same data: one without a state, and one with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.lightning_copy.driver.frameworks import torch


class StatefulLoader:
    """A data loader that saves how far it is."""

    def __init__(self) -> None:
        self.batches = batches()
        self.given = 0

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[object]:
        self.given %= len(self)
        while self.given < len(self):
            self.given += 1
            yield self.batches[self.given - 1]

    def state_dict(self) -> dict[str, int]:
        """Return how far it is."""
        return {"given": self.given}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """Go on from there."""
        self.given = state["given"]


def batches() -> list[object]:
    """Return the data, the same every time."""
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(4, 32, generator=generator) for _ in range(5)]


LOADERS: dict[str, Callable[[], object]] = {
    "plain loader": lambda: torch.utils.data.DataLoader(batches(), batch_size=None),
    "stateful loader": StatefulLoader,
}
