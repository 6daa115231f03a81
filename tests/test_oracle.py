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


@st.composite
def reads(draw: st.DrawFn) -> str:
    pattern = draw(st.sampled_from(READS))
    return pattern.format(key=draw(st.sampled_from(KEYS)), default=draw(DEFAULTS))


@st.composite
def conditions(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(CONDITIONS)).format(read=draw(reads()))


SIMPLE = st.one_of(
    reads().map(lambda read: [f"x = {read}"]),
    reads().map(lambda read: [f"self.p = {read}"]),
    reads().map(lambda read: [read]),
    st.sampled_from(OTHERS).map(lambda line: [line]),
)


def blocks(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    body = st.lists(inner, min_size=1, max_size=4).map(lambda p: list(chain.from_iterable(p)))
    return st.one_of(
        body,
        st.builds(lambda c, b: [f"if {c}:", *indented(b)], conditions(), body),
        st.builds(
            lambda c, b, e: [f"if {c}:", *indented(b), "else:", *indented(e)],
            conditions(),
            body,
            body,
        ),
        st.builds(lambda b: ["for again in (1, 2):", *indented(b)], body),
        st.builds(lambda b: ["try:", *indented(b), "finally:", "    self.z = 1"], body),
        st.builds(
            lambda b, h: ["try:", *indented(b), "except ValueError:", *indented(h)], body, body
        ),
        st.builds(
            lambda r, b, e: [
                f"match {r}:",
                "    case None:",
                *indented(b, 2),
                "    case _:",
                *indented(e, 2),
            ],
            reads(),
            body,
            body,
        ),
    )


METHODS = st.recursive(SIMPLE, blocks, max_leaves=14)


def module(body: list[str]) -> str:
    lines = [
        "class Thing:",
        "    default = 3",
        "    def load_state_dict(self, state):",
        "        x = y = None",
        "        def inner(key):",
        "            return state.get(key, 5)",
        *indented(body, 2),
        "    def helper(self, saved, key):",
        "        return saved.get(key, 0)",
    ]
    return "\n".join(lines) + "\n"


def restored(text: str, state: dict[str, object]) -> dict[str, object] | None:
    """Run the method on a new object; return its attributes, or None if it raised."""
    names: dict[str, type] = {}
    exec(compile(text, "module", "exec"), names)  # noqa: S102
    thing = names["Thing"]()
    try:
        thing.load_state_dict(dict(state))
    except (ValueError, AssertionError, TypeError):
        return None
    return dict(vars(thing))


def reported(text: str) -> set[str]:
    """Return the keys that the findings in a module name."""
    findings = check(Source.from_bytes(text.encode()), Settings())
    named = (finding.message.partition(" restores as")[0] for finding in findings)
    return {key for text in named for key in re.findall(r"'(\w)'", text)}


VALUES = st.sampled_from([0, 1, 9, None])


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(METHODS, st.fixed_dictionaries(dict.fromkeys(KEYS, VALUES)))
def test_what_is_restored_otherwise_without_a_key_is_reported(
    body: list[str], state: dict[str, object]
) -> None:
    text = module(body)
    whole = restored(text, state)
    if whole is None:
        return
    for key in set(KEYS) - reported(text):
        without = restored(text, {k: v for k, v in state.items() if k != key})
        assert without in (None, whole), f"without {key!r}\n{text}"
