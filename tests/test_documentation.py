"""Documentation that is run: rule pages, README, and what must agree with what."""

from __future__ import annotations

import importlib.metadata
import inspect
import re
import tomllib
from pathlib import Path

import pytest

from docs.generate import PICTURE, documents, is_up_to_date
from docs.picture import words
from flake8_checkpoint_get.codemod.fixing import fix
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.noqa import UnusedNoqa
from flake8_checkpoint_get.report.rule_pages import PROJECT, all_pages
from flake8_checkpoint_get.rules import Rule, all_rules
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source
from tests.case_files import CASES

ROOT = Path(__file__).parent.parent
RULES = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
SECTIONS = [
    "What it does",
    "Why is this bad?",
    "Known problems",
    "Fix safety",
    "Example",
    "Use instead",
]


def section(rule: type[Rule], title: str) -> str:
    text = inspect.getdoc(rule) or ""
    return re.split(r"^## ", text.partition(f"## {title}\n")[2], flags=re.MULTILINE)[0]


def code(rule: type[Rule], title: str) -> str:
    return section(rule, title).partition("```python\n")[2].partition("```")[0]


def codes(text: str, *, opt_in: bool = False) -> list[str]:
    source = Source.from_bytes(text.encode())
    return [finding.code for finding in check(source, Settings(opt_in=opt_in))]


@RULES
def test_a_rule_page_has_all_sections(rule: type[Rule]) -> None:
    assert re.findall(r"^## (.+)$", inspect.getdoc(rule) or "", re.MULTILINE) == SECTIONS


@RULES
def test_the_example_is_reported_and_the_mend_is_not(rule: type[Rule]) -> None:
    assert codes(code(rule, "Example"), opt_in=rule.is_opt_in()) == [rule.code]
    assert codes(code(rule, "Use instead"), opt_in=True) == []


@RULES
def test_the_fix_of_the_example_is_the_mend(rule: type[Rule]) -> None:
    example = code(rule, "Example")
    fixed = fix(example.encode(), lambda source: check(source, Settings()), unsafe=True)
    is_left = section(rule, "Fix safety").strip().startswith("None")
    assert fixed.data.decode() == (example if is_left else code(rule, "Use instead"))


def test_rules_cases_and_pages_match() -> None:
    rules = {rule.name for rule in all_rules()}
    assert {file.stem for file in CASES.glob("*.md")} == rules
    pages = {page.name for page in all_pages()}
    assert {file.stem for file in (ROOT / "docs" / "rules").glob("*.md")} == pages
    assert pages - rules == {UnusedNoqa.name}
    modules = {path.stem for path in (ROOT / "flake8_checkpoint_get" / "rules").glob("[!_]*.py")}
    assert {name.replace("-", "_") for name in rules} == modules


def test_codes_are_such_as_flake8_takes_and_unique() -> None:
    found = [rule.code for rule in all_rules()]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[A-Z]{1,3}[0-9]{0,3}", one) for one in found)


def test_generated_documents_are_up_to_date() -> None:
    stale = [path for path, text in documents().items() if not is_up_to_date(path, text)]
    assert stale == []


def test_the_picture_shows_what_the_program_prints() -> None:
    drawn = documents()[PICTURE]
    text = " ".join(words(drawn)).replace("&#160;", " ")
    assert "CKP104" in text
    assert "self.seed = state_dict[" in text
    assert "url(http" not in drawn


def _all_pages() -> str:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    return "".join(page.read_text("utf-8") for page in pages)


def test_the_address_of_the_project_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {url for url in project["urls"].values() if not url.startswith(PROJECT)} == set()
    assert project["urls"]["Homepage"] == PROJECT
    assert f"repo: {PROJECT}\n" in _all_pages()


def test_the_hooks_that_the_pages_name_are_there() -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    named = set(re.findall(r"(?:- id:|# or) (checkpoint-[\w-]+)", _all_pages()))
    assert named == set(re.findall(r"^- id: (\S+)$", hooks, re.MULTILINE))


def test_what_is_shown_for_pre_commit_can_be_pasted_as_a_file() -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```$", _all_pages(), re.DOTALL | re.MULTILINE)
    shown = [block for block in blocks if re.search(r"^ *- repo:", block, re.MULTILINE)]
    assert len(shown) > 2
    assert [block for block in shown if not block.startswith("repos:\n  - repo:")] == []


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    changelog = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert changelog is not None
    revisions = set(re.findall(r"rev: v([\d.]+)", _all_pages()))
    pinned = set(re.findall(r"flake8-checkpoint-get==([\d.]+)", _all_pages()))
    versions = {project["version"], changelog[1], *revisions, *pinned}
    assert versions == {importlib.metadata.version("flake8-checkpoint-get")}


def test_the_examples_show_every_rule_and_one_of_them_is_clean() -> None:
    examples = {p.stem: p.read_text("utf-8") for p in (ROOT / "examples").glob("*.py")}
    found = {code for text in examples.values() for code in codes(text)}
    assert found == {rule.code for rule in all_rules() if not rule.is_opt_in()}
    assert codes(examples["sampler"]) == []
