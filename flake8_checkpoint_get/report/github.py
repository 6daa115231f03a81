"""Findings as annotations on a pull request: workflow commands of GitHub Actions.

Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Sequence

from flake8_checkpoint_get.model import Result
from flake8_checkpoint_get.printing import printable
from flake8_checkpoint_get.report.places import relative_path

_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def results_as_github(results: Sequence[Result]) -> str:
    """Return a ``::warning`` command for each finding; columns start at 1."""
    return "".join(f"{_command(one)}\n" for one in results)


def _command(result: Result) -> str:
    finding = result.finding
    properties: dict[str, str | int] = {
        "file": relative_path(result.path) or result.path,
        "line": finding.line,
        "endLine": finding.span.end_line,
        **_columns(result),
        "title": f"{finding.code} {finding.rule}",
    }
    listed = ",".join(f"{name}={_escaped(value)}" for name, value in properties.items())
    return f"::warning {listed}::{_one_line(finding.message, _IN_MESSAGE)}"


def _columns(result: Result) -> dict[str, int]:
    """Return the columns, which GitHub takes only for what stands on one line."""
    finding = result.finding
    if finding.line != finding.span.end_line:
        return {}
    return {"col": finding.column + 1, "endColumn": finding.span.end_column + 1}


def _escaped(value: str | int) -> str:
    return _one_line(str(value), _IN_PROPERTY)


def _one_line(text: str, escapes: dict[int, str]) -> str:
    return printable(text.translate(escapes))
