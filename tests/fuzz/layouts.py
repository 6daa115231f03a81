"""Odd layouts: the same program, written as nobody would, and yet as somebody did.

A change is for one place: ``T`` is a token there, ``_`` what stands between it and the next one.
One that would make another program of it is left out: any list of changes is good for any text.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from hypothesis import strategies as st

BLANKS = (
    *("T", "T ", "T\t", "T   ", "T\f", "T \\\n", "T\\\n    "),
    *("T\n", "T\n\n", "T\n \t\n", "T\n\f\n"),
)
BRACKETS = ("(T)_", "( T )_", "((T))_", "(\nT\n)_")
STRINGS = ("uT_", "rT_", "RT_", "T T_", "''T_", "T''_", '"""%"""_', "'%'_", "wide")
ENDS = ("T;_", " ;T", " T", "\tT", "\fT", ";T")
COMMENTS = (
    *("T  # said\n", "T # it's ünïcode →\n    ", "  # saidT_", "#saidT_", "T# left\n"),
    *("T    # in\n", "( # said\nT)_", "(T # said\n)_", "T# \tx\n        # y\n"),
    *("  # type: ignore[no-untyped-call]T_", "  # fmt: skipT_"),
)
ORDERS = (
    *("  # noqaT_", "  # noqa: CKP101T_", "  # NOQA:CKP902,CKP101  # whyT_", "  # noqa : E501T_"),
    *("  # noqa: CKP1 E501T_", "  # checkpoint: optional (said)T_", "T# flake8: noqa: E501\n"),
    *("T# flake8: noqa: CKP102\n", "#: noqa CKP101T_", "  # noqa: ckp101 CKP902, bT_"),
)
"""Comments that tell a tool something."""
Change = tuple[int, str]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text with their ends, as ``ast`` counts them."""
    return io.StringIO(text).readlines()


def parsed(text: str) -> ast.Module:
    """Return the tree of a text; what Python would warn of, such as an odd escape, is no error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def tree_of(text: str) -> str:
    """Return what a text says, however it is written; nothing if it is no module."""
    try:
        return ast.dump(parsed(text)).replace(", kind='u'", "")
    except (SyntaxError, ValueError):
        return ""


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    next_start: int


def laid_out(text: str, changes: Iterable[Change]) -> str:
    """Return a module with these changes at its tokens."""
    tokens, tree = list(_tokens(text)), tree_of(text)
    placed = {place % max(len(tokens), 1): change for place, change in changes}
    for place in sorted(placed, reverse=True) if tokens else ():
        changed = _changed(text, tokens[place], placed[place])
        if tree_of(changed) == tree:
            text = changed
    return text


def _tokens(text: str) -> Iterator[_Token]:
    starts = list(accumulate(map(len, lines_of(text)), initial=0))
    try:
        found = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return
    spans = [
        (starts[token.start[0] - 1] + token.start[1], starts[token.end[0] - 1] + token.end[1])
        for token in found
        if token.string and token.type not in {tokenize.INDENT, tokenize.DEDENT}
    ]
    for (start, end), (following, _) in pairwise([*spans, (len(text), len(text))]):
        yield _Token(start, end, max(end, following))


def _changed(text: str, token: _Token, change: str) -> str:
    old, gap = text[token.start : token.end], text[token.end : token.next_start]
    if change == "wide":
        new = re.sub("[a-zA-Z]", lambda c: chr(ord(c[0]) + 0xFEE0), old, count=1) + gap
    else:
        parts = {"T": old, "_": gap, "%": old.strip("'\"")}
        new = "".join(parts.get(char, char) for char in change)
    return text[: token.start] + new + text[token.next_start :]


def changes(*kinds: Sequence[str], most: int = 12) -> st.SearchStrategy[list[Change]]:
    """Return lists of changes of some kinds."""
    known = [change for kind in kinds for change in kind]
    return st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(known)), max_size=most)


QUIET = changes(BLANKS, BRACKETS, STRINGS, ENDS)
"""Changes that say nothing, not even to a reader."""
LAYOUTS = changes(BLANKS, BRACKETS, STRINGS, ENDS, COMMENTS, COMMENTS, ORDERS)


@dataclass(frozen=True, slots=True)
class Form:
    """How a text becomes a file: its indentation, line ends, encoding, start and end."""

    blank: str = "    "
    end: str = "\n"
    encoding: str = "utf-8"
    cookie: str = ""
    has_last_end: bool = True

    def file(self, text: str) -> bytes:
        """Return a module as a file; what its encoding does not have becomes something else."""
        indented = re.sub(r"(?m)^(    )+", lambda run: self.blank * (len(run[0]) // 4), text)
        if tree_of(indented) == tree_of(text):
            text = indented
        text = self.cookie + text
        text = text if self.has_last_end else text.rstrip("\n")
        return text.replace("\n", self.end).encode(self.encoding, "replace")


FORMS = st.builds(
    Form,
    st.sampled_from(["    ", "    ", "  ", "\t", " ", " \t "]),
    st.sampled_from(["\n", "\n", "\n", "\r\n", "\r\n", "\r"]),
    has_last_end=st.booleans(),
) | st.builds(
    lambda encoding, end: Form(end=end, encoding=encoding[0], cookie=encoding[1]),
    st.sampled_from(
        [
            ("utf-8-sig", ""),
            ("utf-8-sig", "# -*- coding: utf-8 -*-\n"),
            ("latin-1", "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n"),
            ("cp1252", "# coding: cp1252\n"),
            ("utf-8", "\n# coding: utf8\n"),
            ("utf-8", "# coding: utf-7\n"),
            ("koi8-r", "# coding=koi8-r\n"),
            ("latin-1", ""),
        ]
    ),
    st.sampled_from(["\n", "\r\n"]),
)
