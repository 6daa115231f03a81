"""Charts of what was measured, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

HEIGHT_OF_BAR = 0.32
OURS, OTHERS = "#b5462f", "#7a8ca3"


def bars(file: Path, title: str, rows: Sequence[tuple[str, float, bool]]) -> None:
    """Draw seconds by name on a logarithmic scale, the least on top; ours have another colour."""
    ordered = sorted(rows, key=lambda row: -row[1])
    figure = Figure(figsize=(8, 1 + HEIGHT_OF_BAR * len(rows)), layout="constrained")
    axes = figure.add_subplot()
    seconds = [second for _, second, _ in ordered]
    colours = [OURS if ours else OTHERS for _, _, ours in ordered]
    drawn = axes.barh([name for name, _, _ in ordered], seconds, color=colours)
    axes.bar_label(drawn, labels=[f"{second:.3g}" for second in seconds], padding=3)
    axes.set(xscale="log", xlabel="processor time, seconds (logarithmic)", title=title)
    axes.margins(x=0.15)
    _save(figure, file)


def growth(file: Path, title: str, points: Sequence[tuple[int, float]]) -> None:
    """Draw seconds over the number of files, beside what the fewest files would foretell."""
    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.add_subplot()
    files = [number for number, _ in points]
    first_files, first_seconds = points[0]
    proportional = [first_seconds * number / first_files for number in files]
    axes.plot(files, proportional, color=OTHERS, linestyle="--", label="proportional")
    axes.plot(files, [second for _, second in points], color=OURS, marker="o", label="measured")
    axes.set(xscale="log", yscale="log", xlabel="files", ylabel="seconds", title=title)
    axes.legend()
    _save(figure, file)


def _save(figure: Figure, file: Path) -> None:
    # The same numbers are the same file.
    with mpl.rc_context({"svg.hashsalt": "flake8-checkpoint-get", "svg.fonttype": "none"}):
        figure.savefig(file, metadata={"Date": None})
