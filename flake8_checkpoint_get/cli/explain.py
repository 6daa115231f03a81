"""``flake8-checkpoint-get explain``: the page of a rule."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Sequence

from flake8_checkpoint_get.cli.command import complain
from flake8_checkpoint_get.report.rule_pages import RulePage, all_pages

PROGRAM = "flake8-checkpoint-get explain"


def run(arguments: Sequence[str]) -> int:
    """Print the page of a rule; return 0, or 2 if there is no such rule."""
    parser = argparse.ArgumentParser(
        PROGRAM, description="Show what a rule reports, why, and how to mend it."
    )
    parser.add_argument("rule", metavar="RULE", help="its code or its name")
    wanted = parser.parse_args(arguments).rule
    page = _page_of(wanted)
    if page is None:
        return complain(PROGRAM, f"no such rule: {wanted}{_meant(wanted)}")
    _print(page)
    return 0


def _page_of(wanted: str) -> RulePage | None:
    pages = {name: page for page in all_pages() for name in (page.code.lower(), page.name)}
    return pages.get(wanted.lower().replace("_", "-"))


def _meant(wanted: str) -> str:
    known = [name for page in all_pages() for name in (page.code, page.name)]
    close = difflib.get_close_matches(wanted, known, n=1)
    listed = "'flake8-checkpoint-get rules' lists them"
    return f"; did you mean {close[0]}?" if close else f"; {listed}"


def _print(page: RulePage) -> None:
    if not sys.stdout.isatty():
        sys.stdout.write(page.markdown)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(page.markdown))
