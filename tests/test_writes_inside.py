"""What a save method is found to write into the mappings that its mapping holds."""

from __future__ import annotations

from flake8_checkpoint_get.analysis.saved import Presence
from tests.test_writes import ALWAYS, SOMETIMES, method, written

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
