"""The codemod as a command of libcst, for those who run their codemods with its tool.

    python -m libcst.tool codemod --no-format --include-generated \\
        -x flake8_checkpoint_get.libcst_command.RequireCheckpointKeys PATH

Source: https://libcst.readthedocs.io/en/latest/codemods_tutorial.html
"""

from __future__ import annotations

import argparse
from pathlib import Path

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext, SkipFile

from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.configured import Checker
from flake8_checkpoint_get.flake8_bridge.configuration import ConfigurationError, configure
from flake8_checkpoint_get.source import NotAnalysedError

PROGRAM = "flake8-checkpoint-get"


class RequireCheckpointKeys(CodemodCommand):
    """Makes restore methods fail where the checkpoint lacks a key, instead of making up a value.

    What counts is what flake8's configuration says in the folder that the tool is run from.
    """

    DESCRIPTION = "Rewrite state.get(key, default) in restore methods to state[key], where safe."

    def __init__(self, context: CodemodContext, *, unsafe_fixes: bool = False) -> None:
        super().__init__(context)
        self._unsafe = unsafe_fixes

    @staticmethod
    def add_args(arg_parser: argparse.ArgumentParser) -> None:
        """Add the option of this command to those of libcst's tool."""
        arg_parser.add_argument(
            "--unsafe-fixes", action="store_true", help="also do what is not proved to be safe"
        )

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Return the module, fixed.

        Raises:
            SkipFile: it cannot be analysed, or not be rewritten without a change beside the
                findings; it stays as it is.
        """
        before, name = tree.bytes, self.context.filename
        if name and Path(name).read_bytes() != before:
            message = "libcst would change its blanks or line ends"
            raise SkipFile(message)
        try:
            checker = Checker.of(configure(PROGRAM, []))
            fixed = checker.fix(_relative(name or "-"), before, unsafe=self._unsafe)
        except (NotAnalysedError, NotRewrittenError, ConfigurationError) as error:
            raise SkipFile(str(error)) from error
        for finding, reason in fixed.refused:
            self.warn(f"line {finding.line}: {finding.code} could not be rewritten: {reason}")
        return tree if fixed.data == before else cst.parse_module(fixed.data)


def _relative(name: str) -> str:
    """Return a path as flake8 would name it: relative to the folder it runs in."""
    path = Path(name)
    here = Path.cwd()
    return f"./{path.relative_to(here)}" if path.is_relative_to(here) else name
