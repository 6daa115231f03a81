"""What an object holds, as text that another process can compare."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

from benchmarks.lightning_copy.driver.frameworks import pl, torch
from benchmarks.lightning_copy.outcome import Attributes

VOLATILE = (".trainer", "._start_time", "._end_time", "._last_time_checked")
"""Attributes that are not compared: the way back to the trainer, and what a clock says."""

OUR_MODULES = ("lightning.", "torch.optim.", "benchmarks.")


def attributes(value: object) -> Attributes:
    """Return what a value holds, by path."""
    here = str(Path.cwd())
    found = walk(value, "", ())
    return {path.replace(here, "."): text.replace(here, ".") for path, text in found}


def walk(value: object, path: str, above: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Yield each value inside, with its path."""
    inside = None if id(value) in above else parts(value)
    if inside is None:
        yield path, leaf(value)
        return
    yield path, f"{type(value).__name__} of {len(inside)}"
    for name, part in inside.items():
        yield from walk(part, path + name, (*above, id(value)))


def parts(value: object) -> dict[str, object] | None:
    """Return the parts that a value is compared by, or None if it is compared as a whole."""
    match value:
        case Mapping():
            return {f"[{key!r}]": part for key, part in value.items()}
        case list() | tuple() | deque():
            return {f"[{index}]": part for index, part in enumerate(value)}
        case torch.nn.Module() | torch.optim.Optimizer():
            return {".state_dict()": value.state_dict()}
        case Enum() | pl.Trainer():
            return None
        case _ if type(value).__module__.startswith(OUR_MODULES):
            inside = {f".{name}": part for name, part in vars(value).items()}
            return {name: part for name, part in inside.items() if name not in VOLATILE}
        case _:
            return None


def leaf(value: object) -> str:
    """Return a value without parts as text: without addresses, which differ from run to run."""
    match value:
        case torch.Tensor():
            return f"{value.dtype} {value.tolist()}"
        case None | int() | float() | str() | Enum() | Path():
            return repr(value)
        case set() | frozenset():
            return f"{type(value).__name__} {sorted(map(leaf, value))}"
        case _:
            return f"<{type(value).__name__}>"
