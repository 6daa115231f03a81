"""The names that a statement assigns."""

from __future__ import annotations

import ast

import pytest

from flake8_checkpoint_get.analysis.syntax import assigned_names


@pytest.mark.parametrize(
    ("text", "assigned"),
    [
        ("a = b = c", [("a", "c"), ("b", "c")]),
        ("a, [b, *c] = d", [("a", ""), ("b", ""), ("c", "")]),
        ("a[0] = b.c = d", []),
        ("a: int = b", [("a", "b")]),
        ("a: int", []),
        ("a += b", [("a", "")]),
        ("for a, (b, *c) in d: pass", [("a", ""), ("b", ""), ("c", "")]),
        ("import a", []),
    ],
)
def test_the_names_and_their_expressions(text: str, assigned: list[tuple[str, str]]) -> None:
    """Each has its expression where it gets the whole value of it."""
    [statement] = ast.parse(text).body
    found = assigned_names(statement)
    assert [(name, ast.unparse(value) if value else "") for name, value in found] == assigned
