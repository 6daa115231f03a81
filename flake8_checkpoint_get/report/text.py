"""Findings as people read them: one line each, as flake8 prints it, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from flake8_checkpoint_get.model import Result
from flake8_checkpoint_get.printing import same_width, shown_path


def print_text(
    results: Sequence[Result], stream: TextIO, *, has_color: bool = False, has_source: bool = False
) -> None:
    """Print ``path:line:column: code message`` for each finding; columns start at 1.

    ``has_source`` adds the line that it stands on.
    """
    if not has_color:
        stream.writelines(f"{line}\n" for one in results for line in _lines(one, has_source))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, force_terminal=True, soft_wrap=True, highlight=False)
    for one in results:
        head, *source = _lines(one, has_source)
        place, _, said = head.partition(": ")
        code, _, message = said.partition(" ")
        console.print(
            Text.assemble((place, "bold"), (": ", "cyan"), (code, "bold red"), " ", message)
        )
        for line in source:
            console.print(Text(line, style="red" if line.lstrip(" \t").startswith("^") else ""))


def _lines(result: Result, has_source: bool) -> list[str]:  # noqa: FBT001
    finding = result.finding
    place = f"{shown_path(result.path)}:{finding.line}:{finding.column + 1}"
    line = f"{place}: {finding.code} {finding.message}"
    return [line, *_source(result)] if has_source else [line]


def _source(result: Result) -> list[str]:
    """Return the line of a finding, and a line that points at it."""
    span, text = result.finding.span, same_width(result.text.rstrip())
    start = result.finding.column
    end = span.end_column if span.end_line == result.finding.line else len(text)
    before = "".join(c if c.isspace() else " " for c in text[:start])
    return [text, before + "^" * max(1, min(end, len(text)) - start)]


def statistics(results: Sequence[Result]) -> str:
    """Return a line for each code: how many findings it has."""
    counted = Counter((one.finding.code, one.finding.rule) for one in results)
    return "".join(f"{n:<5} {code} {rule}\n" for (code, rule), n in sorted(counted.items()))
