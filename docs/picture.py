"""The picture in the README: what the program really prints, as an SVG by rich."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

COMMANDS = (
    "check --isolated --show-source examples/best_model.py",
    "fix --isolated --diff examples/tokenizer_trainer.py",
)
WIDTH = 112
FONT_FACE = re.compile(r"@font-face \{\{.*?\}\}", re.DOTALL)


def picture(root: Path) -> str:
    """Return the SVG of a terminal in which the commands were run, in the checkout at ``root``."""
    console = Console(width=WIDTH, record=True, file=io.StringIO(), color_system="truecolor")
    for command in COMMANDS:
        console.print(Text(f"$ flake8-checkpoint-get {command}", style="bold"))
        console.print(Text.from_ansi(_output(root, command)))
    console.print()
    # Without the fonts that the format fetches from the network: any monospaced one will do.
    form = FONT_FACE.sub("", CONSOLE_SVG_FORMAT)
    return console.export_svg(title="flake8-checkpoint-get", code_format=form) + "\n"


def words(svg: str) -> list[str]:
    """Return the text in a picture: what matters of it, whichever version of rich drew it."""
    return re.findall(r"<text [^>]*>([^<]*)</text>", svg)


def _output(root: Path, command: str) -> str:
    run = subprocess.run(  # noqa: S603 -- our own program, on our own examples
        [sys.executable, "-m", "flake8_checkpoint_get", *command.split(), "--color=always"],
        cwd=root,
        env={**os.environ, "COLORTERM": "truecolor", "TERM": "xterm-256color"},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout.rstrip("\n")
