"""The file of a baseline, and the paths in it: whole or as it was, each file counted once."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from flake8_checkpoint_get.cli import main
from tests.front_ends import A_AGAIN, PREFIX, READ_A, Capture, Patch, checked, restoring
from tests.test_plugin import FLAWED


def write(*paths: str, code: int = 0) -> None:
    assert main(["check", "--isolated", "--write-baseline=base.json", *paths]) == code


def counts(path: Path) -> dict[str, int]:
    """Return for each path in a baseline how many findings it allows there."""
    entries = json.loads(path.read_text())["findings"]
    return {entry["path"]: entry.get("count", 1) for entry in entries}


def test_a_file_that_two_paths_lead_to_counts_once(project: Path) -> None:
    (project / "src").mkdir()
    (project / "src" / "slot.py").write_text(FLAWED)
    (project / "slot.py").unlink()
    write(".", "src", "src/slot.py", str(project / "src"), "./src/../src/slot.py")
    assert counts(project / "base.json") == {"src/slot.py": 1}


def test_a_folder_that_links_lead_to_is_the_same_folder(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: Patch, capsys: Capture
) -> None:
    link = tmp_path_factory.mktemp("links") / "project"
    link.symlink_to(project)
    assert main(["check", f"--write-baseline={link}/base.json", str(link)]) == 0
    assert counts(project / "base.json") == {"slot.py": 1}
    for place in (link, project):
        monkeypatch.chdir(place)
        for path in (".", str(link), str(project)):
            assert checked(capsys, "--baseline=base.json", path) == []
            assert main(["check", f"--baseline={link}/base.json", path]) == 0


def test_of_two_entries_for_the_same_the_larger_one_counts(project: Path, capsys: Capture) -> None:
    (project / "slot.py").write_text(restoring(READ_A, A_AGAIN))
    write(".")
    base = json.loads((project / "base.json").read_text())
    (entry,) = base["findings"]
    for order in ([entry, entry | {"count": 1}], [entry | {"count": 1}, entry]):
        (project / "base.json").write_text(json.dumps(base | {"findings": order}))
        assert checked(capsys, "--baseline=base.json", ".") == []


def test_a_baseline_that_cannot_be_written_stays_whole(
    project: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    write(".")
    before = (project / "base.json").read_bytes()
    (project / "slot.py").write_text(restoring(READ_A))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    capsys.readouterr()
    write(".", code=2)
    assert capsys.readouterr().err == (
        f"{PREFIX}baseline base.json: cannot be written: No space left on device\n"
    )
    assert (project / "base.json").read_bytes() == before
    assert not list(project.glob(".*"))


def test_a_new_baseline_has_the_mode_of_a_new_file_and_an_old_one_keeps_its_own(
    project: Path,
) -> None:
    old = os.umask(0o027)
    try:
        write(".")
    finally:
        os.umask(old)
    assert stat.S_IMODE((project / "base.json").stat().st_mode) == 0o640
    (project / "base.json").chmod(0o604)
    write(".")
    assert stat.S_IMODE((project / "base.json").stat().st_mode) == 0o604


def test_a_link_to_a_baseline_stays_one(project: Path) -> None:
    (project / "base.json").symlink_to("real.json")
    write(".")
    write(".")
    assert (project / "base.json").is_symlink()
    assert counts(project / "real.json") == {"slot.py": 1}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_pipe_is_no_place_for_a_baseline(project: Path, capsys: Capture) -> None:
    os.mkfifo(project / "base.json")
    write(".", code=2)
    assert capsys.readouterr().err.endswith("cannot be written: it is no regular file\n")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"[]", "[] is no object"),
        (b"null", "None is no object"),
        (b'{"format": 1, "findings": [null]}', "None is no object"),
        (b'{"format": 1}', "it lacks 'findings'"),
        (b'{"format": 1, "findings": {"a": 1}}', "{'a': 1} is no list"),
    ],
)
def test_what_is_wrong_with_a_baseline(
    project: Path, capsys: Capture, content: bytes, why: str
) -> None:
    (project / "base.json").write_bytes(content)
    assert main(["check", "--baseline=base.json", "."]) == 2
    assert f"base.json: not a baseline: {why}; see " in capsys.readouterr().err


def test_a_count_is_a_number(project: Path, capsys: Capture) -> None:
    write(".")
    text = (project / "base.json").read_text()
    (project / "base.json").write_text(text.replace('"reason"', '"count": true, "reason"'))
    assert main(["check", "--baseline=base.json", "."]) == 2
    assert "not a baseline: a count is True" in capsys.readouterr().err


def test_a_baseline_has_a_name(project: Path, capsys: Capture) -> None:
    for option in ("--baseline=", "--write-baseline=", "--output=", "--files-from="):
        assert main(["check", option, "."]) == 2
        assert "the name of a file is empty" in capsys.readouterr().err
    assert main(["check", "--write-baseline=-", "."]) == 2
    assert not (project / "-").exists()


@pytest.mark.parametrize("name", ["slot.py", "base.json", "./slot.py", "link"])
def test_a_report_does_not_take_the_place_of_what_was_read(
    project: Path, capsys: Capture, name: str
) -> None:
    write(".")
    (project / "link").symlink_to("slot.py")
    before = (project / name).read_bytes()
    assert main(["check", "--baseline=base.json", f"--output={name}", "."]) == 2
    assert capsys.readouterr().err.endswith(
        f"--output {name}: it is one of the files that were read\n"
    )
    assert (project / name).read_bytes() == before
    assert main(["check", f"--output={project}/new.txt", "."]) == 1
    assert main(["check", f"--output={project}/new.txt", "."]) == 1


def test_contract_has_no_use_for_a_baseline(project: Path, capsys: Capture) -> None:
    (project / "setup.cfg").write_text("[flake8]\ncheckpoint-baseline = missing.json\n")
    assert main(["contract", "slot.py"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", ["check", "fix", "contract", "rules", "explain"])
def test_every_command_knows_the_version(capsys: Capture, command: str) -> None:
    assert main([command, "--version"]) == 0
    alone = capsys.readouterr().out
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == alone


def test_a_report_does_not_take_the_place_of_a_file_that_could_not_be_analysed(
    project: Path, capsys: Capture
) -> None:
    (project / "bad.py").write_text("class A:\n    def load_state_dict(self, s)\n")
    (project / "list.txt").write_text("bad.py\n")
    (project / "own.cfg").write_text("[flake8]\n")
    for name in ("bad.py", "list.txt", "own.cfg"):
        before = (project / name).read_text()
        options = ["--files-from=list.txt", "--config=own.cfg", f"--output={name}"]
        assert main(["check", *options]) == 2
        assert "one of the files that were read" in capsys.readouterr().err
        assert (project / name).read_text() == before


def test_a_baseline_behind_a_link_keeps_its_paths_and_reasons(project: Path) -> None:
    (project / "other").mkdir()
    assert main(["check", "--write-baseline=other/b.json", "--reason=old", "."]) == 0
    before = (project / "other" / "b.json").read_text()
    (project / "link.json").symlink_to("other/b.json")
    assert main(["check", "--write-baseline=link.json", "."]) == 0
    assert (project / "other" / "b.json").read_text() == before
    assert main(["check", "--baseline=link.json", "."]) == 0


def test_files_behind_a_linked_folder_count_once(project: Path) -> None:
    (project / "real").mkdir()
    (project / "slot.py").rename(project / "real" / "slot.py")
    (project / "linked").symlink_to("real")
    write("real", "linked")
    assert counts(project / "base.json") == {"real/slot.py": 1}


def test_a_baseline_that_goes_meanwhile_is_an_error_in_one_line(
    project: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    write(".")
    capsys.readouterr()

    def gone(configuration: object) -> None:
        del configuration
        (project / "base.json").unlink()

    monkeypatch.setattr("flake8_checkpoint_get.configured.verify_codes", gone)
    assert main(["check", "--baseline=base.json", "."]) == 2
    assert capsys.readouterr().err.count("\n") == 1
