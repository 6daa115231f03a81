"""Contracts as Markdown, for a pull request."""

from __future__ import annotations

import re

from flake8_checkpoint_get.analysis.contract_facts import ClassContract
from flake8_checkpoint_get.report.contract_words import COLUMNS, cells, remainder, title

ONE = "\\"


def contracts_as_markdown(found: list[tuple[str, ClassContract]]) -> str:
    """Return a heading and a table for each contract."""
    return "\n".join(_section(path, contract) for path, contract in found)


def _section(path: str, contract: ClassContract) -> str:
    lines = [
        f"### {_code(title(path, contract), in_cell=False)}",
        "",
        _row(COLUMNS),
        "|---|---|---|---|",
    ]
    for key in contract.keys:
        name, saved, restored, verdict = cells(key)
        lines.append(_row((_code(name), _code(saved), _code(restored), verdict)))
    if contract.opened:
        lines += ["", _code(remainder(contract), in_cell=False)]
    return "\n".join(lines) + "\n"


def _row(cells_of_row: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells_of_row) + " |"


def _code(text: str, *, in_cell: bool = True) -> str:
    """Return text in a code span that nothing in it can end, nor the cell that it stands in."""
    fence = "`" * (max(map(len, re.findall(r"`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    span = f"{fence}{space}{text or ' '}{space}{fence}"
    return re.sub(r"(\\*)\|", _pipe, span) if in_cell else span


def _pipe(found: re.Match[str]) -> str:
    """Return a pipe with an odd number of backslashes: with an even one it ends the cell."""
    before = found.group(1)
    return f"{before}{ONE * (1 + len(before) % 2)}|"
