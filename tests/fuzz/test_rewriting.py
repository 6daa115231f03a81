"""What is rewritten is whole, final, and the same beside what was asked for."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import libcst as cst
import pytest
from hypothesis import event, given

from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.codemod.fixing import Fixed, fix
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.model import Finding, Span
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import NotAnalysedError, Source, decode
from tests.fuzz.layouts import tree_of
from tests.fuzz.profiles import tried
from tests.fuzz.programs import FILES
from tests.fuzz.runs import bounded, run
from tests.test_fix_oracle import keys_of

MARK = "\ufeff".encode()


def rounds_of(data: bytes, *, unsafe: bool) -> tuple[Fixed, list[tuple[Source, list[Finding]]]]:
    """Fix a file; return also what it was before each round, with what could be mended then."""
    rounds = list[tuple[Source, list[Finding]]]()

    def look(source: Source) -> tuple[Finding, ...]:
        found = check(source, Settings(opt_in=True))
        rounds.append((source, list(found)))
        return found

    with bounded():
        fixed = fix(data, look, unsafe=unsafe)
    mended = set(fixed.mended)
    return fixed, [(source, [one for one in found if one in mended]) for source, found in rounds]


def unindented(lines: Iterable[str]) -> list[str]:
    """Return lines with all comments at the left: those at the end of a block move with it."""
    return [line.lstrip() if line.lstrip().startswith("#") else line for line in lines]


def stretches(lines: Sequence[str], spans: Iterable[Span]) -> Iterator[list[str]]:
    """Yield the lines before, between and behind those of some spans."""
    start = 0
    for span in sorted(spans):
        if span.line - 1 >= start:
            yield list(lines[start : span.line - 1])
        start = max(start, span.end_line)
    yield list(lines[start:])


def is_made_of(lines: list[str], parts: list[list[str]]) -> bool:
    """Tell whether lines start and end with the first and the last part, the others between."""
    first, *between, last = parts
    if lines[: len(first)] != first or (last and lines[-len(last) :] != last):
        return False
    text = "".join(lines[len(first) : len(lines) - len(last)])
    for part in filter(None, between):
        _, found, text = text.partition("".join(part))
        if not found:
            return False
    return True


def is_known(finding: Finding, found: Sequence[Finding], *, by_key: bool = False) -> bool:
    """Tell whether what is left was found before: it may be about fewer keys now.

    With ``by_key`` it may have been any flaw of these keys, which hid this one: a strict read may
    be caught further out, or be read once more by a subclass.
    """
    same = [one for one in found if (one.code, one.method) == (finding.code, finding.method)]
    alike = found if by_key else same
    return keys_of(finding) <= set[str]().union(*map(keys_of, alike)) and bool(alike)


def text_of(data: bytes) -> str:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return data.decode(encoding)


def is_for_libcst(data: bytes) -> bool:
    """Tell whether libcst takes a module: it does not take a block behind a backslash, say."""
    try:
        cst.parse_module(data)
    except cst.ParserSyntaxError:
        return False
    return True


def assert_whole(before: bytes, after: bytes) -> None:
    """See that a file is still a module, of the same encoding and line ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(after)
    assert is_for_libcst(after) or not is_for_libcst(before)
    assert after.startswith(MARK) is before.startswith(MARK)
    assert after.endswith(b"\n") is before.endswith(b"\n")
    if before.count(b"\n") == before.count(b"\r\n"):
        assert after.count(b"\n") == after.count(b"\r\n")
    else:
        assert after.count(b"\r") <= before.count(b"\r")


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@tried(8, 50)
@given(data=FILES)
def test_a_fix_changes_nothing_but_what_it_mends(data: bytes, *, unsafe: bool) -> None:
    try:
        fixed, rounds = rounds_of(data, unsafe=unsafe)
    except (NotAnalysedError, NotRewrittenError) as error:
        event(f"{type(error).__name__}")
        return
    event("mended" if fixed.mended else "nothing to mend")
    assert (fixed.data == data) is (not fixed.mended)
    if not fixed.mended:
        return
    assert_whole(data, fixed.data)
    for (source, mended), (later, _) in pairwise(rounds):
        spans = [edit.span for one in mended for edit in one.edits]
        parts = list(stretches(unindented(source.lines), spans))
        assert is_made_of(unindented(later.lines), parts), (
            f"{text_of(data)}\n---\n{text_of(fixed.data)}"
        )
    new = [one for one in fixed.left if not is_known(one, fixed.found)]
    others = [one for one in new if not is_known(one, fixed.found, by_key=True)]
    before, after = set(map(str.strip, decode(data))), decode(fixed.data)
    rewritten = [one for one in new if after[one.line - 1].strip() not in before]
    # An unsafe fix may take away what hid another flaw, such as an excuse; what it writes has none.
    wrong = [one for one in rewritten if one in others] if unsafe else [*rewritten, *others]
    assert not wrong, f"{wrong}\n{text_of(data)}\n---\n{text_of(fixed.data)}"
    again, _ = rounds_of(fixed.data, unsafe=unsafe)
    assert (again.data, again.mended) == (fixed.data, ())


@pytest.mark.parametrize("option", ["", "--unsafe-fixes"], ids=["safe", "unsafe"])
@tried(4, 40)
@given(data=FILES)
def test_the_command_fixes_once_and_shows_what_it_would_do(data: bytes, option: str) -> None:
    options = [option] if option else []
    shown, done = run(data, "fix", "--diff", *options), run(data, "fix", *options)
    assert shown.data == data
    assert bool(shown.out) is (done.data != data)
    assert shown.code == done.code
    if done.data != data:
        assert_whole(data, done.data)
        again = run(done.data, "fix", *options)
        assert again.data == done.data
        assert (done.code == 2) is (again.code == 2)


@tried(4, 40)
@given(data=FILES)
def test_silencing_changes_comments_only(data: bytes) -> None:
    before = run(data, "check")
    silenced = run(data, "check", "--add-noqa")
    if silenced.data == data:
        return
    assert before.out
    assert tree_of(text_of(silenced.data)) == tree_of(text_of(data))
    assert_whole(data, silenced.data)
    if silenced.code == 0:
        assert run(silenced.data, "check").out == ""
    assert run(silenced.data, "check", "--add-noqa").data == silenced.data
