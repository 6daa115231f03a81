"""What means nothing changes nothing: names, and the layout of the text."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import event, given

from flake8_checkpoint_get.codemod.file_text import NotRewrittenError
from flake8_checkpoint_get.codemod.fixing import Fixed, fix
from flake8_checkpoint_get.engine import check, contracts
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source
from tests.fuzz.layouts import QUIET, Change, laid_out, tree_of
from tests.fuzz.profiles import tried
from tests.fuzz.programs import PROGRAMS, SHAPED
from tests.fuzz.runs import bounded

ALL = Settings(opt_in=True, sources=("torch.load",))


def found(text: str) -> tuple[Finding, ...]:
    with bounded():
        return check(Source.from_bytes(text.encode()), ALL)


def fixed(text: str, *, unsafe: bool) -> Fixed | None:
    """Return a module after the fixes; None if not all of them can be done."""
    try:
        with bounded():
            done = fix(text.encode(), lambda source: check(source, ALL), unsafe=unsafe)
    except NotRewrittenError:
        return None
    return None if done.refused else done


def renamed(text: str) -> str:
    return re.sub(r"\bstate\b", "stuff", text)


@tried(5, 40)
@given(SHAPED)
def test_the_name_of_the_parameter_changes_nothing_else(text: str) -> None:
    for here, there in zip(found(text), found(renamed(text)), strict=True):
        same = replace(there, message=here.message, edits=here.edits, fix=here.fix)
        assert same == here
        assert renamed(here.message) == there.message
        assert here.fix.applicability is there.fix.applicability
    for unsafe in (False, True):
        plain, other = fixed(text, unsafe=unsafe), fixed(renamed(text), unsafe=unsafe)
        if plain and other:
            assert renamed(plain.data.decode()) == other.data.decode()
        else:
            assert plain is other


def outline(text: str) -> list[tuple[object, ...]]:
    """Return the findings without their places; where there are comments, without their fate."""
    findings = found(text)
    if "#" in text:
        return sorted((one.code, one.key, one.method) for one in findings)
    told = [
        (one.code, one.key, one.method, one.fix.applicability, one.fix.clause) for one in findings
    ]
    # Those of one expression stand in another order where its calls are on lines of their own.
    return sorted(told, key=repr)


@tried(8, 50)
@given(PROGRAMS, QUIET)
def test_the_layout_changes_nothing(text: str, changes: list[Change]) -> None:
    odd = laid_out(text, changes)
    event("another layout" if odd != text else "the same layout")
    if "checkpoint:" in text:
        return
    assert outline(odd) == outline(text), odd
    for unsafe in (False, True) if "#" not in text else ():
        plain, other = fixed(text, unsafe=unsafe), fixed(odd, unsafe=unsafe)
        if plain and other:
            assert tree_of(plain.data.decode()) == tree_of(other.data.decode()), odd
        event("fixed in both layouts" if plain and other else "left in one layout")


@tried(4, 40)
@given(PROGRAMS, QUIET)
def test_the_layout_does_not_change_contracts(text: str, changes: list[Change]) -> None:
    odd = laid_out(text, changes)
    plain, other = (
        [
            (
                one.class_name,
                [(row.path, row.saved, row.restored, row.agreement) for row in one.keys],
            )
            for one in contracts(Source.from_bytes(version.encode()), ALL)
        ]
        for version in (text, odd)
    )
    assert plain == other, odd
