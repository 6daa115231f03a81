"""Links between the pages lead somewhere, as relative paths or as addresses in the repository."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from flake8_checkpoint_get.report.rule_pages import PROJECT

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")]
)
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$", re.MULTILINE)
IN_REPOSITORY = re.compile(rf"{re.escape(PROJECT)}/(?:blob|raw|tree)/main/(.+)")


def text_of(page: Path) -> str:
    """Return a page without code, in which brackets are no links."""
    return CODE.sub("``", page.read_text("utf-8"))


def links(text: str) -> list[str]:
    return [inline or defined for inline, defined in LINK.findall(text)]


def target(page: Path, link: str) -> Path | None:
    """Return the file that a link leads to; None for one that leads out of the repository."""
    address = link.partition("#")[0]
    if ours := IN_REPOSITORY.fullmatch(address):
        return ROOT / ours[1]
    if "://" in address:
        return None
    return page.parent / address if address else page


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings on a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def is_dead(page: Path, link: str) -> bool:
    file, anchor = target(page, link), link.partition("#")[2]
    if file is None:
        return False
    return not file.exists() or bool(anchor and anchor not in anchors(file))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in links(text_of(page)) if is_dead(page, link)] == []


def test_a_dead_link_is_noticed() -> None:
    text = "[a](gone.md) [b](docs/fixing.md#gone) [c][]\n[c]: README.md"
    assert [is_dead(README, link) for link in links(text)] == [True, True, False]
    assert is_dead(README, f"{PROJECT}/blob/main/docs/gone.md")
    assert not is_dead(README, f"{PROJECT}/blob/main/docs/fixing.md#fixing")
    assert not is_dead(README, f"{PROJECT}/issues")


def test_the_readme_can_be_read_anywhere() -> None:
    """A package index shows it without the files around it."""
    assert [link for link in links(text_of(README)) if "://" not in link] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_by_name_are_defined_once_and_used(page: Path) -> None:
    text = text_of(page)
    defined = re.findall(r"^\[([^\]]+)\]: \S+$", text, re.MULTILINE)
    assert sorted(defined) == sorted(set(re.findall(r"\]\[([^\]]+)\]", text)))


def test_the_addresses_of_the_distribution_lead_somewhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [url for url in project["urls"].values() if is_dead(README, url)] == []
