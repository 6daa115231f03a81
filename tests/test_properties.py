"""Properties of the analysis on generated restore methods."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.model import Finding, Span
from flake8_checkpoint_get.prefilter import Prefilter
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source
from tests.generated_code import indented

KEYS = st.sampled_from(["a", "b", "version", "step", "ü"])
DEFAULTS = st.sampled_from(["0", "None", "{}", "self.a", "MISSING", 'state["b"]', "-1"])


@st.composite
def reads(draw: st.DrawFn) -> str:
    key = draw(KEYS)
    default = draw(DEFAULTS)
    return draw(
        st.sampled_from(
            [
                f'state["{key}"]',
                f'state.get("{key}")',
                f'state.get("{key}", {default})',
                f'state.pop("{key}", {default})',
                f'state.setdefault("{key}", {default})',
                f'(state["{key}"] if "{key}" in state else {default})',
                f'{{"{key}": {default}, **state}}["a"]',
                f'getattr(state["args"], "{key}", {default})',
                f'(state.get("{key}") or {default})',
                f'state.get("{key}", {{}}).get("a", {default})',
                f'[x.get("{key}") for x in state["list"]]',
                f'self.helper(state, "{key}")',
                f'(lambda s: s.get("{key}", {default}))(state)',
            ]
        )
    )


@st.composite
def conditions(draw: st.DrawFn) -> str:
    read = draw(reads())
    key = draw(KEYS)
    return draw(
        st.sampled_from(
            [
                read,
                f"{read} is None",
                f"{read} != 2",
                f'"{key}" in state',
                f'"{key}" not in state and strict',
                f'"{key}" in state or "a" in state["list"]',
                "all(k in state for k in ('a', 'b'))",
                "found",
                "missing",
                "x is not None",
                f"not {read}",
            ]
        )
    )


SIMPLE = st.one_of(
    reads().map(lambda read: [f"x = {read}"]),
    reads().map(lambda read: [f"self.a = {read}"]),
    reads().map(lambda read: [read]),
    st.sampled_from(
        [
            ["raise ValueError(x)"],
            ["return"],
            ["continue"],
            ["state = dict(state)"],
            ["del state['a']"],
            ["state['a'] = 1"],
            ["if 'b' not in state: state['b'] = x"],
            ["missing = [k for k in ('a', 'b') if k not in state]"],
            ["found = 'a' in state and 'b' in state"],
            ["with suppress(KeyError): x = state['b']"],
            ["setattr(self, 'a', {**state, 'b': 1})"],
            ["y, *z = x"],
            ["assert x"],
            ["self.b = x"],
        ]
    ),
)


def blocks(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    body = st.lists(inner, min_size=1, max_size=3).map(
        lambda parts: list(chain.from_iterable(parts))
    )
    return st.one_of(
        body,
        st.builds(lambda t, b: [f"if {t}:", *indented(b)], conditions(), body),
        st.builds(
            lambda t, b, c: [f"if {t}:", *indented(b), "else:", *indented(c)],
            conditions(),
            body,
            body,
        ),
        st.builds(lambda b: ["for x in state.values():", *indented(b)], body),
        st.builds(lambda t, b: [f"while {t}:", *indented(b)], conditions(), body),
        st.builds(
            lambda b, c: ["try:", *indented(b), "except KeyError:", *indented(c)], body, body
        ),
        st.builds(lambda b: ["def inner(x=state):", *indented(b), "inner()"], body),
        st.builds(
            lambda k, b, c: [
                "match state:",
                f'    case {{"{k}": x}}:',
                *indented(b, 2),
                "    case _:",
                *indented(c, 2),
            ],
            KEYS,
            body,
            body,
        ),
        st.builds(
            lambda r, b: [f"match {r}:", "    case None:", *indented(indented(b))], reads(), body
        ),
    )


BODIES = st.recursive(SIMPLE, blocks, max_leaves=12)


START = "        x = found = missing = None\n"


def module(body: list[str], parameter: str = "state") -> str:
    lines = [
        "class Thing:",
        f"    def load_state_dict(self, {parameter}, strict=True):",
        START.rstrip("\n"),
        "        for again in (1, 2):",
        *indented(indented(indented(body))),
        "    def helper(self, saved, key):",
        "        return saved.get(key, 0)",
    ]
    return "\n".join(lines) + "\n"


def is_valid(text: str) -> bool:
    try:
        compile(text, "module", "exec")
    except SyntaxError:
        return False
    return True


def found(text: str) -> tuple[Finding, ...]:
    return check(Source.from_bytes(text.encode()), Settings())


def flaw_spans(source: Source) -> Iterator[Span]:
    for node in ast.walk(source.tree):
        match node:
            case ast.Call() | ast.Compare() | ast.Dict() | ast.BinOp() | ast.MatchMapping():
                yield source.span(node)
            case ast.ExceptHandler():
                yield source.header(node)
            case _:
                pass


RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(BODIES)
def test_it_never_raises_and_every_finding_is_at_something_that_can_miss_a_key(
    body: list[str],
) -> None:
    text = module(body)
    if not is_valid(text):
        return
    source = Source.from_bytes(text.encode())
    findings = check(source, Settings())
    assert {finding.span for finding in findings} <= set(flaw_spans(source))
    assert len({(finding.span, finding.code) for finding in findings}) == len(findings)
    assert Prefilter.of(Settings()).passes(text)


@RELAXED
@given(BODIES)
def test_the_name_of_the_parameter_does_not_matter(body: list[str]) -> None:
    text = module(body)
    if not is_valid(text):
        return
    renamed = text.replace("state", "stuff").replace("load_stuff_dict", "load_state_dict")
    here, there = found(text), found(renamed)
    assert [(f.span, f.code) for f in here] == [(f.span, f.code) for f in there]


@RELAXED
@given(BODIES)
def test_a_strict_method_has_no_findings(body: list[str]) -> None:
    """Once every key was read strictly, and none is taken out, nothing can be missing."""
    keys = ["a", "b", "version", "step", "ü"]
    strict = [f'state["{key}"]["a"]' for key in keys]
    text = module([line for line in body if "del " not in line and "state.pop" not in line])
    text = text.replace(START, START + "".join(f"        {line}\n" for line in strict))
    if not is_valid(text):
        return
    reads = [f'read state["{key}"]' for key in keys]
    of_the_parameter = [*reads, *(f"{read} without the test" for read in reads)]
    assert [f for f in found(text) if f.message.endswith(tuple(of_the_parameter))] == []


@RELAXED
@given(BODIES)
def test_findings_do_not_depend_on_what_was_analysed_before(body: list[str]) -> None:
    text = module(body)
    if is_valid(text):
        assert found(text) == found(text)
