"""What is measured: each program with its options, always on one process."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from benchmarks import plugin_overhead
from benchmarks.bench.environments import BENCH, ROOT, programs, version
from flake8_checkpoint_get.hooks import HOOKS, Tier

PEERS = Path(__file__).resolve().parent.parent / "peers"
RESTORE_METHODS = {hook.restore for hook in HOOKS if hook.tier is Tier.NAME}
DEFINITIONS = f"def ({'|'.join(sorted(RESTORE_METHODS))})"


class Pace(Enum):
    """How often a program is run, and whether on the largest project, too."""

    SLOW = auto()
    USUAL = auto()
    FAST = auto()


class On(Enum):
    """What a program is run on."""

    ORIGINAL = auto()
    MENDED = auto()
    COPY = auto()


@dataclass(frozen=True, slots=True)
class Tool:
    """A program with its options; the folder follows them."""

    name: str
    environment: str
    package: str
    words: tuple[str, ...]
    proof: str
    """What it says about the flawed module of `proof.py`."""

    pace: Pace = Pace.USUAL
    on: On = On.ORIGINAL
    variables: tuple[str, ...] = ()

    def command(self, folder: Path) -> tuple[str, ...]:
        """Return the command that runs it on a folder."""
        return ("env", f"PATH={self._path()}", *self.variables, *self.words, str(folder))

    def _path(self) -> str:
        """Return where programs are looked for: Semgrep starts another one by its name."""
        first = [str(programs(self.environment))] if self.environment else []
        return os.pathsep.join([*first, os.environ["PATH"]])

    @property
    def shown(self) -> str:
        """The command as it is shown: paths begin at the checkout."""
        return shlex.join((*self.variables, *self.words)).replace(f"{ROOT}/", "")

    @property
    def is_ours(self) -> bool:
        """Tell whether it runs code of this project."""
        return self.environment == OURS[0] or "this plugin" in self.name

    @property
    def version(self) -> str:
        """The package with its version, where it was installed for this."""
        if not self.environment:
            return "of the system"
        return f"{self.package} {version(self.environment, self.package)}"


FLAKE8 = ("flake8", "-j1", "--exit-zero")
ALONE = (*FLAKE8, "--isolated")
RUFF = ("ruff", "check", "--isolated", "--no-cache", "--exit-zero", "--no-respect-gitignore")
ONE_THREAD = ("RAYON_NUM_THREADS=1",)
AST_GREP = ("ast-grep", "scan", "-j1", f"--rule={PEERS / 'ast-grep.yml'}")
ALL_FILES = tuple(f"--no-ignore={kind}" for kind in ("hidden", "vcs", "parent", "dot"))
FLAW = "a missing checkpoint key goes unnoticed"
SEMGREP = ("semgrep", "scan", "--jobs=1", f"--config={PEERS / 'semgrep-patterns.yml'}")
OFFLINE = ("--metrics=off", "--disable-version-check")
AT_HOME = (f"SEMGREP_SETTINGS_FILE={BENCH}/semgrep.yml", f"SEMGREP_LOG_FILE={BENCH}/semgrep.log")
EVERYTHING = (
    "--no-git-ignore",
    "--x-ignore-semgrepignore-files",
    "--max-target-bytes=0",
    "--timeout=0",
)
CODEMOD = ("python", "-m", "libcst.tool", "codemod", "--no-format", "--include-generated", "-j1")
NAIVE = ("--hide-progress", "-x", "naive_codemod.RequireKeys")
CHECK = ("flake8-checkpoint-get", "check", "--isolated", "--exit-zero", "--jobs=1")
FIX = ("flake8-checkpoint-get", "fix", "--isolated", "--exit-zero", "--jobs=1")
OURS = ("ours", "flake8-checkpoint-get")


def flake8_tools() -> tuple[Tool, ...]:
    """Return flake8 alone and with plugins."""
    nothing = f"--config={plugin_overhead.NOTHING}"
    ours = f"--config={plugin_overhead.OURS}"
    torchfix = ("torchfix", "torchfix")
    slow = Pace.SLOW
    return (
        Tool("flake8", "flake8", "flake8", ALONE, "F401"),
        Tool("flake8 + nothing", "flake8", "flake8", (*FLAKE8, nothing), "F401"),
        Tool("flake8 + this plugin", "flake8", "flake8", (*FLAKE8, ours), "CKP101"),
        Tool("flake8 + bugbear", "bugbear", "flake8-bugbear", ALONE, "B006", slow),
        Tool("flake8 + flake8-async", "async", "flake8-async", ALONE, "ASYNC251", slow),
        Tool("flake8 + TorchFix", *torchfix, ALONE, "TOR102", slow),
        Tool("torchfix", *torchfix, ("torchfix", "-j1", "--select=ALL"), "TOR102", slow),
    )


def pattern_tools() -> tuple[Tool, ...]:
    """Return those that look for patterns, and ruff."""
    scan = (*SEMGREP, *OFFLINE, *EVERYTHING)
    all_rules, pyflakes = (*RUFF, "--select=ALL"), (*RUFF, "--select=F")
    fast = Pace.FAST
    return (
        Tool("Semgrep, one rule", "semgrep", "semgrep", scan, FLAW, variables=AT_HOME),
        Tool(
            "ast-grep, one rule",
            *("ast-grep", "ast-grep-cli"),
            (*AST_GREP, *ALL_FILES),
            FLAW,
            fast,
        ),
        Tool("ruff, all rules", "ruff", "ruff", all_rules, "F401", variables=ONE_THREAD),
        Tool("ruff, F", "ruff", "ruff", pyflakes, "F401", fast, variables=ONE_THREAD),
        Tool("grep", "", "", ("grep", "-rlE", "--include=*.py", DEFINITIONS), "flawed.py", fast),
    )


def our_tools() -> tuple[Tool, ...]:
    """Return our commands, and the codemod that `fix` is held against."""
    unsafe = (*FIX, "--unsafe-fixes")
    path = (f"PYTHONPATH={PEERS}",)
    naive = (*CODEMOD, *NAIVE)
    copy, mended = On.COPY, On.MENDED
    return (
        Tool("check", *OURS, CHECK, "CKP101", Pace.FAST),
        Tool("check, all fixed", *OURS, CHECK, "CKP101", on=mended),
        Tool("fix, all fixed", *OURS, unsafe, "CKP101", on=mended),
        Tool("fix", *OURS, FIX, "CKP101", on=copy),
        Tool("fix, unsafe, too", *OURS, unsafe, "CKP101", on=copy),
        Tool("naive codemod", "libcst", "libcst", naive, "Transformed 1", Pace.SLOW, copy, path),
    )


def all_tools() -> tuple[Tool, ...]:
    """Return everything that is measured."""
    return (*flake8_tools(), *pattern_tools(), *our_tools())


SIDE_BY_SIDE = (
    ("check", "flake8"),
    ("check", "Semgrep, one rule"),
    ("check", "ast-grep, one rule"),
    ("check", "ruff, all rules"),
    ("check", "grep"),
    ("fix, all fixed", "check, all fixed"),
    ("fix, unsafe, too", "naive codemod"),
    ("flake8 + bugbear", "flake8 + nothing"),
    ("flake8 + this plugin", "flake8 + nothing"),
)
"""Pairs that are compared: the first against the second."""

HOME = BENCH / "elsewhere"
"""An empty folder to run everything in: there is no configuration to be found."""
