"""Real code, mutated: statements of save and restore methods go, come twice, or trade places."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent, indent

from hypothesis import strategies as st

from benchmarks.corpus import CODE
from flake8_checkpoint_get.hooks import HOOKS
from flake8_checkpoint_get.prefilter import Prefilter
from flake8_checkpoint_get.settings import Settings
from tests.case_files import all_cases
from tests.fuzz.layouts import lines_of, parsed, tree_of
from tests.fuzz.profiles import IS_LONG

ROOT = Path(__file__).parent.parent.parent
LARGEST = 30_000
METHODS = {hook.restore for hook in HOOKS} | {name for hook in HOOKS for name in hook.saves}
Mutation = tuple[str, int, int]
"""What is done, at which statement, and with which other one."""
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["delete", "delete", "double", "swap", "move", "copy", "guard", "loop", "try"]
        ),
        st.integers(0, 500),
        st.integers(0, 500),
    ),
    max_size=6,
)


@cache
def examples() -> tuple[str, ...]:
    """Return the code in this repository that has something to find."""
    files = sorted((ROOT / "examples").glob("*.py"))
    return (*(file.read_text("utf-8") for file in files), *(case.unmarked for case in all_cases()))


@cache
def corpus() -> tuple[Path, ...]:
    """Return the files of the corpus with restore methods, without the large ones; maybe none."""
    if not IS_LONG:
        return ()
    passes = Prefilter.of(Settings()).passes_bytes
    return tuple(
        path
        for path in sorted(CODE.rglob("*.py"))
        if path.stat().st_size <= LARGEST and passes(path.read_bytes())
    )


def mutated(text: str, mutations: list[Mutation]) -> str:
    """Return a module with these mutations; one that makes no module of it is left out."""
    for kind, place, other in mutations:
        lines, spans = lines_of(text), list(_statements(text))
        if not spans:
            break
        changed = "".join(
            _mutated(lines, kind, spans[place % len(spans)], spans[other % len(spans)])
        )
        text = changed if tree_of(changed) else text
    return text


Lines = tuple[int, int]


def _statements(text: str) -> Iterator[Lines]:
    """Yield the lines, from 0, of each statement in a method that saves or restores."""
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.FunctionDef) and node.name in METHODS:
            for one in ast.walk(node):
                if isinstance(one, ast.stmt) and one is not node:
                    yield one.lineno - 1, one.end_lineno or one.lineno


def _mutated(lines: list[str], kind: str, place: Lines, other: Lines) -> list[str]:
    (start, end), (first, last) = place, other
    old, new = lines[start:end], lines[first:last]
    pad = old[0][: len(old[0]) - len(old[0].lstrip())]
    deeper = indent("".join(old), "    ")
    match kind:
        case "delete":
            return [*lines[:start], f"{pad}pass\n", *lines[end:]]
        case "double":
            return [*lines[:end], *old, *lines[end:]]
        case "copy":
            return [*lines[:start], indent(dedent("".join(new)), pad), *lines[start:]]
        case "guard":
            return [*lines[:start], f"{pad}if self.flag:\n", deeper, *lines[end:]]
        case "loop":
            return [*lines[:start], f"{pad}for again in (1, 2):\n", deeper, *lines[end:]]
        case "try":
            handler = f"{pad}except KeyError:\n{pad}    pass\n"
            return [*lines[:start], f"{pad}try:\n", deeper, handler, *lines[end:]]
        case _ if end <= first:
            between = lines[end:first]
            moved = [*new, *between, *old] if kind == "swap" else [*between, *new, *old]
            return [*lines[:start], *moved, *lines[last:]]
        case _:
            return lines
