"""``check --format sarif``: SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import (
    A_AGAIN,
    READ_A,
    READ_B,
    Capture,
    Patch,
    restoring,
    run_check,
    skip_unless_possible,
)
from tests.test_baseline import ENTRY, keep
from tests.test_plugin import FLAWED, REPORT

KEY = "checkpointKey/v1"


def sarif(capsys: Capture, *arguments: str) -> dict[str, Any]:
    """Return the only run of the report."""
    capsys.readouterr()
    run_check("--isolated", "--format=sarif", *arguments)
    document = json.loads(capsys.readouterr().out)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def location(result: dict[str, Any]) -> dict[str, Any]:
    (one,) = result["locations"]
    assert isinstance(one, dict)
    return one


def fingerprints(capsys: Capture, *arguments: str) -> list[str]:
    results = sarif(capsys, *arguments)["results"]
    return [result["partialFingerprints"][KEY] for result in results]


def artifact(capsys: Capture, *arguments: str) -> dict[str, Any]:
    """Return the address of the file that the only finding is in."""
    (result,) = sarif(capsys, *arguments)["results"]
    address = location(result)["physicalLocation"]["artifactLocation"]
    assert isinstance(address, dict)
    return address


def test_a_finding_is_a_result(project: Path, capsys: Capture) -> None:
    run = sarif(capsys, "slot.py")
    assert run["columnKind"] == "unicodeCodePoints"
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("CKP101", "warning")
    assert result["message"]["text"] == REPORT.partition("CKP101 ")[2].strip()
    assert result["suppressions"] == []
    region = location(result)["physicalLocation"]["region"]
    place = [region[name] for name in ("startLine", "startColumn", "endLine", "endColumn")]
    assert place == [6, 34, 6, 71]


def test_the_method_is_the_logical_location(project: Path, capsys: Capture) -> None:
    (result,) = sarif(capsys, "slot.py")["results"]
    (logical,) = location(result)["logicalLocations"]
    assert logical["fullyQualifiedName"] == "SeedSlot.set_extra_state"


def test_results_point_at_their_rules(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text(restoring(READ_A, READ_B))
    run = sarif(capsys, "slot.py")
    rules = run["tool"]["driver"]["rules"]
    pointed = [rules[result["ruleIndex"]]["id"] for result in run["results"]]
    assert pointed == [result["ruleId"] for result in run["results"]] == ["CKP101", "CKP102"]


def test_each_rule_is_described(project: Path, capsys: Capture) -> None:
    driver = sarif(capsys, "slot.py")["tool"]["driver"]
    assert driver["name"] == "flake8-checkpoint-get"
    for rule in driver["rules"]:
        texts = [rule["shortDescription"]["text"], rule["fullDescription"]["text"]]
        texts += [rule["help"]["text"], rule["help"]["markdown"]]
        assert all(text.strip() for text in texts)
        assert rule["helpUri"].startswith("https://")
        assert rule["helpUri"].endswith(f"/docs/rules/{rule['name']}.md")


def test_nothing_found_is_a_run_without_results(project: Path, capsys: Capture) -> None:
    assert main(["check", "--format=sarif", "clean.py"]) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert run["results"] == []


def test_what_noqa_silences_is_suppressed_in_the_source(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text(restoring(f"{READ_A}  # noqa: CKP101", READ_B))
    first, second = sarif(capsys, "slot.py")["results"]
    assert [one["kind"] for one in first["suppressions"]] == ["inSource"]
    assert second["suppressions"] == []


def test_what_is_in_the_baseline_is_suppressed_from_outside(project: Path, capsys: Capture) -> None:
    keep(ENTRY | {"reason": "runs of 1.x lack it"})
    (result,) = sarif(capsys, "--baseline=base.json", "slot.py")["results"]
    (one,) = result["suppressions"]
    assert (one["kind"], one["justification"]) == ("external", "runs of 1.x lack it")


def test_results_that_are_all_suppressed_are_no_findings(project: Path, capsys: Capture) -> None:
    keep(ENTRY)
    (project / "other.py").write_text(restoring(f"{READ_A}  # noqa"))
    assert main(["check", "--format=sarif", "--baseline=base.json", "."]) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert len(run["results"]) == 2


@pytest.mark.parametrize("option", ["--ignore=CKP101", "--per-file-ignores=slot.py:CKP1"])
def test_codes_that_are_off_are_no_results(project: Path, capsys: Capture, option: str) -> None:
    assert sarif(capsys, option, "slot.py")["results"] == []


def test_fingerprints_stay_when_lines_move(project: Path, capsys: Capture) -> None:
    before = fingerprints(capsys, "slot.py")
    (project / "slot.py").write_text(f'"""New text."""\n\nx = 1\n{FLAWED}')
    assert fingerprints(capsys, "slot.py") == before


@pytest.mark.parametrize("spelling", [".", "./slot.py", "{}"])
def test_fingerprints_are_the_same_for_every_spelling_of_a_path(
    project: Path, capsys: Capture, spelling: str
) -> None:
    assert fingerprints(capsys, spelling.format(project)) == fingerprints(capsys, "slot.py")


def test_every_finding_has_a_fingerprint_of_its_own(project: Path, capsys: Capture) -> None:
    lines = (READ_A, A_AGAIN, 'self.d = state.get("a")', READ_B)
    (project / "slot.py").write_text(restoring(*lines) + restoring(READ_A).replace("Slot", "Two"))
    (project / "other.py").write_text(restoring(READ_A))
    found = fingerprints(capsys, ".")
    assert len(found) == 6
    assert len(set(found)) == 6


def test_the_fingerprint_of_an_equal_finding_stays_when_one_behind_it_comes(
    project: Path, capsys: Capture
) -> None:
    (project / "slot.py").write_text(restoring(READ_A))
    before = fingerprints(capsys, "slot.py")
    (project / "slot.py").write_text(restoring(READ_A, A_AGAIN))
    assert fingerprints(capsys, "slot.py")[:1] == before


@pytest.mark.parametrize(
    "name", ["two words.py", "ü→🎲.py", "a#b.py", "a%20b.py", "a?b.py", "a:b.py", "a[1]&=.py"]
)
def test_names_of_files_are_escaped_as_addresses(project: Path, capsys: Capture, name: str) -> None:
    skip_unless_possible(name)
    (project / "sub").mkdir()
    for path in (project / name, project / "sub" / name):
        path.write_text(FLAWED)
        address = artifact(capsys, str(path.relative_to(project)))
        parts = urlsplit(address["uri"])
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert unquote(parts.path).removeprefix("./") == str(path.relative_to(project))
        assert address["uri"].isascii()
        assert " " not in address["uri"]
        assert address["uriBaseId"] == "SRCROOT"


@pytest.mark.parametrize("spelling", [".", "./slot.py", "slot.py", "{}", "{}/slot.py"])
def test_addresses_are_relative_to_the_current_folder(
    project: Path, capsys: Capture, spelling: str
) -> None:
    address = artifact(capsys, spelling.format(project))
    assert (address["uri"], address["uriBaseId"]) == ("slot.py", "SRCROOT")


@pytest.mark.parametrize("spelling", ["../out side.py", "{}/out side.py"])
def test_addresses_of_files_outside_the_current_folder_are_absolute(
    project: Path, capsys: Capture, monkeypatch: Patch, spelling: str
) -> None:
    (project / "out side.py").write_text(FLAWED)
    (project / "sub").mkdir()
    monkeypatch.chdir(project / "sub")
    address = artifact(capsys, spelling.format(project))
    assert address["uri"] == (project / "out side.py").as_uri()
    assert "uriBaseId" not in address


def test_what_could_not_be_analysed_is_a_notification(project: Path, capsys: Capture) -> None:
    (project / "broken.py").write_text(f"{FLAWED}\ndef :\n")
    run = sarif(capsys, ".")
    assert len(run["results"]) == 1
    (invocation,) = run["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert "broken.py" in json.dumps(notification)
    assert notification["message"]["text"]


def test_the_report_of_the_same_files_is_the_same_in_every_folder(
    project: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    reports = set()
    for folder in (project / "one", project / "another one"):
        folder.mkdir()
        monkeypatch.chdir(folder)
        (folder / "slot.py").write_text(FLAWED)
        (folder / "two words.py").write_text(restoring(f"{READ_A}  # noqa", READ_B))
        (folder / "broken.py").write_text(f"{FLAWED}\ndef :\n")
        keep(ENTRY)
        for path in (".", "."):
            capsys.readouterr()
            main(["check", "--isolated", "--format=sarif", "--baseline=base.json", path])
            reports.add(capsys.readouterr().out)
    assert len(reports) == 1
    assert str(project) not in reports.pop()


def test_absolute_paths_do_not_show_in_the_report(project: Path, capsys: Capture) -> None:
    (project / "sub").mkdir()
    (project / "sub" / "slot.py").write_text(FLAWED)
    assert main(["check", "--format=sarif", "."]) == 1
    relative = capsys.readouterr().out
    assert main(["check", "--format=sarif", str(project)]) == 1
    assert capsys.readouterr().out == relative
