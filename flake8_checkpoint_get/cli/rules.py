"""``flake8-checkpoint-get rules``: all rules, with their state."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table

from flake8_checkpoint_get.report.rule_pages import all_pages
from flake8_checkpoint_get.report.tables import table_console

PROGRAM = "flake8-checkpoint-get rules"
COLUMNS = ("code", "name", "state", "fix", "what is reported")


def run(arguments: Sequence[str]) -> int:
    """Print a table of all rules; return 0."""
    parser = argparse.ArgumentParser(
        PROGRAM,
        description="List all rules: on, opt-in (enable-extensions = CKP9) or by option; and how"
        " far 'fix' mends what they find: safe, unsafe (with --unsafe-fixes only), manual.",
    )
    parser.parse_args(arguments)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in COLUMNS:
        table.add_column(name, no_wrap=name != COLUMNS[-1])
    for page in all_pages():
        summary = page.summary.replace("`", "")
        table.add_row(page.code, page.name, page.state, page.best_fix.value, summary)
    with table_console(sys.stdout) as console:
        console.print(table)
    return 0
