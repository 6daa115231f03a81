"""Whether a rewritten file differs from the old one by exactly the edits asked for.

Nothing here uses libcst: what it made is held against what ``ast`` and the old text say.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_checkpoint_get.codemod.expected import edited_nodes, expected_tree
from flake8_checkpoint_get.codemod.file_text import FileText, NotRewrittenError
from flake8_checkpoint_get.codemod.frozen import Frozen
from flake8_checkpoint_get.model import Edit
from flake8_checkpoint_get.source import NotAnalysedError, Source


def verify(file: FileText, source: Source, edits: frozenset[Edit], after: bytes) -> None:
    """Make sure that a file is as it was, but for the edits.

    Its tree is the old one with the edits done; the text outside of their spans is the same
    (in a block that is dedented, but for the blanks in front of each line); so are all comments,
    and all strings of several lines.

    Raises:
        NotRewrittenError: it is not.
    """
    text = FileText.from_bytes(after).text
    try:
        rewritten = Source.from_bytes(after)
    except NotAnalysedError as error:
        message = f"the outcome would be {error}"
        raise NotRewrittenError(message) from error
    if ast.dump(rewritten.tree) != ast.dump(expected_tree(source, edits)):
        message = "the outcome would be other code than was asked for"
        raise NotRewrittenError(message)
    stretches = Frozen(file, source, edited_nodes(source, edits)).stretches()
    if not _is_made_of(text, stretches):
        message = "something beside the findings would change"
        raise NotRewrittenError(message)
    if list(source.comments.values()) != list(rewritten.comments.values()):
        message = "a comment would be lost"
        raise NotRewrittenError(message)
    if not _are_left(rewritten.long_strings, source.long_strings):
        message = "a string of several lines would change"
        raise NotRewrittenError(message)


def _is_made_of(text: str, stretches: list[str]) -> bool:
    """Tell whether a text has these stretches, one after the other, with anything in between."""
    first, *others = stretches
    if not text.startswith(first):
        return False
    position = len(first)
    for stretch in others[:-1]:
        found = text.find(stretch, position)
        if found < 0:
            return False
        position = found + len(stretch)
    last = others[-1] if others else ""
    return text.endswith(last) and len(text) - len(last) >= position


def _are_left(found: Iterable[str], before: Iterable[str]) -> bool:
    """Tell whether all that is found was there before, in the same order."""
    rest = iter(before)
    return all(one in rest for one in found)
