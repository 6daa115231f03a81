"""Findings as SARIF, for code scanning.

Sources: SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and what
GitHub takes of it, https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version

from flake8_checkpoint_get.model import Finding, Result, Suppression
from flake8_checkpoint_get.printing import as_json
from flake8_checkpoint_get.report.places import absolute_uri, path_from_here, relative_uri
from flake8_checkpoint_get.report.rule_pages import PROJECT, RulePage, all_pages

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "SRCROOT"

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | bool | None


def results_as_sarif(results: Sequence[Result], failures: Mapping[str, str]) -> str:
    """Return a log with one run: all results, the suppressed ones marked.

    ``failures`` are the files that could not be looked at, each with the reason.
    """
    pages = all_pages()
    numbers = {page.code: number for number, page in enumerate(pages)}
    run: Json = {
        "tool": {"driver": _driver(pages)},
        "invocations": [_invocation(failures)],
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The folder that the command was run in."}}
        },
        "columnKind": "unicodeCodePoints",
        "results": list(_results(results, numbers)),
    }
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return as_json(log)


def _driver(pages: Sequence[RulePage]) -> Json:
    return {
        "name": "flake8-checkpoint-get",
        "semanticVersion": version("flake8-checkpoint-get"),
        "informationUri": PROJECT,
        "rules": [_rule(page) for page in pages],
    }


def _rule(page: RulePage) -> Json:
    return {
        "id": page.code,
        "name": page.name,
        "shortDescription": {"text": _plain(page.summary)},
        "fullDescription": {"text": _plain(page.summary)},
        "help": {"text": page.markdown, "markdown": page.markdown},
        "helpUri": page.url,
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["checkpoint", "correctness"], "problem.severity": "warning"},
    }


def _plain(text: str) -> str:
    return text.replace("`", "")


def _invocation(failures: Mapping[str, str]) -> Json:
    return {
        "executionSuccessful": not failures,
        "toolExecutionNotifications": [
            {"level": "error", "message": {"text": why}, "locations": [_file(path)]}
            for path, why in failures.items()
        ],
    }


def _results(results: Sequence[Result], numbers: Mapping[str, int]) -> Iterator[Json]:
    seen = Counter[str]()
    for result in results:
        finding = result.finding
        same = _identity(result)
        seen[same] += 1
        suppressed = [] if result.suppression is None else [_suppression(result.suppression)]
        yield {
            "ruleId": finding.code,
            "ruleIndex": numbers[finding.code],
            "level": "warning",
            "message": {"text": finding.message},
            "locations": [_location(result)],
            "partialFingerprints": {"checkpointKey/v1": _hash(f"{same}\n{seen[same]}")},
            "suppressions": suppressed,
            "properties": _properties(finding),
        }


def _identity(result: Result) -> str:
    """Return what stays the same of a result while the lines around it move."""
    finding = result.finding
    path = path_from_here(result.path)
    return f"{path}\n{finding.code}\n{finding.method}\n{finding.key}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _properties(finding: Finding) -> Json:
    fix = finding.fix
    return {
        "key": finding.key,
        "applicability": fix.applicability.value,
        **({"reason": fix.reason} if fix.reason else {}),
    }


def _suppression(suppression: Suppression) -> Json:
    reason = {"justification": suppression.reason} if suppression.reason else {}
    return {"kind": suppression.kind.value, "status": "accepted", **reason}


def _location(result: Result) -> Json:
    finding = result.finding
    region: Json = {
        "startLine": finding.line,
        "startColumn": finding.column + 1,
        "endLine": finding.span.end_line,
        "endColumn": finding.span.end_column + 1,
    }
    function: Json = [{"fullyQualifiedName": finding.method, "kind": "function"}]
    return {
        "physicalLocation": {"artifactLocation": _artifact(result.path), "region": region},
        **({"logicalLocations": function} if finding.method else {}),
    }


def _file(path: str) -> Json:
    return {"physicalLocation": {"artifactLocation": _artifact(path)}}


def _artifact(path: str) -> Json:
    uri = relative_uri(path)
    return {"uri": absolute_uri(path)} if uri is None else {"uri": uri, "uriBaseId": ROOT}
