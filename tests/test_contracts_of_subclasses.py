"""The contracts of subclasses that share one half with their base."""

from __future__ import annotations

from flake8_checkpoint_get.analysis.saved import Presence
from flake8_checkpoint_get.engine import check, contracts
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


OTHER = """\
class Other{}:
    def state_dict(self):
        return dict(rate=self.rate)

    def load_state_dict(self, state):
        self.rate = state.get("rate", 0)
"""
OVERRIDING = """\
class Schedule:
    def state_dict(self):
        out = {}
        out["options"] = {"warmup": 0, "decay": 1}
        return out

    def load_state_dict(self, state):
        self.decay = state["options"]["decay"]


class Sub(Schedule):
    def state_dict(self):
        out = super().state_dict()
        if self.cap:
            out["options"] = {"warmup": 1}
        return out
"""


def found_behind(others: int) -> list[tuple[int, int, str]]:
    """Return what is found in a module behind some classes that have nothing to do with it."""
    before = "".join(map(OTHER.format, range(others)))
    source = Source.from_bytes((before + OVERRIDING).encode())
    above = before.count("\n")
    found = check(source, Settings(opt_in=True))
    return [(one.line - above, one.column, one.code) for one in found if one.line > above]


def test_what_is_found_does_not_depend_on_other_classes() -> None:
    for others in range(1, 12):
        assert found_behind(others) == found_behind(0) == [(4, 26, "CKP902")]
