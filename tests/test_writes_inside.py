"""What a save method is found to write into the mappings that its mapping holds."""

from __future__ import annotations

import pytest

from flake8_checkpoint_get.analysis.saved import Presence
from tests.saved_mappings import ALWAYS, SOMETIMES, method, written

NOT_IN_SIGHT = "its value is not in sight"


def test_a_key_is_stored_in_what_is_not_in_sight() -> None:
    found = written(method('out = {"cfg": self.cfg}', 'out["cfg"]["a"] = 1', "return out"))
    assert found.presence(("cfg", "a")) is Presence.ALWAYS
    assert found.presence(("cfg", "b")) is Presence.UNKNOWN
    assert found.why_unknown(("cfg", "b")) == NOT_IN_SIGHT


def test_what_is_not_in_sight_is_returned() -> None:
    found = written(method('out = {"cfg": self.cfg}', 'return out["cfg"]'))
    assert found.keys == {}
    assert found.why_unknown(("a",)) == NOT_IN_SIGHT


def test_a_mapping_that_holds_itself_is_followed_some_way() -> None:
    found = written(method("out = {}", 'out["a"] = out', "return out"))
    assert found.keys[("a",)] == ALWAYS or found.is_mapping(("a",))
    assert found.presence(("a", "b")) is None
    deep = ("a",) * 20
    assert found.presence(deep) is Presence.UNKNOWN
    assert found.why_unknown(deep) == NOT_IN_SIGHT


def test_keys_that_may_be_others_hide_nothing_of_the_mappings_beside_them() -> None:
    kinds = ("w", "x", "y", "z")
    unsure = [f'out["{k}1" if self.f else "{k}2"] = {{}}' for k in kinds]
    sure = [f'out["{k}"] = {{"a": 1}}' for k in kinds]
    found = written(method("out = {}", *unsure, *sure, "return out"))
    for kind in kinds:
        assert found.presence((kind, "a")) is Presence.ALWAYS
        assert found.presence((f"{kind}1",)) is Presence.UNKNOWN
        assert found.why_unknown((f"{kind}1",)) == "it may be replaced"


def test_no_condition_is_named_where_a_key_may_hold_one_of_two_mappings() -> None:
    body = ["one, other = {}, {}"]
    for name in ("one", "other"):
        body += ["if self.f:", f'    {name}["a"] = 1']
    found = written(method(*body, 'return {"cfg": one if self.x else other}'))
    assert found.keys[("cfg", "a")] == SOMETIMES


def test_one_of_two_mappings_may_hold_more() -> None:
    found = written(method("more = {**self.more()}", 'return {"a": 1} if self.x else more'))
    assert found.presence(("b",)) is Presence.UNKNOWN
    assert found.why_unknown(("b",)) == "what self.more() holds"


def test_mappings_are_followed_into_each_other() -> None:
    found = written(method('return {"a": {"b": {"c": {"d": {"e": 1}}}}}'))
    assert found.presence(tuple("abcde")) is Presence.ALWAYS


@pytest.mark.parametrize(
    "body",
    [
        ['out = {"cfg": {"a": 1}}', 'out.update({"cfg": {}})', "return out"],
        ['out = {"cfg": {"a": 1}, **self.more()}', "return out"],
        ['out = {"cfg": {"a": 1}}', "for n in self.names:", "    out[n] = 1", "return out"],
        ['cfg = {"a": 1}', 'out = {"cfg": cfg}', 'del cfg["a"]', "return out"],
        ['cfg = {"a": 1}', 'out = {"cfg": cfg}', 'out["cfg"].pop("a")', "return out"],
        ['cfg = {"a": 1}', 'out = {"cfg": cfg}', 'del out["cfg"]["a"]', "return out"],
        ['cfg = {"a": 1}', 'out = {"cfg": cfg}', 'out.get("cfg").clear()', "return out"],
        ['cfg = {"a": 1}', 'out = {"cfg": cfg}', "self.clean(out)", "return out"],
        ['cfg = {"a": 1}', 'out = {"cfg": cfg}', "self.last = cfg", "return out"],
        ['cfg = {"a": 1}', 'out = {"cfg": cfg}', "clean(out)", "return {**out}"],
        ['out = {"cfg": {"a": 1}}', "for part in out.values():", "    clean(part)", "return out"],
        ['out = {"cfg": {"a": 1}}', "for k in out:", "    out[k].clear()", "return out"],
        ['out = {"cfg": {"a": 1}}', 'out["cfg"] = self.cfg', "return out"],
        ['out = {"cfg": {"a": 1}}', "if self.x:", '    out["cfg"] = {}', "return out"],
        ['out = {"cfg": {"a": 1} if self.x else {}}', "return out"],
        ['out = {"cfg": {"a": 1} if self.x else self.y}', "return out"],
        ['out = {"cfg": {"a": 1}}', "other = dict(out)", 'del other["cfg"]["a"]', "return out"],
        ["cfg = {}", 'out = {"cfg": cfg}', "if self.x:", '    cfg["a"] = 1', "return out"],
        ["cfg = {}", 'out = {"cfg": cfg}', 'cfg = {"a": 1}', "return out"],
        [
            "out = {}",
            'for name in ("cfg", "other"):',
            "    out[name] = {}",
            'out["other"]["a"] = 1',
            "return out",
        ],
    ],
)
def test_what_is_below_a_key_may_be_replaced(body: list[str]) -> None:
    assert written(method(*body)).presence(("cfg", "a")) is not Presence.ALWAYS


