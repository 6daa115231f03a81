"""What the contracts of the classes of a module say of each key."""

from __future__ import annotations

from flake8_checkpoint_get.engine import contracts
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

SLOT = """\
class Controller:
    def __init__(self, alpha=0.0, target=1.0, steps=0):
        self.alpha, self.target, self.steps = alpha, target, steps

    def to_dict(self):
        return {"alpha": self.alpha, "target": self.target, "steps": self.steps}

    @classmethod
    def from_dict(cls, data):
        return cls(data.get("alpha", 0.0), data.get("target", 1.0), data.get("steps", 0))


class SeedSlot:
    def get_extra_state(self):
        state = {
            "isolate_gradients": self.isolate_gradients,
            "blend_algorithm": self.blend_algorithm,
            "blend_tempo": self.blend_tempo,
            "topology": self.topology,
            "pending": self.pending,
            "blueprint": self.config.to_dict() if self.config is not None else None,
            "controller": self.controller.to_dict(),
        }
        if self.state is not None:
            state["seed_state"] = self.state.to_dict()
        return state

    def set_extra_state(self, state):
        self.isolate_gradients = state.get("isolate_gradients", False)
        self.blend_algorithm = state.get("blend_algorithm", "sigmoid")
        self.blend_tempo = state.get("blend_tempo", 5)
        self.topology = state.get("topology")
        self.pending = state.get("pending")
        config = state.get("blueprint")
        self.config = Config(**config) if config is not None else None
        if state.get("controller"):
            self.controller = Controller.from_dict(state["controller"])
        if state.get("seed_state"):
            self.state = SeedState.from_dict(state["seed_state"])
"""


def table(code: str) -> dict[str, dict[str, tuple[str, str, str]]]:
    """Return for each class how each key is saved and restored, and what that means."""
    return {
        contract.class_name: {
            ".".join(key.path): (
                key.condition or (key.saved.value if key.saved else "never"),
                key.default or key.restored.value,
                key.agreement.value,
            )
            for key in contract.keys
        }
        for contract in contracts(Source.from_bytes(code.encode()), Settings())
    }


def test_the_slot_that_started_it() -> None:
    found = table(SLOT)
    slot, controller = found["SeedSlot"], found["Controller"]
    always = {"isolate_gradients", "blend_algorithm", "blend_tempo", "topology", "pending"}
    assert {key for key in always if slot[key][::2] == ("always", "needless-default")} == always
    assert slot["blueprint"] == ("always", "None", "needless-default")
    assert slot["seed_state"] == ("self.state is not None", "None", "sometimes-saved")
    nested = {"alpha", "target", "steps"}
    assert {key for key, row in controller.items() if row[0] == "always"} == nested
    assert {row[2] for row in controller.values()} == {"needless-default"}


def test_every_verdict() -> None:
    found = table(
        """
        class Meter:
            def state_dict(self):
                state = {"ok": 1, "soft": 2, "lost": 3, "gone": 4, "part": self.part.state_dict()}
                state["inner"] = {"a": 1}
                if self.x:
                    state["perhaps"] = 1
                    state["required"] = 1
                del state["gone"]
                return state

            def load_state_dict(self, state):
                self.ok = state["ok"]
                self.soft = state.get("soft", 0)
                self.perhaps = state.get("perhaps", 0)
                self.required = state["required"]
                self.never = state.get("never", 0)
                self.note = state.get("note", "")  # checkpoint: optional
                self.part.load_state_dict(state["part"])
                self.weight = state["part"].get("weight", 0)
                self.inner.load_state_dict(state["inner"])
                if "told" not in state:
                    raise ValueError("told")
        """.replace("\n        ", "\n")
    )
    assert found["Meter"] == {
        "ok": ("always", "required", "ok"),
        "soft": ("always", "0", "needless-default"),
        "lost": ("always", "never", "never-restored"),
        "gone": ("removed", "never", "ok"),
        "part": ("always", "required", "ok"),
        "part.weight": ("unknown", "0", "undecided"),
        "inner": ("always", "required", "ok"),
        "inner.a": ("always", "handed on", "undecided"),
        "perhaps": ("self.x", "0", "sometimes-saved"),
        "required": ("self.x", "required", "sometimes-saved"),
        "never": ("never", "0", "never-saved"),
        "note": ("never", "declared optional", "ok"),
        "told": ("never", "tested", "never-saved"),
    }


def test_keys_are_read_through_helpers_bases_and_aliases() -> None:
    found = table(
        """
        class Base:
            def state_dict(self):
                return {"a": self.a, "b": self.b}

            def load_state_dict(self, state):
                held = state
                self._restore(held)

            def _restore(self, saved):
                self.a = saved["a"]
                self.b = saved.get("b", 0)


        class Child(Base):
            def state_dict(self):
                state = super().state_dict()
                state["c"] = self.c
                return state


        class Both(Child):
            def state_dict(self):
                return {**super().state_dict(), "d": self.d}

            def load_state_dict(self, state):
                super().load_state_dict(state)
                self.d = state["d"]


        class Other(Base):
            def load_state_dict(self, state):
                super().load_state_dict(state)
                self.b = state["b"]
        """.replace("\n        ", "\n")
    )
    assert set(found) == {"Base", "Child", "Other", "Both"}
    assert found["Both"]["d"] == ("always", "required", "ok")
    own = {"a": ("always", "required", "ok"), "b": ("always", "0", "needless-default")}
    assert found["Base"] == own
    assert found["Child"] == own | {"c": ("always", "never", "never-restored")}
    assert found["Other"] == own
