"""What a save method is found to write."""

from __future__ import annotations

import pytest

from flake8_checkpoint_get.analysis.saved import Presence, SavedKey
from tests.saved_mappings import ALWAYS, REMOVED, SOMETIMES, method, when, written


@pytest.mark.parametrize(
    "body",
    [
        ['return {"a": self.a, "b": self.b}'],
        ["return dict(a=self.a, b=self.b)"],
        ["state = {}", 'state["a"] = self.a', 'state["b"] = self.b', "return state"],
        ['state = {"a": self.a}', "state.update(b=self.b)", "return state"],
        ["state = dict()", 'state.update({"a": 1, "b": 2})', "return state"],
        ['state = {"a": self.a}', 'state |= {"b": self.b}', "return state"],
        ['state = {"a": self.a}', 'return {**state, "b": self.b}'],
        ['return {"a": self.a} | {"b": self.b}'],
        ['state = {"a": self.a}', 'state.setdefault("b", self.b)', "return state"],
        ['return {name: getattr(self, name) for name in ("a", "b")}'],
        ["state = {}", 'for name in ("a", "b"):', "    state[name] = 1", "return state"],
        ["if self.x:", '    return {"a": 1, "b": 1}', 'return {"b": 2, "a": 2}'],
        [
            'state = {"a": 1}',
            "if self.x:",
            '    state["b"] = 1',
            "else:",
            '    state["b"] = 2',
            "return state",
        ],
        ['state = {"a": 1, "b": 2}', "if self.x:", "    raise ValueError(self.x)", "return state"],
        ["import pickle", 'return pickle.dumps({"a": self.a, "b": self.b})'],
        [
            "import io, torch",
            "buffer = io.BytesIO()",
            'torch.save({"a": 1, "b": 2}, buffer)',
            "return buffer.getvalue()",
        ],
        ['state = {"a": 1, "b": 2}', "logger.info(state)", "return state"],
    ],
)
def test_two_keys_are_always_written_and_no_other(body: list[str]) -> None:
    found = written(method(*body))
    assert found.keys == {("a",): ALWAYS, ("b",): ALWAYS}
    assert found.is_closed(())


@pytest.mark.parametrize(
    ("body", "saved"),
    [
        (["state = {}", "if self.ema:", '    state["a"] = 1', "return state"], when("self.ema")),
        (
            [
                "state = {}",
                "if not self.ema:",
                "    pass",
                "else:",
                '    state["a"] = 1',
                "return state",
            ],
            when("self.ema"),
        ),
        (
            [
                "state = {}",
                "if self.x is None:",
                "    return state",
                'state["a"] = 1',
                "return state",
            ],
            SOMETIMES,
        ),
        (["state = {}", "for x in self.xs:", '    state["a"] = x', "return state"], SOMETIMES),
        (
            [
                "state = {}",
                "try:",
                '    state["a"] = self.a()',
                "except ValueError:",
                "    pass",
                "return state",
            ],
            SOMETIMES,
        ),
        (["if self.x:", "    return {}", 'return {"a": 1}'], SOMETIMES),
        (['return {name: 1 for name in ("a",) if self.has(name)}'], SOMETIMES),
        (['state = {"a": 1}', 'del state["a"]', "return state"], REMOVED),
        (['state = {"a": 1}', 'state.pop("a")', "return state"], REMOVED),
        (['state = {"a": 1}', "state.clear()", "return state"], REMOVED),
        (
            ['state = {"a": 1}', "hook(state)", "return state"],
            SavedKey(Presence.UNKNOWN, doubt="passed to hook()"),
        ),
    ],
)
def test_a_key_that_may_not_be_written(body: list[str], saved: SavedKey) -> None:
    assert written(method(*body)).keys[("a",)] == saved


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            ["state = super().state_dict(*args)", 'state["a"] = 1', "return state"],
            "super().state_dict()",
        ),
        (["state = self.__dict__.copy()", 'state["a"] = 1', "return state"], "self.__dict__"),
        (["state = dict(vars(self))", 'state["a"] = 1', "return state"], "vars()"),
        (['return {"a": 1, **self.more()}'], "what self.more() holds"),
        (
            ['state = {"a": 1}', "for k, v in self.items():", "    state[k] = v", "return state"],
            "computed keys",
        ),
        (
            ['state = {"a": 1}', "state.update(self.more())", "return state"],
            "what self.more() holds",
        ),
    ],
)
def test_a_mapping_that_may_hold_more(body: list[str], reason: str) -> None:
    found = written(method(*body))
    assert found.keys[("a",)] == ALWAYS
    assert found.opened[()] == reason
    assert found.presence(("b",)) is Presence.UNKNOWN