@pytest.mark.parametrize(
    "body",
    [
        ['return {"cfg": {"a": 1, "b": 2}}'],
        ['cfg = {"a": 1}', 'out = {"cfg": cfg}', 'cfg["b"] = 2', "return out"],
        ['cfg = {"a": 1}', "out = dict(cfg=cfg)", 'out["cfg"]["b"] = 2', "return out"],
        ['cfg = {"a": 1}', "out = {}", 'out["cfg"] = cfg', "cfg.update(b=2)", "return {**out}"],
        ['return {"cfg": {"a": 1, "b": 2} if self.cfg is not None else None}'],
        [
            "cfg = None",
            "if self.cfg is not None:",
            '    cfg = {"a": self.cfg.a, "b": self.cfg.b}',
            'return {"cfg": cfg}',
        ],
        [
            "if self.x:",
            '    cfg = {"a": 1}',
            "else:",
            '    cfg = {"a": 2}',
            'cfg["b"] = 1',
            'return {"cfg": cfg}',
        ],
    ],
)
def test_keys_of_a_mapping_in_a_mapping_are_always_written(body: list[str]) -> None:
    found = written(method(*body))
    assert found.presence(("cfg", "a")) is Presence.ALWAYS
    assert found.presence(("cfg", "b")) in (Presence.ALWAYS, Presence.UNKNOWN)
    assert found.is_closed(("cfg",))


def test_it_is_known_whether_a_key_surely_holds_a_mapping() -> None:
    sure = written(method('return {"cfg": {"a": 1}}'))
    assert sure.keys[("cfg",)].is_mapping
    perhaps = written(method('return {"cfg": {"a": 1} if self.x else None}'))
    assert perhaps.keys[("cfg",)] == ALWAYS


def test_nested_mappings_have_their_own_keys() -> None:
    found = written(
        method(
            'state = {"cfg": {"lr": self.lr}, "model": self.model.state_dict()}',
            'state["cfg"]["decay"] = 0',
            "if self.x:",
            '    state["more"] = {"y": 1}',
            "return state",
        )
    )
    assert found.presence(("cfg", "lr")) is Presence.ALWAYS
    assert found.presence(("cfg", "decay")) is Presence.ALWAYS
    assert found.presence(("cfg", "other")) is None
    assert found.presence(("more", "y")) is Presence.SOMETIMES
    assert found.presence(("model", "weight")) is Presence.UNKNOWN


def test_what_is_below_a_key_that_may_be_replaced_is_not_called_never_saved() -> None:
    found = written(
        method(
            'out, cfg = {}, {"a": 1}',
            "for again in range(2):",
            '    out["cfg"] = cfg',
            "for again in range(2):",
            '    out["cfg"] = {"b": cfg}',
            "if self.f:",
            '    out["cfg"]["b"] = 1',
            "return out",
        )
    )
    assert found.presence_within(("cfg", "b")) is Presence.UNKNOWN
    assert found.presence_within(("cfg", "b", "a")) is Presence.UNKNOWN
