"""A scratch environment with Lightning and torch, and the installed modules of Lightning."""

from __future__ import annotations

import shutil
import subprocess
import venv
from pathlib import Path

from benchmarks.corpus import CODE, CORPUS, WHEELS, download

SCRATCH = CORPUS / "real_fix"
TRAININGS = SCRATCH / "training"
VENV = SCRATCH / "venv"
PYTHON = VENV / "bin" / "python"
LIGHTNING = next(wheel for wheel in WHEELS if wheel.startswith("lightning=="))
TORCH = "torch==2.13.0"
Tree = dict[str, str]
"""The text of each module, by path."""


def set_up() -> None:
    """Install what is missing; forget the trainings of the last run."""
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", LIGHTNING, TORCH], check=True)
    download(LIGHTNING)
    shutil.rmtree(TRAININGS, ignore_errors=True)


def site() -> Path:
    """Return where packages are installed."""
    return next(VENV.glob("lib/*/site-packages"))


def reset() -> None:
    """Put the modules of Lightning back as its wheel has them."""
    shutil.copytree(CODE / "lightning", site(), dirs_exist_ok=True)


def snapshot() -> Tree:
    """Return the modules as they are."""
    files = sorted((site() / "lightning").rglob("*.py"))
    return {str(file.relative_to(site())): file.read_bytes().decode() for file in files}
