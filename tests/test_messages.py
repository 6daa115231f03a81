"""The words of every message: ``messages.md`` holds code, and what is said of it.

``python -m tests.test_messages`` writes what is said now; read the difference before you commit it.
"""

from __future__ import annotations

import re
from pathlib import Path

from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.rules import all_rules
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

FILE = Path(__file__).parent / "messages.md"
CODE = re.compile(r"```python\n(?P<code>.*?)```\n(\n```text\n.*?```\n)?", re.DOTALL)
FORM = re.compile(
    r"a checkpoint without (?P<keys>.+?) "
    r"(?P<left>restores as .+?|leaves .+? as it is|is restored without it|is restored no further)"
    r"(?P<telling>, and only (warns|logs))?"
    r"(?P<contract>; \w+\(\) "
    r"(always saves it|saves it only .+?|never saves it|may save it \(.+?\)))?"
    r": (?P<mend>.+?)(?P<route> \(.+, reached from .+\))?"
)
OTHER_FORMS = frozenset(("CKP201", "CKP202", "CKP203", "CKP901", "CKP902", "CKP903", "CKP904"))


def said(code: str) -> list[str]:
    """Return the findings in a piece of code, as lines of a report."""
    findings = check(Source.from_bytes(code.encode()), Settings(opt_in=True))
    return [f"{f.line}:{f.column + 1}: {f.code} {f.message}" for f in findings]


def written() -> str:
    """Return the page with the messages of today."""

    def with_messages(found: re.Match[str]) -> str:
        lines = "\n".join(said(found["code"]))
        return f"```python\n{found['code']}```\n\n```text\n{lines}\n```\n"

    return CODE.sub(with_messages, FILE.read_text(encoding="utf-8"))


def test_the_messages_are_those_of_the_page() -> None:
    assert written() == FILE.read_text(encoding="utf-8")


def messages() -> list[tuple[str, str]]:
    """Return code and text of each message on the page."""
    return re.findall(r"^\d+:\d+: (CKP\d+) (.+)$", FILE.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_rule_has_a_message_on_the_page() -> None:
    assert {code for code, _ in messages()} == {rule.code for rule in all_rules()}


def test_all_messages_of_missing_keys_have_one_form() -> None:
    others = [text for code, text in messages() if code not in OTHER_FORMS]
    assert [text for text in others if not FORM.fullmatch(text)] == []


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
