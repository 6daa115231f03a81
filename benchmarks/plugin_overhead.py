"""What the plugin costs: flake8 with it against flake8 with a plugin that does nothing.

    python -m benchmarks.plugin_overhead [--pairs 15] [FOLDER]

Runs both in turn, with one process, on a folder (the wheel of lightning if none is given), and
prints the medians and the ratio of user times. Needs the package index for flake8 and the wheel;
sets up a scratch environment in `.corpus/`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench.environments import BENCH, ROOT, install, programs
from benchmarks.corpus import CODE, WHEELS, download
from benchmarks.measuring import Ratio, measure

LIGHTNING = next(wheel for wheel in WHEELS if wheel.startswith("lightning=="))
SCRATCH = BENCH / "plugin-overhead"
NOTHING, OURS = SCRATCH / "nothing.cfg", SCRATCH / "checkpoint-get.cfg"
PLUGINS = {
    NOTHING: "NOP = nothing:Nothing",
    OURS: "CKP = flake8_checkpoint_get.plugin:CheckpointGetPlugin",
}
NOTHING_MODULE = """\
class Nothing:
    def __init__(self, tree): ...
    def run(self): return iter(())
"""


@dataclass(frozen=True, slots=True)
class Overhead:
    """User seconds of runs side by side: with a plugin that does nothing, and with ours."""

    nothing: tuple[float, ...]
    ours: tuple[float, ...]

    @property
    def ratio(self) -> Ratio:
        """How much longer it takes with ours."""
        return Ratio.of(self.ours, self.nothing)

    def __str__(self) -> str:
        ratio = self.ratio
        return (
            f"{len(self.ours)} pairs: {statistics.median(self.nothing):.2f} s user with nothing,"
            f" {statistics.median(self.ours):.2f} s with the plugin, median ratio"
            f" {ratio.median:.3f} (95 % interval {ratio.low:.3f} to {ratio.high:.3f})"
        )


def set_up() -> None:
    """Make the scratch environment and its configuration files."""
    install("flake8")
    SCRATCH.mkdir(parents=True, exist_ok=True)
    (SCRATCH / "nothing.py").write_text(NOTHING_MODULE)
    for file, plugin in PLUGINS.items():
        file.write_text(
            f"[flake8]\n[flake8:local-plugins]\nextension =\n  {plugin}\n"
            f"paths =\n  {ROOT}\n  {SCRATCH}\n"
        )


def user_seconds(configuration: Path, folder: Path) -> float:
    """Run flake8 once with one of the plugins; return the user time it took."""
    options = ("-j1", "-q", "--exit-zero", f"--config={configuration}")
    # The checkout holds the entry points of an installed plugin: not run from there.
    return measure((str(programs("flake8") / "flake8"), *options, str(folder)), SCRATCH).user


def compare(folder: Path, pairs: int) -> Overhead:
    """Run both on a folder, in pairs whose order changes."""
    for configuration in PLUGINS:
        user_seconds(configuration, folder)
    taken: dict[Path, list[float]] = {configuration: [] for configuration in PLUGINS}
    for number in range(pairs):
        for configuration in (NOTHING, OURS) if number % 2 else (OURS, NOTHING):
            taken[configuration].append(user_seconds(configuration, folder))
    return Overhead(tuple(taken[NOTHING]), tuple(taken[OURS]))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pairs", type=int, default=15)
    given = parser.parse_args()
    set_up()
    if given.folder is None:
        download(LIGHTNING)
    folder = (given.folder or CODE / "lightning").resolve()
    print(f"{folder.name}, Python {sys.version.split()[0]}, {compare(folder, given.pairs)}")


if __name__ == "__main__":
    main()
