"""The contracts of the corpus: how many are closed, and samples of what is claimed, to be read.

    contracts.py                        write benchmarks/contracts.md, and print the shares
    contracts.py closed --seed 1        print a sample of closed pairs, with their keys
    contracts.py always --seed 1        print a sample of keys that are called always saved

A claim is *true* if no path through today's save method contradicts it. What was read is in
`benchmarks/triage/contracts-*.csv`.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass

from benchmarks.findings import DEFAULT, sources
from benchmarks.judgements import HERE, JUDGEMENTS, rate, rows
from flake8_checkpoint_get.analysis.contract_facts import ClassContract, KeyContract
from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.engine import contracts

CLOSED_PAIRS = 30
ALWAYS_KEYS = 50
MOST_REASONS = 12


@dataclass(frozen=True)
class Located:
    """A contract with the project and the file that it is in."""

    project: str
    file: str
    contract: ClassContract

    @property
    def place(self) -> str:
        """Where the save method is, and whose it is."""
        line, name = self.contract.save_line, self.contract.class_name
        return f"{self.project}/{self.file}:{line} {name}.{self.contract.save}"


def all_contracts() -> list[Located]:
    """Return every contract in the corpus, in a stable order."""
    return [
        Located(project, file, contract)
        for project, file, source in sources(DEFAULT)
        for contract in contracts(source, DEFAULT)
    ]


def shares(found: list[Located]) -> str:
    """Return how many pairs are closed, and why the others are not."""
    pairs = [one for one in found if one.contract.save]
    closed = [one for one in pairs if not one.contract.opened]
    reasons = Counter(one.contract.opened for one in pairs if one.contract.opened)
    keys = [key for one in pairs for key in one.contract.keys]
    saved = Counter(key.saved.value if key.saved else "never" for key in keys)
    verdicts = Counter(key.agreement.value for key in keys)
    lines = [f"- closed: {rate(len(closed), len(pairs))}"]
    lines += [f"- open: {n}, `{reason}`" for reason, n in reasons.most_common(MOST_REASONS)]
    rest = sum(n for _, n in reasons.most_common()[MOST_REASONS:])
    lines += [f"- open: {rest}, for other reasons", "", f"Of their {len(keys)} keys:", ""]
    lines += [f"- saved: {', '.join(f'{n} {name}' for name, n in saved.most_common())}"]
    lines += [f"- verdict: {', '.join(f'{n} {name}' for name, n in verdicts.most_common())}"]
    return "\n".join(lines)


ABOUT = """\
# The contracts of the corpus

Written by `make triage`: what `flake8-checkpoint-get contract` says about the pinned wheels of
`benchmarks/corpus.py`. A pair is *closed* if nothing but the keys in sight can be saved. Samples of
the claims were read one by one, by readers who did not see the implementation. The first sample was
drawn with seed 5; what was wrong in it is mended, and the second was drawn with seed 6."""


def judged() -> str:
    """Return what the samples say that were read, and every claim that was false."""
    lines = list[str]()
    for file in sorted(JUDGEMENTS.glob("contracts-*.csv")):
        lines += [f"### {file.stem.partition('-')[2].capitalize()} sample", ""]
        read = rows(file)
        for claim in dict.fromkeys(row["claim"] for row in read):
            of_claim = [row for row in read if row["claim"] == claim]
            true = sum(row["verdict"] == "true" for row in of_claim)
            lines.append(f"- {claim}: {rate(true, len(of_claim))} true")
        false = (row for row in read if row["verdict"] == "false")
        lines += [f"- false: `{row['place']}` {row['key']}: {row['why']}" for row in false]
        lines.append("")
    return "\n".join(lines).rstrip()


def closed_sample(found: list[Located], seed: int) -> list[Located]:
    """Draw closed pairs."""
    closed = [one for one in found if one.contract.save and not one.contract.opened]
    return random.Random(seed).sample(closed, min(len(closed), CLOSED_PAIRS))  # noqa: S311


def always_sample(found: list[Located], seed: int) -> list[tuple[Located, KeyContract]]:
    """Draw keys that are called always saved."""
    keys = [(o, k) for o in found for k in o.contract.keys if k.saved is Presence.ALWAYS]
    return random.Random(seed).sample(keys, min(len(keys), ALWAYS_KEYS))  # noqa: S311


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", nargs="?", choices=("report", "closed", "always"))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = all_contracts()
    if given.command == "closed":
        for one in closed_sample(found, given.seed):
            written = [".".join(key.path) for key in one.contract.keys if key.saved is not None]
            print(f"{one.place}: {', '.join(written)}")
    elif given.command == "always":
        for one, key in always_sample(found, given.seed):
            print(f"{one.place}: {'.'.join(key.path)}")
    else:
        parts = (ABOUT, "## Shares", shares(found), "## Samples", judged())
        (HERE / "contracts.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
        print(shares(found))


if __name__ == "__main__":
    main()
