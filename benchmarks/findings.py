"""What the rules say about the corpus."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.corpus import CODE, projects
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.model import Finding, Span
from flake8_checkpoint_get.prefilter import Prefilter
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import NotAnalysedError, Source

DEFAULT = Settings()
LOADED = Settings(sources=("torch.load", "pickle.load"))


@dataclass(frozen=True)
class Located:
    """A finding with the project and the file that it is in."""

    project: str
    file: str
    finding: Finding


def sources(settings: Settings) -> Iterator[tuple[str, str, Source]]:
    """Yield project, path in it, and source of each module that may hold findings."""
    for project in projects():
        for path in sorted((CODE / project).rglob("*.py")):
            data = path.read_bytes()
            if not Prefilter.of(settings).passes_bytes(data):
                continue
            try:
                yield project, str(path.relative_to(CODE / project)), Source.from_bytes(data)
            except NotAnalysedError as error:
                print(f"{path}: not analysed: {error}", file=sys.stderr)


def findings(settings: Settings = DEFAULT) -> list[Located]:
    """Return every finding in the corpus."""
    return [
        Located(project, file, finding)
        for project, file, source in sources(settings)
        for finding in check(source, settings)
    ]


def overlaps(found: list[Located]) -> list[Located]:
    """Return findings inside another one of the same file and key: one flaw, found twice."""
    by_key: dict[tuple[str, str], list[Located]] = {}
    for one in found:
        by_key.setdefault((one.file, one.finding.key), []).append(one)
    return [
        inner
        for group in by_key.values()
        for outer in group
        for inner in group
        if inner is not outer and _is_inside(inner.finding.span, outer.finding.span)
    ]


def _is_inside(inner: Span, outer: Span) -> bool:
    start, end = (inner.line, inner.column), (inner.end_line, inner.end_column)
    begins_inside = (outer.line, outer.column) <= start < (outer.end_line, outer.end_column)
    return begins_inside and end <= (outer.end_line, outer.end_column)
