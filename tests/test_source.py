"""Lines, encodings and columns."""

from __future__ import annotations

import ast

import pytest

from flake8_checkpoint_get.model import Span
from flake8_checkpoint_get.source import NotAnalysedError, Source, decode


def last_name(source: Source) -> ast.Name:
    return next(n for n in ast.walk(source.tree) if isinstance(n, ast.Name) and n.id == "found")


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"a\r\nb\rc\n", ["a\n", "b\n", "c\n"]),
        (b"\xef\xbb\xbfa", ["a"]),
        (b"a\x0cb\n", ["a\x0cb\n"]),
        ("a\u2028b\n".encode(), ["a\u2028b\n"]),
        (b"# coding: latin-1\n\xe9\n", ["# coding: latin-1\n", "é\n"]),
        (b"# coding: no-such-coding\n\xe9\n", ["# coding: no-such-coding\n", "é\n"]),
        (b"\xe9\n", ["é\n"]),
        (b"", []),
    ],
)
def test_lines_are_those_that_flake8_sees(data: bytes, lines: list[str]) -> None:
    assert decode(data) == lines


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("found\n", 0),
        ("\tfound".replace("\t", "if 1:\n\t"), 1),
        ("'é'; found\n", 5),
        ("'\U0001f600'; found\n", 5),
        ("'a\x0cb'; found\n", 7),
    ],
)
def test_columns_count_characters(text: str, column: int) -> None:
    source = Source.from_bytes(text.encode())
    name = last_name(source)
    assert source.span(name) == Span(name.lineno, column, name.lineno, column + len("found"))


def test_a_segment_is_as_written_on_one_line_and_normalised_over_several() -> None:
    source = Source.from_bytes('f("ü", x [ "a" ])\ng(\n  "b",\n)\n'.encode())
    one, several = (statement.value for statement in source.tree.body)  # type: ignore[attr-defined]
    assert source.segment(one) == 'f("ü", x [ "a" ])'
    assert source.segment(several) == "g('b')"


def test_comments_are_found_and_strings_are_none() -> None:
    source = Source.from_bytes(b'x = "# no"  # yes\n"""\n# no\n"""\n')
    assert source.comments == {1: "# yes"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("def :\n", "invalid syntax"),
        ("a\0b\n", "invalid"),
        ("(" * 300 + ")" * 300, "too"),
        ("-" * 200_000 + "1", "too"),
    ],
)
def test_what_cannot_be_parsed_is_not_analysed(text: str, reason: str) -> None:
    with pytest.raises(NotAnalysedError, match=reason):
        Source.from_bytes(text.encode())
