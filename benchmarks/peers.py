"""What pattern rules for ast-grep find in the corpus, held against what we find there.

    pip install ast-grep-cli
    python -m benchmarks.peers

A finding of ours is found if one of its lines is one of a match; a match
is another one if its first line is in no finding of ours. ``peers/semgrep-*.yml`` are the same for
``semgrep scan --config FILE --json``.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from benchmarks.corpus import CODE
from benchmarks.findings import findings

RULE = Path(__file__).parent / "peers" / "ast-grep.yml"
IGNORE_NOTHING = ("hidden", "vcs", "parent", "dot")

Place = tuple[str, int]


def matches() -> set[tuple[str, int, int]]:
    """Return file, first and last line of each match."""
    options = [word for kind in IGNORE_NOTHING for word in ("--no-ignore", kind)]
    command = ["ast-grep", "scan", "-r", str(RULE), *options, "--json=compact", "."]
    run = subprocess.run(command, cwd=CODE, capture_output=True, text=True, check=False)
    return {
        (match["file"], match["range"]["start"]["line"] + 1, match["range"]["end"]["line"] + 1)
        for match in json.loads(run.stdout)
    }


def main() -> None:
    """Print the counts."""
    ours = [
        {
            (f"{one.project}/{one.file}", line)
            for line in range(one.finding.line, one.finding.span.end_line + 1)
        }
        for one in findings()
    ]
    matched = matches()
    lines: set[Place] = {
        (file, line) for file, first, last in matched for line in range(first, last + 1)
    }
    known = set[Place]().union(*ours)
    others = [one for one in matched if one[:2] not in known]
    print(f"ours {len(ours)}, matches {len(matched)}, of ours {sum(bool(o & lines) for o in ours)}")
    print(f"others {len(others)}")


if __name__ == "__main__":
    main()
