"""Contracts as tables on a terminal."""

from __future__ import annotations

from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flake8_checkpoint_get.analysis.contract_facts import Agreement, ClassContract
from flake8_checkpoint_get.report.contract_words import COLUMNS, cells, remainder, title
from flake8_checkpoint_get.report.tables import table_console

STYLES = {
    Agreement.OK: "green",
    Agreement.NEEDLESS_DEFAULT: "yellow",
    Agreement.SOMETIMES_SAVED: "yellow",
    Agreement.NEVER_SAVED: "red",
    Agreement.NEVER_RESTORED: "red",
    Agreement.UNDECIDED: "dim",
}


def print_contracts(found: list[tuple[str, ClassContract]], stream: TextIO) -> None:
    """Print one table for each contract; in colours only where the stream is a terminal."""
    with table_console(stream) as console:
        for path, contract in found:
            _print(console, path, contract)


def _print(console: Console, path: str, contract: ClassContract) -> None:
    console.print(Text(title(path, contract), style="bold"), soft_wrap=True)
    console.print(_table(contract))
    if contract.opened:
        console.print(Text(f"  {remainder(contract)}\n"), soft_wrap=True)


def _table(contract: ClassContract) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in COLUMNS:
        table.add_column(name, overflow="fold")
    for key in contract.keys:
        *plain, verdict = cells(key)
        table.add_row(*map(Text, plain), Text(verdict, style=STYLES[key.agreement]))
    return table