def test_what_is_taken_out_of_a_mapping_that_may_hold_it() -> None:
    found = written(
        method(
            "state = self.__dict__.copy()",
            'state.pop("lock", None)',
            'del state["queue"]',
            "if self.x:",
            '    del state["cache"]',
            "return state",
        )
    )
    assert found.keys == {("lock",): REMOVED, ("queue",): REMOVED}
    assert found.presence(("cache",)) is Presence.UNKNOWN


NOT_SURE = [
    ['key = "a" if self.x else "b"', "out = {}", "out[key] = 1", "return out"],
    ['return {("a" if self.x else "b"): 1}'],
    [
        "out = {}",
        'for key in ("a", "b"):',
        "    if self.is_(key):",
        "        break",
        "out[key] = 1",
        "return out",
    ],
    ['out = {"a": 1}', "for n in list(out):", "    del out[n]", "return out"],
    ['out = {"a": 1}', "for n in self.excluded:", "    out.pop(n, None)", "return out"],
    ['out = {"a": 1}', "out.popitem()", "return out"],
    ['out = {"a": 1}', "self.out = out", "self.clean()", "return out"],
    ['out = {"a": 1}', "self.on_exit(out.clear)", "return out"],
    ['out = {"a": 1}', "run(clean, args=(out,))", "return out"],
    ["out = {}", "with self.safely():", '    out["a"] = 1', "return out"],
    ['return {n: p for p in self.parts for n in ("a", "b")}'],
    ['return {n: v for n, v in zip(("a", "b"), self.values)}'],
    ["one, other = {}, {}", "out = one if self.x else other", 'out["a"] = 1', "return one"],
]


@pytest.mark.parametrize("body", NOT_SURE)
def test_a_key_is_not_called_always_saved_where_that_is_not_sure(body: list[str]) -> None:
    assert written(method(*body)).presence(("a",)) is not Presence.ALWAYS


def test_a_copy_is_another_mapping() -> None:
    log = method('out = {"b": 2}', "log = out.copy()", 'log["a"] = 1', "return out")
    assert written(log).presence(("a",)) is None
    less = method('out = {"a": 2}', "less = dict(out)", 'del less["a"]', "return out")
    assert written(less).presence(("a",)) is Presence.ALWAYS


@pytest.mark.parametrize(
    "body",
    [
        ["cfg = {}", 'out = {"cfg": cfg}', 'cfg["a"] = 1', "return out"],
        ["cfg = {}", 'out = {"cfg": cfg}', "self.fill(cfg)", "return out"],
        ['out = {"cfg": {}}', "for part in out.values():", '    part["a"] = 1', "return out"],
        ["out = {}", 'out.setdefault("cfg", {})["a"] = 1', "return out"],
    ],
)
def test_what_is_put_in_later_is_not_called_never_saved(body: list[str]) -> None:
    assert written(method(*body)).presence(("cfg", "a")) is not None


def test_a_name_is_each_of_several_only_inside_its_loop() -> None:
    found = written(
        method(
            "out = {}",
            'for key in ("a", "b"):',
            "    self.use(key)",
            "out[key] = 1",
            "return out",
        )
    )
    assert found.presence(("a",)) is not Presence.ALWAYS


def test_a_mapping_that_is_made_anew_from_itself_is_not_known() -> None:
    found = written(
        method(
            'state = {"a": 1}',
            "for part in self.parts:",
            '    state = {**state, "b": part}',
            "return state",
        )
    )
    assert found.presence(("a",)) is not None
    assert not found.is_closed(())


@pytest.mark.parametrize(
    "removal",
    [
        ['part.pop("a", None)'],
        ["if self.x:", '    del part["a"]'],
        ["for one in self.xs:", '    part.pop("a", None)'],
    ],
)
def test_a_key_that_may_be_taken_out_before_it_is_carried_over(removal: list[str]) -> None:
    """That it is saved where it was stored is not so then."""
    inside = ["if self.ema:", '    part["a"] = 1', *(f"    {line}" for line in removal)]
    body = ["out, part = {}, {}", *inside, "out.update(part)", "return out"]
    assert written(method(*body)).keys[("a",)] == SOMETIMES
    again = [*body[:-2], 'part["a"] = 2', *body[-2:]]
    assert written(method(*again)).keys[("a",)] == ALWAYS
