"""Findings as JSON, for other programs: ``findings-schema.json`` says in which form."""

from __future__ import annotations

from collections.abc import Sequence

from flake8_checkpoint_get.model import Result
from flake8_checkpoint_get.printing import as_json
from flake8_checkpoint_get.report.rule_pages import all_pages

FORMAT = 1
"""The version of the form: it grows when something is renamed or taken out."""


def results_as_json(results: Sequence[Result]) -> str:
    """Return a JSON object with all findings that are not suppressed.

    Lines and columns start at 1, columns count characters, and the end is exclusive.
    ``applicability`` says how far the finding can be mended (safe, unsafe, manual), ``reason`` why
    no further, and ``clause`` is the number of the first condition of a safe fix that is not met.
    """
    urls = {page.code: page.url for page in all_pages()}
    findings = [_entry(one, urls[one.finding.code]) for one in results]
    return as_json({"format": FORMAT, "findings": findings})


def _entry(result: Result, url: str) -> dict[str, str | int | None]:
    finding = result.finding
    return {
        "path": result.path,
        "line": finding.line,
        "column": finding.column + 1,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column + 1,
        "code": finding.code,
        "rule": finding.rule,
        "url": url,
        "message": finding.message,
        "key": finding.key,
        "method": finding.method,
        "applicability": finding.fix.applicability.value,
        "clause": finding.fix.clause,
        "reason": finding.fix.reason,
    }
