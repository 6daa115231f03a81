"""One line a finding, as flake8 prints it."""

from __future__ import annotations

from flake8_checkpoint_get.model import Finding


def text_report(findings: list[tuple[str, Finding]]) -> str:
    """Return ``path:line:column: code message`` for each finding; columns start at 1."""
    return "".join(
        f"{path}:{f.line}:{f.column + 1}: {f.code} {f.message}\n" for path, f in findings
    )
