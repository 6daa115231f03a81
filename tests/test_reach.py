"""Methods that count only when checkpoint data reaches them."""

from __future__ import annotations

from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

CLASSES, FIELDS = 20, 10


def telemetry() -> str:
    """Return a module of classes that are rebuilt from dictionaries, with 200 soft reads."""
    lines = list[str]()
    for number in range(CLASSES):
        lines += [f"class Event{number}:", "    @classmethod", "    def from_dict(cls, data):"]
        lines += [f"        f{field} = data.get('f{field}', 0)" for field in range(FIELDS)]
        names = ", ".join(f"f{field}" for field in range(FIELDS))
        lines += [f"        return cls({names})", ""]
    return "\n".join(lines) + "\n"


def restore() -> str:
    """Return a class whose extra state holds all those events."""
    calls = [
        f"        self.e{number} = Event{number}.from_dict(state['e{number}'])"
        for number in range(CLASSES)
    ]
    head = ["class Slot:", "    def set_extra_state(self, state):"]
    return "\n".join([*head, *calls]) + "\n"


def found(text: str) -> tuple[Finding, ...]:
    return check(Source.from_bytes(text.encode()), Settings())


def test_telemetry_that_no_restore_method_reaches_is_silent() -> None:
    unrelated = "class Slot:\n    def set_extra_state(self, state):\n        self.a = state['a']\n"
    assert found(telemetry()) == ()
    assert found(telemetry() + unrelated) == ()


def test_the_same_classes_are_reported_when_reached_with_the_way_they_came() -> None:
    findings = found(telemetry() + restore())
    assert len(findings) == CLASSES * FIELDS
    start = telemetry().count("\n") + 3
    for number, finding in enumerate(findings):
        event = number // FIELDS
        way = f"(Event{event}.from_dict, reached from Slot.set_extra_state line {start + event})"
        assert finding.message.endswith(way)
