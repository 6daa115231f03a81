"""What is known of each rule: its page, as the documentation and ``explain`` show it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_checkpoint_get.model import Applicability
from flake8_checkpoint_get.noqa import UnusedNoqa
from flake8_checkpoint_get.rules import Rule, all_rules
from flake8_checkpoint_get.settings import OPT_IN, OPTIONS

PROJECT = "https://github.com/flake8-checkpoint-get/flake8-checkpoint-get"

ON = "on"
OPT_IN_STATE = "opt-in"
BY_OPTION = "by option"


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule as people read about it; ``text`` is Markdown, without the title."""

    code: str
    name: str
    state: str
    best_fix: Applicability
    summary: str
    text: str

    @classmethod
    def of(cls, rule: type[Rule]) -> RulePage:
        """Return the page of a rule."""
        state = OPT_IN_STATE if rule.is_opt_in() else ON
        options = "".join(f"- `{option.flag}`\n" for option in OPTIONS)
        summary, sections = _documented(rule)
        text = f"{sections}\n\n## Options\n\n{options}"
        return cls(rule.code, rule.name, state, rule.best_fix, summary, text)

    @property
    def markdown(self) -> str:
        """The whole page."""
        return f"# {self.name} ({self.code})\n\n{self.summary}\n\n{self._stated}\n{self.text}"

    @property
    def url(self) -> str:
        """Where the page can be read."""
        return f"{PROJECT}/blob/main/docs/rules/{self.name}.md"

    @property
    def _stated(self) -> str:
        return {
            ON: "On by default.",
            OPT_IN_STATE: f"Opt-in: `enable-extensions = {OPT_IN}` switches it on.",
            BY_OPTION: "Found by `flake8-checkpoint-get check --warn-unused-noqa` only.",
        }[self.state]


def all_pages() -> tuple[RulePage, ...]:
    """Return the page of everything that has a code, by code."""
    return tuple(sorted(_pages(), key=lambda page: page.code))


def _pages() -> Iterator[RulePage]:
    yield from map(RulePage.of, all_rules())
    summary, sections = _documented(UnusedNoqa)
    code, name = UnusedNoqa.code, UnusedNoqa.name
    yield RulePage(code, name, BY_OPTION, Applicability.MANUAL, summary, f"{sections}\n")


def _documented(rule: type) -> tuple[str, str]:
    """Return the first line of a docstring, and the rest."""
    summary, _, sections = (inspect.getdoc(rule) or "").partition("\n")
    return summary, sections
