"""The contracts of subclasses that share one half with their base."""

from __future__ import annotations

from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.engine import contracts
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

CODE = """\
class Schedule:
    def state_dict(self):
        return {"warmup": self.warmup, "decay": self.decay}

    def load_state_dict(self, state):
        self.warmup = state.get("warmup", 0)
        self.decay = state["decay"]


class Same(Schedule):
    pass


class Less(Schedule):
    def state_dict(self):
        return {"decay": self.decay}


class Through(Schedule):
    def state_dict(self):
        return {"warmup": self.warmup, "cap": self.cap}

    def load_state_dict(self, state):
        super().load_state_dict(state)
        self.cap = state["cap"]


class Own(Schedule):
    def state_dict(self):
        return {"rate": self.rate}

    def load_state_dict(self, state):
        self.rate = state["rate"]


class Other:
    def state_dict(self):
        return {"inner": self.inner.state_dict()}

    def load_state_dict(self, state):
        self.inner.load_state_dict(state["inner"])
"""


def test_each_way_to_save_has_one_table() -> None:
    found = contracts(Source.from_bytes(CODE.encode()), Settings())
    tables = {(one.class_name, one.save_line, one.restore_line): one.keys for one in found}
    assert len(tables) == len(found)
    saved = {
        where: {key.path[-1] for key in keys if key.saved is Presence.ALWAYS}
        for where, keys in tables.items()
    }
    assert saved == {
        ("Schedule", 2, 5): {"warmup", "decay"},
        ("Less", 15, 5): {"decay"},
        ("Through", 20, 23): {"warmup", "cap"},
        ("Own", 29, 32): {"rate"},
        ("Other", 37, 40): {"inner"},
    }
    never = {(where[0], key.path) for where in tables for key in tables[where] if not key.saved}
    assert never == {("Less", ("warmup",)), ("Through", ("decay",))}
