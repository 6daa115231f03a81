"""What the save method of a module is found to write, and short names for it."""

from __future__ import annotations

import ast
import textwrap

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.function_walk import FunctionWalk
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.saved import Presence, SavedKey, SavedMapping
from flake8_checkpoint_get.analysis.writes import saved_mapping
from flake8_checkpoint_get.settings import Settings

ALWAYS = SavedKey(Presence.ALWAYS)
SOMETIMES = SavedKey(Presence.SOMETIMES)
REMOVED = SavedKey(Presence.REMOVED)


def written(text: str, *, filled: str = "") -> SavedMapping:
    """Return what the last method ``state_dict`` in a module writes."""
    index = ModuleIndex(ast.parse(textwrap.dedent(text)))
    builder = Builder()
    interpreter = Interpreter(index, Settings(), FunctionWalk, builder)
    info = index.all_classes[-1]
    save = info.methods["state_dict"]
    return saved_mapping(interpreter, builder, save, info.name, filled)


def method(*body: str, before: str = "") -> str:
    lines = [before, "class Thing:", "    def state_dict(self, *args, **kwargs):"]
    return "\n".join([*lines, *(f"        {line}" for line in body)]) + "\n"


def when(condition: str) -> SavedKey:
    return SavedKey(Presence.SOMETIMES, condition)
