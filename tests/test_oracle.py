"""The oracle: generated restore methods are run, with each key there and with it missing.

If a method runs through without a key, and restores something else than with it, then the key is
reported.
"""

from __future__ import annotations

import re
from itertools import chain

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source
from tests.generated_code import indented

KEYS = ("a", "b", "c")
DEFAULTS = st.sampled_from(["0", "None", "-1", "7", "self.default"])
READS = (
    'state.get("{key}")',
    'state.get("{key}", {default})',
    'state.pop("{key}", {default})',
    '(state.get("{key}") or {default})',
    'self.helper(state, "{key}")',
    '(lambda saved: saved.get("{key}", {default}))(state)',
    'max(state.get("{key}", 0), 2)',
    '[state.get("{key}", {default})][0]',
    'inner("{key}")',
    "x",
)
CONDITIONS = (
    "{read}",
    "{read} is None",
    "{read} is not None",
    "{read} == 0",
    "not {read}",
    "x is not None and {read} is not None",
    "x is None or {read} is None",
)
OTHERS = (
    "raise ValueError(x)",
    "return",
    "assert x",
    "assert x is not None",
    "y = x",
    "self.y = y",
    "state = dict(state)",
)


GUARDED_READS = (
    '(state["a"] if "a" in state else {default})',
    '(state.get("a", {default}) if "a" in state else {default})',
    '{{"a": {default}, **state}}["a"]',
    'dict({{"a": {default}}}, **state).get("a", 1)',
    '("a" in state and state["a"])',
    'self.caught(state, "a", {default})',
)
GUARDS = (
    '"a" in state',
    '"a" not in state',
    '"a" in state.keys() and x',
    'not ("a" in state and state["a"])',
    '{"a"} <= state.keys()',
    'all(key in state for key in ("a",))',
    "found",
    "missing",
)
GUARDED = (
    ["if 'a' not in state: state['a'] = 7"],
    ["found = 'a' in state"],
    ["missing = [key for key in ('a',) if key not in state]"],
    ["state = {'a': 7, **state}"],
    ["merged = {'a': 7}", "merged.update(state)", "x = merged['a']"],
    ["with suppress(KeyError): x = state['a']"],
)


def reads(keys: tuple[str, ...], patterns: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda pattern, key, default: pattern.format(key=key, default=default),
        st.sampled_from(patterns),
        st.sampled_from(keys),
        DEFAULTS,
    )


