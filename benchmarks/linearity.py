"""Time per line of the analysis on generated modules of growing size.

Each module has classes of 400 restore methods that call each other, methods that are nested 60
deep, and methods with a chain of 300 branches. At 1x it has 20,000 lines.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

METHODS = 400
LINES_PER_METHOD = 47
METHODS_PER_CLASS = 400
DEPTH = 60
BRANCHES = 300


def method(number: int) -> Iterator[str]:
    """Yield the lines of a restore method that hands its checkpoint to other ones."""
    yield f"    def restore_{number}(self, state, strict=True):"
    for offset in (1, 7):
        yield f"        self.restore_{(number + offset) % METHODS_PER_CLASS}(state['part'])"
    for line in range(LINES_PER_METHOD - 4):
        match line % 5:
            case 0:
                yield f"        x{line} = state.get('key{line}')"
            case 1:
                yield f"        if x{line - 1} is None:"
            case 2:
                yield f"            x{line - 2} = self.default"
            case 3:
                yield f"        for item in state['list{line}']:"
            case _:
                yield f"            self.items.append(item.get('a', x{line - 4}))"
    yield "        return state"


def deep_method() -> Iterator[str]:
    """Yield a method that is nested deeply: loops, tests and handlers in turn."""
    yield "    def load_state_dict(self, state):"
    for depth in range(DEPTH):
        space = " " * (8 + depth)
        match depth % 3:
            case 0:
                yield f"{space}for item{depth} in state['a']:"
            case 1:
                yield f"{space}if state.get('k{depth}') is not None:"
            case _:
                yield f"{space}while state['b{depth}']:"
    yield " " * (8 + DEPTH) + "self.x = state.get('x', 0)"


def long_method() -> Iterator[str]:
    """Yield a method with one long chain of branches."""
    yield "    def set_extra_state(self, state):"
    for branch in range(BRANCHES):
        yield f"        {'el' if branch else ''}if state['kind'] == {branch}:"
        yield f"            self.a{branch} = state.get('a{branch}', 0)"


def module(factor: int) -> str:
    """Return a module of ``factor`` times the usual size."""
    lines = list[str]()
    for number in range(METHODS * factor):
        if number % METHODS_PER_CLASS == 0:
            lines.append(f"class Class{number}:")
        body = method(number % METHODS_PER_CLASS)
        lines += (line.replace("restore_0(", "load_state_dict(") for line in body)
    for number in range(factor):
        lines += [f"class Deep{number}:", *deep_method(), *long_method()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    for factor in (1, 2, 4, 8):
        text = module(factor)
        source = Source.from_bytes(text.encode())
        begin = time.process_time()
        found = check(source, Settings())
        seconds = time.process_time() - begin
        lines = text.count("\n")
        each = 1e6 * seconds / lines
        per_line = f"{each:.0f} us a line"
        print(f"{factor}x: {lines} lines, {len(found)} findings, {seconds:.2f} s, {per_line}")


if __name__ == "__main__":
    main()
