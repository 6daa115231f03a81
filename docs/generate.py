"""Write the generated documentation: a page for each rule, tables and picture of the README.

``--check`` writes nothing and fails where a file is not up to date.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from docs.picture import picture, words
from docs.sessions import prepare, rerun
from flake8_checkpoint_get.report.rule_pages import BY_OPTION, all_pages
from flake8_checkpoint_get.settings import BASELINE, OPTIONS

ROOT = Path(__file__).resolve().parent.parent
RULE_PAGES = ROOT / "docs" / "rules"
README = ROOT / "README.md"
PAGES = (README, ROOT / "docs" / "configuration.md")
PICTURE = ROOT / "docs" / "terminal.svg"


def rule_table() -> str:
    """Return the table of rules for the README, which is also read away from the repository."""
    rows = [
        f"| {page.code} | [{page.name}]({page.url}) | {page.best_fix.value} | {page.summary} |"
        for page in all_pages()
        if page.state != BY_OPTION
    ]
    return "\n".join(["| code | name | fix | what is reported |", "|---|---|---|---|", *rows])


def option_table() -> str:
    """Return the table of options for the README."""
    options = (*OPTIONS, BASELINE)
    rows = [f"| `{option.flag}={option.metavar}` | {option.help} |" for option in options]
    return "\n".join(["| option | what it takes |", "|---|---|", *rows])


def with_tables(path: Path) -> str:
    """Return a page with its generated parts up to date."""
    text = path.read_text(encoding="utf-8")
    for name, table in (("rules", rule_table()), ("options", option_table())):
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        part = re.compile(f"{begin}.*{end}", re.DOTALL)
        text = part.sub(lambda _, new=f"{begin}\n{table}\n{end}": new, text)  # type: ignore[misc]
    return text


def documents() -> dict[Path, str]:
    """Return every generated file with the text that it should have."""
    pages = {RULE_PAGES / f"{page.name}.md": page.markdown for page in all_pages()}
    return {**pages, **{page: with_tables(page) for page in PAGES}, PICTURE: picture(ROOT)}


def is_up_to_date(path: Path, wanted: str) -> bool:
    """Tell whether a generated file says what it should."""
    if not path.exists():
        return False
    there = path.read_text(encoding="utf-8")
    return words(there) == words(wanted) if path == PICTURE else there == wanted


def main() -> int:
    """Write what is out of date, or report it."""
    wanted = documents()
    stale = [path for path, text in wanted.items() if not is_up_to_date(path, text)]
    orphans = [path for path in RULE_PAGES.glob("*.md") if path not in wanted]
    if "--check" in sys.argv[1:]:
        for path in [*stale, *orphans]:
            print(f"{path.relative_to(ROOT)} is out of date: run `make docs`")
        return 1 if stale or orphans else 0
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    for path in orphans:
        path.unlink()
    for path in [README, *(ROOT / "docs").glob("*.md")]:
        rerun_page(path)
    return 0


def rerun_page(path: Path) -> None:
    """Write what the commands on a page print; that it is up to date is for the tests."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), ROOT)
        path.write_text(rerun(path.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
