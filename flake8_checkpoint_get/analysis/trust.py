"""Functions that are not followed: migrations, configuration, and what subclasses define."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from flake8_checkpoint_get.analysis.syntax import FunctionNode, decorator_names, dotted
from flake8_checkpoint_get.analysis.values import Definition
from flake8_checkpoint_get.hooks import EXCLUDED

MIGRATION = re.compile(
    r"^_*(upgrade|migrate)(_|$)|backwards?_?compat|^_*convert_\w*_checkpoints?$|(^|_)legacy(_|$)"
    r"|^consume_prefix",
    re.IGNORECASE,
)
CONFIGURATION = re.compile(r"(Config|Processor)$")


def is_migration(definition: Definition) -> bool:
    """Tell whether a function exists to bring old checkpoints up to date, by its name."""
    if isinstance(definition, ast.Lambda):
        return False
    return is_migration_name(definition.name)


def is_migration_name(name: str) -> bool:
    """Tell whether a function of this name exists to bring old checkpoints up to date."""
    return name in EXCLUDED or MIGRATION.search(name) is not None


def is_configuration(definition: Definition, owners: Mapping[FunctionNode, str]) -> bool:
    """Tell whether a method takes what users write, with defaults by design."""
    if isinstance(definition, ast.Lambda):
        return False
    return definition.name == "from_dict" and bool(CONFIGURATION.search(owners.get(definition, "")))


def is_wrapped(definition: Definition) -> bool:
    """Tell whether a decorator may change what a function takes and returns."""
    if isinstance(definition, ast.Lambda):
        return False
    return not PLAIN_DECORATORS.issuperset(decorator_names(definition))


def runs_later(definition: Definition) -> bool:
    """Tell whether a call of a function only makes a generator or coroutine."""
    if isinstance(definition, ast.AsyncFunctionDef):
        return True
    return any(isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(definition))


PLAIN_DECORATORS = frozenset(
    (
        "_disable_dynamo",
        "classmethod",
        "final",
        "inference_mode",
        "no_grad",
        "no_type_check",
        "override",
        "staticmethod",
        "unused",
    )
)
"""Decorators that change nothing of what goes in and out."""


def is_abstract(definition: Definition) -> bool:
    """Tell whether a method only says that subclasses define it."""
    if isinstance(definition, ast.Lambda):
        return False
    if any(dotted(d).endswith("abstractmethod") for d in definition.decorator_list):
        return True
    body = [statement for statement in definition.body if not _is_bare(statement)]
    return not body or all(isinstance(s, ast.Raise) and _not_implemented(s) for s in body)


def _is_bare(statement: ast.stmt) -> bool:
    """Tell whether a statement does nothing: a docstring, an ellipsis, ``pass``."""
    match statement:
        case ast.Pass() | ast.Expr(ast.Constant()):
            return True
        case _:
            return False


def _not_implemented(statement: ast.Raise) -> bool:
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return raised is not None and dotted(raised) == "NotImplementedError"
