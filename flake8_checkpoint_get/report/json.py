"""Findings as JSON, for other programs."""

from __future__ import annotations

import json

from flake8_checkpoint_get.model import Finding


def json_report(findings: list[tuple[str, Finding]]) -> str:
    """Return a JSON array with one object for each finding.

    Lines and columns start at 1, columns count characters, and the end is exclusive.
    ``applicability`` says how far the finding can be mended (safe, unsafe, manual), ``reason`` why
    no further, and ``clause`` is the number of the first condition of a safe fix that is not met.
    """
    return json.dumps([_entry(path, finding) for path, finding in findings], indent=2) + "\n"


def _entry(path: str, finding: Finding) -> dict[str, str | int | None]:
    return {
        "path": path,
        "line": finding.line,
        "column": finding.column + 1,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column + 1,
        "code": finding.code,
        "rule": finding.rule,
        "message": finding.message,
        "key": finding.key,
        "method": finding.method,
        "applicability": finding.fix.applicability.value,
        "clause": finding.fix.clause,
        "reason": finding.fix.reason,
    }