def simple(read: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.one_of(
        read.map(lambda text: [f"x = {text}"]),
        read.map(lambda text: [f"self.p = {text}"]),
        read.map(lambda text: [text]),
        st.sampled_from(OTHERS).map(lambda line: [line]),
    )


def bodies(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    return st.lists(inner, min_size=1, max_size=4).map(lambda p: list(chain.from_iterable(p)))


def blocks(
    inner: st.SearchStrategy[list[str]],
    read: st.SearchStrategy[str],
    condition: st.SearchStrategy[str],
) -> st.SearchStrategy[list[str]]:
    body = bodies(inner)
    return st.one_of(
        body,
        st.builds(lambda c, b: [f"if {c}:", *indented(b)], condition, body),
        st.builds(
            lambda c, b, e: [f"if {c}:", *indented(b), "else:", *indented(e)],
            condition,
            body,
            body,
        ),
        st.builds(lambda b: ["for again in (1, 2):", *indented(b)], body),
        st.builds(lambda b: ["try:", *indented(b), "finally:", "    self.z = 1"], body),
        st.builds(
            lambda b, h: ["try:", *indented(b), "except ValueError:", *indented(h)], body, body
        ),
        st.builds(lambda r, b, e: match_on(r, "None", b, e), read, body, body),
    )


def match_on(subject: str, pattern: str, body: list[str], otherwise: list[str]) -> list[str]:
    return [
        f"match {subject}:",
        f"    case {pattern}:",
        *indented(body, 2),
        "    case _:",
        *indented(otherwise, 2),
    ]


def guarded_blocks(
    inner: st.SearchStrategy[list[str]],
    read: st.SearchStrategy[str],
    condition: st.SearchStrategy[str],
) -> st.SearchStrategy[list[str]]:
    body = bodies(inner)
    return st.one_of(
        blocks(inner, read, condition),
        st.builds(
            lambda b, h: ["try:", *indented(b), "except KeyError:", *indented(h)], body, body
        ),
        st.builds(
            lambda b, h: ["try:", *indented(b), "except Exception:", *indented(h)], body, body
        ),
        st.builds(lambda b, e: match_on("state", '{"a": x}', b, e), body, body),
        st.builds(lambda b: ['if "a" in state:', '    x = state["a"]', *indented(b)], body),
    )


def conditions(
    read: st.SearchStrategy[str], others: tuple[str, ...] = ()
) -> st.SearchStrategy[str]:
    tests = st.builds(lambda c, r: c.format(read=r), st.sampled_from(CONDITIONS), read)
    return st.one_of(tests, st.sampled_from(others)) if others else tests


READ = reads(KEYS, READS)
METHODS = st.recursive(
    simple(READ), lambda inner: blocks(inner, READ, conditions(READ)), max_leaves=14
)
READ_A = reads(("a",), (*READS, *GUARDED_READS, 'state["a"]', 'state.pop("a")'))
GUARDED_METHODS = st.recursive(
    st.one_of(simple(READ_A), st.sampled_from(GUARDED)),
    lambda inner: guarded_blocks(inner, READ_A, conditions(READ_A, GUARDS)),
    max_leaves=10,
)


def module(body: list[str]) -> str:
    lines = [
        "from contextlib import suppress",
        "class Thing:",
        "    default = 3",
        "    def load_state_dict(self, state):",
        "        x = y = found = missing = None",
        "        def inner(key):",
        "            return state.get(key, 5)",
        *indented(body, 2),
        "    def helper(self, saved, key):",
        "        return saved.get(key, 0)",
        "    def caught(self, saved, key, default):",
        "        try:",
        "            return saved[key]",
        "        except KeyError:",
        "            return default",
    ]
    return "\n".join(lines) + "\n"


def restored(text: str, state: dict[str, object]) -> dict[str, object] | None:
    """Run the method on a new object; return its attributes, or None if it raised."""
    names: dict[str, type] = {}
    exec(compile(text, "module", "exec"), names)  # noqa: S102
    thing = names["Thing"]()
    try:
        thing.load_state_dict(dict(state))
    except (ValueError, AssertionError, TypeError, KeyError):
        return None
    return dict(vars(thing))


def reported(text: str) -> set[str]:
    """Return the keys that the findings in a module name."""
    findings = check(Source.from_bytes(text.encode()), Settings())
    named = (re.split(" restores | leaves | is ", finding.message)[0] for finding in findings)
    return {key for text in named for key in re.findall(r"'(\w)'", text)}


VALUES = st.sampled_from([0, 1, 9, None])


def check_against_runs(text: str, keys: tuple[str, ...], state: dict[str, object]) -> None:
    whole = restored(text, state)
    if whole is None:
        return
    for key in set(keys) - reported(text):
        without = restored(text, {k: v for k, v in state.items() if k != key})
        assert without in (None, whole), f"without {key!r}\n{text}"


THOROUGH = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@THOROUGH
@given(METHODS, st.fixed_dictionaries(dict.fromkeys(KEYS, VALUES)))
def test_what_is_restored_otherwise_without_a_key_is_reported(
    body: list[str], state: dict[str, object]
) -> None:
    check_against_runs(module(body), KEYS, state)


@THOROUGH
@given(GUARDED_METHODS, st.fixed_dictionaries(dict.fromkeys(KEYS, VALUES)))
def test_what_is_skipped_caught_or_merged_without_a_key_is_reported(
    body: list[str], state: dict[str, object]
) -> None:
    """Only one key is read: where another one takes its place, nothing is to be reported."""
    check_against_runs(module(body), ("a",), state)
