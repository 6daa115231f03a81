"""Strings of which all, or only a part, is known: keys that are put together."""

from __future__ import annotations

import ast
import re

from flake8_checkpoint_get.analysis.made_up import defaults_in
from flake8_checkpoint_get.analysis.state import State
from flake8_checkpoint_get.analysis.values import (
    Constant,
    MadeUp,
    Pattern,
    Unknown,
    Value,
    value_of,
)
from flake8_checkpoint_get.analysis.walk import Walk

LONGEST = 200
"""How long a string, or a display, can be before it is not followed any more."""


def evaluate_formatted(
    walk: Walk, node: ast.JoinedStr, parts: list[ast.expr], state: State
) -> Value:
    """Return what is known of an f-string."""
    values = [walk.evaluate(_formatted_part(part), state) for part in parts]
    defaults = [one for value in values for one in made_up(value)]
    written = zip(parts, map(text_of, values), strict=True)
    texts = [text if _is_put_in_as_it_is(walk, part, text) else None for part, text in written]
    whole = "".join(text for text in texts if text)
    if all(text is not None for text in texts) and len(whole) <= LONGEST:
        return value_of(Constant(whole))
    if names_something(whole):
        return value_of(Pattern(shown_text(node)), *defaults)
    return value_of(*defaults, Unknown())


def _formatted_part(part: ast.expr) -> ast.expr:
    return part.value if isinstance(part, ast.FormattedValue) else part


def _is_put_in_as_it_is(walk: Walk, part: ast.expr, text: str | None) -> bool:
    """Tell whether an f-string holds the text of a part: not padded, quoted, or named instead."""
    match part:
        case ast.FormattedValue(ast.Attribute(attr="value"), conversion=-1, format_spec=None):
            return True
        case ast.FormattedValue(conversion=-1, format_spec=None):
            return text not in walk.index.texts_of_members
        case _:
            return isinstance(part, ast.Constant)


def text_of(value: Value) -> str | None:
    """Return the string that a value is, if it is one that is known."""
    match tuple(value):
        case (Constant(str(text)),):
            return text
        case _:
            return None


def names_something(text: str) -> bool:
    """Tell whether the known part of a key holds a word, and not only what joins its parts."""
    return re.search(r"\w", PLACEHOLDER.sub("", text)) is not None


PLACEHOLDER = re.compile(r"%[-#0 +]*[\d*.]*[a-zA-Z]|\{[^}]*\}")
"""What ``%`` and ``format`` put something in the place of."""


def made_up(value: Value) -> list[MadeUp]:
    """Return the defaults that a string is made from."""
    return [MadeUp(read, replaced=True) for read in sorted(defaults_in(value))]


def shown_text(node: ast.expr) -> str:
    """Return the text of an expression; of a long one, only where it stands."""
    if (node.end_lineno, node.end_col_offset or 0) > (node.lineno, node.col_offset + LONGEST):
        return f"... line {node.lineno} column {node.col_offset}"
    return ast.unparse(node)
