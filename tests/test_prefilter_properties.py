"""The prefilter turns away no module in which the full analysis finds something."""

from __future__ import annotations

import ast

from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_checkpoint_get.engine import check, contracts
from flake8_checkpoint_get.hooks import EXCLUDED, HOOKS, REACHED
from flake8_checkpoint_get.prefilter import Prefilter
from flake8_checkpoint_get.settings import MethodPattern, Settings
from flake8_checkpoint_get.source import Source

NAMES = sorted(
    {hook.restore for hook in (*HOOKS, *REACHED)}
    | {name for hook in HOOKS for name in hook.saves}
    | {*EXCLUDED, "resume", "dump", "read_checkpoint", "restore_all"}
)
SPACES = st.sampled_from([" ", "\t", "  ", "\\\n", " \\\n  ", "\f ", "\\\n\\\n "])
BODIES = st.sampled_from(
    [
        'self.a = state.get("a", 0)',
        'return {"a": 1}',
        'self.a = state["a"]; return {"b": 2}',
        'self.a = state["a"] if "a" in state else 0',
        'self.part.load_state_dict(state["a"], strict=False)',
        'data = torch.load(state); self.a = data.get("a", 0)',
        'self.a = read_checkpoint(state).pop("a", 0)',
        "self.restore_all(state)",
    ]
)
SETTINGS = st.builds(
    Settings,
    opt_in=st.booleans(),
    sources=st.sampled_from([(), ("torch.load",), ("*read_checkpoint",), ("pickle.load", "load")]),
    restore_methods=st.sampled_from(
        [(), (MethodPattern("resume"),), (MethodPattern("Slot.re*_all"),), (MethodPattern("*"),)]
    ),
    save_methods=st.sampled_from([(), (MethodPattern("dump"),), (MethodPattern("Slot.d*p"),)]),
)


@st.composite
def definitions(draw: st.DrawFn) -> str:
    """Return a method: in one line, with some space, perhaps a decorator."""
    name, space, body = draw(st.sampled_from(NAMES)), draw(SPACES), draw(BODIES)
    decorator = draw(
        st.sampled_from(["", "@speechbrain.mark_as_loader\n    ", "@staticmethod\n    "])
    )
    kind = draw(st.sampled_from(["def", "async def"]))
    return f"    {decorator}{kind}{space}{name}(self, state): {body}\n"


@st.composite
def modules(draw: st.DrawFn) -> str:
    """Return a module with a class or two, and some code outside of them."""
    classes = draw(st.lists(st.lists(definitions(), min_size=1, max_size=3), max_size=2))
    text = "".join(
        f"class {name}:\n{''.join(body)}"
        for name, body in zip(["Slot", "Other(Slot)"], classes, strict=False)
    )
    return text + draw(
        st.sampled_from(
            ["", 'x = torch.load(f).get("a", 0)\n', "m.load_state_dict(s, strict=False)\n"]
        )
    )


@given(modules(), SETTINGS)
@settings(max_examples=300, deadline=None)
def test_what_it_turns_away_holds_nothing(text: str, chosen: Settings) -> None:
    ast.parse(text)
    prefilter, data = Prefilter.of(chosen), text.encode()
    assert prefilter.passes(text) == prefilter.passes_bytes(data)
    if not prefilter.passes_bytes(data):
        source = Source.from_bytes(data)
        assert check(source, chosen) == ()
        assert contracts(source, chosen) == ()
