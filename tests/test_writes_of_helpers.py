"""What a save method is found to write through helpers, bases and subclasses."""

from __future__ import annotations

from flake8_checkpoint_get.analysis.saved import Presence, SavedKey
from tests.saved_mappings import ALWAYS, SOMETIMES, method, when, written


def test_each_call_of_a_helper_makes_another_mapping() -> None:
    found = written(
        """
        class Thing:
            def part(self, flag):
                made = {"a": 1}
                if flag:
                    made["b"] = 1
                return made

            def state_dict(self):
                first = self.part(True)
                return self.part(False)
        """
    )
    assert found.presence(("a",)) is Presence.ALWAYS
    assert found.presence(("b",)) is not Presence.ALWAYS
    nested = written(
        """
        class Thing:
            def part(self):
                return {"a": 1}

            def state_dict(self):
                state = {"one": self.part(), "two": self.part()}
                state["one"]["b"] = 1
                del state["two"]["a"]
                return state
        """
    )
    assert nested.presence(("one", "a")) is Presence.ALWAYS
    assert nested.presence(("one", "b")) is Presence.ALWAYS
    assert nested.presence(("two", "a")) is Presence.REMOVED
    assert nested.presence(("two", "b")) is None


def test_helpers_change_mappings_in_mappings() -> None:
    found = written(
        """
        class Thing:
            def add(self, state):
                state["cfg"]["b"] = 1
                del state["cfg"]["a"]
                state["more"] = {"c": 1}

            def state_dict(self):
                cfg = {"a": 1}
                state = {"cfg": cfg}
                self.add(state)
                return state
        """
    )
    assert found.presence(("cfg", "a")) is Presence.REMOVED
    assert found.presence(("cfg", "b")) is Presence.ALWAYS
    assert found.presence(("more", "c")) is Presence.ALWAYS


def test_helpers_and_bases_of_the_module_are_followed() -> None:
    found = written(
        """
        class Base:
            def state_dict(self):
                return {"base": 1}

        class Thing(Base):
            def state_dict(self):
                state = super().state_dict()
                self._add(state)
                state["made"] = self._made()
                return state

            def _add(self, saved):
                saved["helper"] = 1
                if self.flag:
                    saved["sometimes"] = 1

            def _made(self):
                return {"inner": 1}
        """
    )
    assert found.keys[("base",)] == ALWAYS
    assert found.keys[("helper",)] == ALWAYS
    assert found.keys[("made",)] == SavedKey(Presence.ALWAYS, is_mapping=True)
    assert found.presence(("made", "inner")) is Presence.ALWAYS
    assert found.keys[("sometimes",)] == SOMETIMES
    assert found.is_closed(())


def test_what_is_returned_by_code_that_is_not_in_sight_is_not_known() -> None:
    found = written(method('return convert({"a": 1})'))
    assert not found.is_closed(())
    assert found.presence(("a",)) is Presence.UNKNOWN


def test_a_mapping_that_is_filled_in_place() -> None:
    found = written(
        """
        class Thing:
            def state_dict(self, trainer, checkpoint):
                checkpoint["a"] = 1
                if self.b is not None:
                    checkpoint["b"] = self.b
        """,
        filled="checkpoint",
    )
    assert found.keys == {("a",): ALWAYS, ("b",): when("self.b is not None")}
    assert not found.is_closed(())


def test_a_subclass_may_add_to_the_names_in_an_attribute() -> None:
    for body in (
        ["return {name: 1 for name in self.names}"],
        ["out = {}", "for name in self.names:", "    out[name] = 1", "return out"],
    ):
        text = method(*body).replace("class Thing:", 'class Thing:\n    names = ("a", "b")\n')
        found = written(text)
        assert found.keys == {("a",): ALWAYS, ("b",): ALWAYS}
        assert found.opened[()] == "what self.names holds in a subclass"
