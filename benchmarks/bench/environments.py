"""Scratch environments for programs that are measured, in `.corpus/bench`."""

from __future__ import annotations

import shutil
import subprocess
import venv
from collections.abc import Sequence
from importlib.metadata import distributions
from pathlib import Path

from benchmarks.corpus import CORPUS

ROOT = Path(__file__).resolve().parent.parent.parent
BENCH = CORPUS / "bench"
OURS = "flake8-checkpoint-get"
FLAKE8 = "flake8==7.5.0"
LIBCST = "libcst==1.9.0"
ENVIRONMENTS = {
    "flake8": (FLAKE8,),
    "bugbear": (FLAKE8, "flake8-bugbear==26.10.27"),
    "async": (FLAKE8, "flake8-async==26.8.1"),
    "torchfix": (FLAKE8, "torchfix==0.7.0"),
    "libcst": (LIBCST,),
    "semgrep": ("semgrep==1.182.0",),
    "ast-grep": ("ast-grep-cli==0.51.1",),
    "ruff": ("ruff==0.17.6",),
    "ours": (FLAKE8, LIBCST, "rich>=13"),
}
DISTRIBUTED = ("pyproject.toml", "README.md", "LICENSE")


def programs(name: str) -> Path:
    """Return the folder of an environment's programs."""
    return BENCH / "venvs" / name / "bin"


def install(name: str) -> None:
    """Make an environment, unless it is there with just these packages."""
    requirements = ENVIRONMENTS[name]
    folder = programs(name).parent
    done = folder / "installed"
    if done.exists() and done.read_text() == "\n".join(requirements):
        return
    venv.create(folder, with_pip=True, clear=True)
    _pip(name, *requirements)
    done.write_text("\n".join(requirements))


def install_all() -> None:
    """Make all environments; install this checkout as it is now."""
    for name in ENVIRONMENTS:
        print(f"environment {name}", flush=True)
        install(name)
    source = BENCH / "source"
    shutil.rmtree(source, ignore_errors=True)
    package = OURS.replace("-", "_")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / package, source / package, ignore=ignored)
    for file in DISTRIBUTED:
        shutil.copy(ROOT / file, source)
    _pip("ours", "--no-deps", "--force-reinstall", str(source))


def version(name: str, package: str) -> str:
    """Return the version of a package in an environment."""
    site = next(programs(name).parent.glob("lib/*/site-packages"))
    return next(iter(distributions(name=package, path=[str(site)]))).version


def _pip(name: str, *arguments: str) -> None:
    pip: Sequence[str] = (str(programs(name) / "python"), "-m", "pip", "--quiet")
    subprocess.run([*pip, "--disable-pip-version-check", "install", *arguments], check=True)
