"""What the plugin costs: flake8 with it against flake8 with a plugin that does nothing.

Runs both, interleaved, on the wheel of lightning, with one process, and prints the medians and the
ratio of user times. Needs the package index for flake8 and the wheel; sets up a scratch environment
in `.corpus/`.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = ROOT / ".corpus" / "plugin-overhead"
WHEEL = "lightning==2.6.6"
PLUGINS = {
    "nothing": "NOP = nothing:Nothing",
    "checkpoint-get": "CKP = flake8_checkpoint_get.plugin:CheckpointGetPlugin",
}
UNUSUAL = "PYTHONDONTWRITEBYTECODE"
"""Where this is set, every run compiles every module anew: no user has that."""

NOTHING = """\
class Nothing:
    def __init__(self, tree): ...
    def run(self): return iter(())
"""


def set_up() -> Path:
    """Make the scratch environment; return its Python."""
    python = SCRATCH / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(SCRATCH / "venv", with_pip=True)
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "flake8"], check=True)
    wheels = SCRATCH / "wheels"
    subprocess.run([*pip, "download", "--no-deps", "-d", str(wheels), WHEEL], check=True)
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        wheel.extractall(SCRATCH / "code")
    (SCRATCH / "nothing.py").write_text(NOTHING)
    for name, plugin in PLUGINS.items():
        (SCRATCH / f"{name}.cfg").write_text(
            f"[flake8]\n[flake8:local-plugins]\nextension =\n  {plugin}\n"
            f"paths =\n  {ROOT}\n  {SCRATCH}\n"
        )
    return python


def user_seconds(python: Path, name: str) -> float:
    """Run flake8 once with one of the plugins; return the user time it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = [str(python), "-m", "flake8", "-j1", "-q", "--exit-zero"]
    subprocess.run(
        [*command, f"--config={SCRATCH / name}.cfg", str(SCRATCH / "code")],
        check=True,
        cwd=SCRATCH,  # the checkout holds the entry points of an installed plugin
        env={name: value for name, value in os.environ.items() if name != UNUSUAL},
        stdout=subprocess.DEVNULL,
    )
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def interval(ratios: list[float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the median."""
    generator = random.Random(0)  # noqa: S311
    medians = sorted(
        statistics.median(generator.choices(ratios, k=len(ratios))) for _ in range(2000)
    )
    return medians[50], medians[-50]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=15)
    pairs = parser.parse_args().pairs
    python = set_up()
    for name in PLUGINS:
        user_seconds(python, name)
    taken: dict[str, list[float]] = {name: [] for name in PLUGINS}
    for number in range(pairs):
        names = list(PLUGINS)
        for name in names if number % 2 else reversed(names):
            taken[name].append(user_seconds(python, name))
    ratios = [
        ours / nothing
        for nothing, ours in zip(taken["nothing"], taken["checkpoint-get"], strict=True)
    ]
    for name, seconds in taken.items():
        print(f"{name}: median {statistics.median(seconds):.2f} s user")
    low, high = interval(ratios)
    print(
        f"{pairs} pairs on {WHEEL}, Python {sys.version.split()[0]}:"
        f" median ratio {statistics.median(ratios):.3f} (95 % interval {low:.3f} to {high:.3f})"
    )


if __name__ == "__main__":
    main()
