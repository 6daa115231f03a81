"""Write the generated documentation: a page for each rule, and the tables of the README.

``--check`` writes nothing and fails where a file is not up to date.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from flake8_checkpoint_get.report.rule_pages import BY_OPTION, all_pages
from flake8_checkpoint_get.settings import BASELINE, OPTIONS

ROOT = Path(__file__).resolve().parent.parent
RULE_PAGES = ROOT / "docs" / "rules"
README = ROOT / "README.md"


def rule_table() -> str:
    """Return the table of rules for the README."""
    rows = [
        f"| {page.code} | [{page.name}](docs/rules/{page.name}.md) | {page.best_fix.value} |"
        f" {page.summary} |"
        for page in all_pages()
        if page.state != BY_OPTION
    ]
    return "\n".join(["| code | name | fix | what is reported |", "|---|---|---|---|", *rows])


def option_table() -> str:
    """Return the table of options for the README."""
    options = (*OPTIONS, BASELINE)
    rows = [f"| `{option.flag}={option.metavar}` | {option.help} |" for option in options]
    return "\n".join(["| option | what it takes |", "|---|---|", *rows])


def readme() -> str:
    """Return the README with its generated parts up to date."""
    text = README.read_text(encoding="utf-8")
    for name, table in (("rules", rule_table()), ("options", option_table())):
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        part = re.compile(f"{begin}.*{end}", re.DOTALL)
        before, after = part.split(text)
        text = f"{before}{begin}\n{table}\n{end}{after}"
    return text


def documents() -> dict[Path, str]:
    """Return every generated file with the text that it should have."""
    pages = {RULE_PAGES / f"{page.name}.md": page.markdown for page in all_pages()}
    return {**pages, README: readme()}


def main() -> int:
    """Write what is out of date, or report it."""
    wanted = documents()
    stale = [
        path
        for path, text in wanted.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    orphans = [path for path in RULE_PAGES.glob("*.md") if path not in wanted]
    if "--check" in sys.argv[1:]:
        for path in [*stale, *orphans]:
            print(f"{path.relative_to(ROOT)} is out of date: run `make docs`")
        return 1 if stale or orphans else 0
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    for path in orphans:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
