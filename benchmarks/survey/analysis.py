"""The whole analysis of every module, also of those that the prefilter turns away.

Every function counts as a restore method, and all rules are on: no form of the language is left out
because it stands where no checkpoint is restored.
"""

from __future__ import annotations

import signal
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.survey.diffs import why_it_is_broken
from benchmarks.survey.outcomes import Run, kind_of
from benchmarks.survey.trees import Tree
from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.codemod.fixing import fix
from flake8_checkpoint_get.engine import check, contracts
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.settings import MethodPattern, Settings
from flake8_checkpoint_get.source import NotAnalysedError, Source

ANY_METHOD = (MethodPattern("*"),)
EVERYTHING = Settings(restore_methods=ANY_METHOD, opt_in=True)
NAME = "whole analysis"
SECONDS_FOR_A_FILE = 120
"""Of the processor: however busy the machine is."""


class TooSlowError(Exception):
    """The analysis of one file took longer than anybody would wait."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """What came of one file: its findings by code, why it was refused, or what is wrong."""

    codes: tuple[str, ...] = ()
    contracts: int = 0
    refused: str = ""
    problem: str = ""


def run_whole_analysis(tree: Tree, jobs: int) -> Run:
    """Analyse and fix all modules of a tree in memory, and add up what came of it."""
    start = time.perf_counter()
    with ProcessPoolExecutor(jobs) as pool:
        paths = (tree.folder / file for file in tree.files)
        done = list(pool.map(analysed, paths, chunksize=8))
    seconds = time.perf_counter() - start
    counted = Counter(code for one in done for code in one.codes)
    counted["contracts"] = sum(one.contracts for one in done)
    refused = Counter(kind_of(one.refused) for one in done if one.refused)
    problems = tuple(
        f"{file}: {one.problem}" for file, one in zip(tree.files, done, strict=True) if one.problem
    )
    return Run(tree.name, NAME, seconds, counted, refused, problems)


def analysed(path: Path) -> Analysed:
    """Analyse and fix a module in memory; whatever is raised is what is wrong with it."""
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_FOR_A_FILE)
    try:
        return _analysed(path.read_bytes())
    except NotAnalysedError as error:
        return Analysed(refused=f"not analysed: {error}")
    except NotRewrittenError as error:
        return Analysed(refused=f"left as it was: {error}")
    except Exception:  # noqa: BLE001 -- that there is none is what is to be shown
        return Analysed(problem=traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _analysed(data: bytes) -> Analysed:
    source = Source.from_bytes(data)
    found = [*_look(source), *check(source, Settings())]
    kept = contracts(source, EVERYTHING)
    problem = ""
    if any(one.edits for one in found):
        fixed = fix(data, _look, unsafe=True)
        problem = why_it_is_broken(data, fixed.data)
    return Analysed(tuple(one.code for one in found), len(kept), problem=problem)


def _look(source: Source) -> tuple[Finding, ...]:
    return check(source, EVERYTHING)


def _stop(*_: object) -> None:
    message = f"not done in {SECONDS_FOR_A_FILE} seconds of the processor"
    raise TooSlowError(message)
