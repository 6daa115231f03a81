"""Does each program do what it is measured for? It must find the flaw that it is there for."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

from benchmarks.bench.environments import BENCH
from benchmarks.bench.tools import HOME, Tool
from benchmarks.measuring import CommandError, usual_environment

FLAWED = """\
import os
import time

import torch


def collect(values=[]):
    return values


async def wait():
    time.sleep(1)


class Restored:
    def state_dict(self):
        return {"rate": self.rate}

    def load_state_dict(self, state):
        self.rate = state.get("rate", 0.1)


weights = torch.load("weights.pt")
"""


def prove(tools: Sequence[Tool]) -> None:
    """Run each on a flawed module.

    Raises:
        CommandError: one does not report its flaw.
    """
    folder = BENCH / "flawed"
    for tool in tools:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "flawed.py").write_text(FLAWED)
        run = subprocess.run(
            tool.command(folder),
            cwd=HOME,
            env=usual_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        said = run.stdout + run.stderr
        if tool.proof not in said:
            message = f"{tool.name} does not say {tool.proof}: exit code {run.returncode}\n{said}"
            raise CommandError(message)
