"""What a save method is found to write."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_checkpoint_get.analysis.builder import Builder
from flake8_checkpoint_get.analysis.function_walk import FunctionWalk
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.saved import Presence, SavedKey, SavedMapping
from flake8_checkpoint_get.analysis.writes import saved_mapping
from flake8_checkpoint_get.settings import Settings

ALWAYS = SavedKey(Presence.ALWAYS)
SOMETIMES = SavedKey(Presence.SOMETIMES)
REMOVED = SavedKey(Presence.REMOVED)


def written(text: str, *, filled: str = "") -> SavedMapping:
    """Return what the last method ``state_dict`` in a module writes."""
    index = ModuleIndex(ast.parse(textwrap.dedent(text)))
    builder = Builder()
    interpreter = Interpreter(index, Settings(), FunctionWalk, builder)
    info = index.all_classes[-1]
    save = info.methods["state_dict"]
    return saved_mapping(interpreter, builder, save, info.name, filled)


def method(*body: str, before: str = "") -> str:
    lines = [before, "class Thing:", "    def state_dict(self, *args, **kwargs):"]
    return "\n".join([*lines, *(f"        {line}" for line in body)]) + "\n"


def when(condition: str) -> SavedKey:
    return SavedKey(Presence.SOMETIMES, condition)


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
        ["cfg = {}", 'out = {"cfg": cfg}', 'cfg["a"] = 1', "return out"],
        ["cfg = {}", 'out = {"cfg": cfg}', "self.fill(cfg)", "return out"],
        ['out = {"cfg": {}}', "for part in out.values():", '    part["a"] = 1', "return out"],
        ["out = {}", 'out.setdefault("cfg", {})["a"] = 1', "return out"],
    ],
)
def test_what_is_put_in_later_is_not_called_never_saved(body: list[str]) -> None:
    assert written(method(*body)).presence(("cfg", "a")) is not None


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


def test_a_subclass_may_add_to_the_names_in_an_attribute() -> None:
    for body in (
        ["return {name: 1 for name in self.names}"],
        ["out = {}", "for name in self.names:", "    out[name] = 1", "return out"],
    ):
        text = method(*body).replace("class Thing:", 'class Thing:\n    names = ("a", "b")\n')
        found = written(text)
        assert found.keys == {("a",): ALWAYS, ("b",): ALWAYS}
        assert found.opened[()] == "what self.names holds in a subclass"


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


def test_members_of_a_plain_enum_are_not_their_values() -> None:
    text = method("return {Key.A: 1, Key.B.value: 2, Name.C: 3}", before=ENUMS)
    found = written(text)
    assert set(found.keys) & {("a",), ("b",), ("c",)} == {("b",), ("c",)}


ENUMS = """
from enum import Enum


class Key(Enum):
    A = "a"
    B = "b"


class Name(str, Enum):
    C = "c"
"""


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


OBJECTS = """
from dataclasses import InitVar, asdict, dataclass
from typing import ClassVar, NamedTuple


@dataclass
class Base:
    kind: ClassVar[str] = "base"
    scale: InitVar[float] = 1.0
    lr: float = 0.1


@dataclass
class Config(Base):
    decay: float = 0.0

    def to_dict(self):
        return asdict(self)


class Point(NamedTuple):
    x: int
    y: int

    def state(self):
        return self._asdict()


class Part:
    def state_dict(self):
        return {"count": self.count}


class Thing(Root):
    def __init__(self, config: Config, point: Point | None):
        self.config = config
        self.point = point
        self.part = None
        self.anything = anything()

    def restore(self, state):
        self.part = Part()

    def state_dict(self):
        return {SAVED}
"""


@pytest.mark.parametrize(
    ("saved", "keys"),
    [
        ("asdict(self.config)", {"lr", "decay"}),
        ("self.config.to_dict()", {"lr", "decay"}),
        ("asdict(Config(0.1))", {"lr", "decay"}),
        ("self.point._asdict()", {"x", "y"}),
        ("self.point.state()", {"x", "y"}),
        ("self.part.state_dict()", {"count"}),
    ],
)
def test_the_fields_and_parts_of_objects_of_the_module_are_known(
    saved: str, keys: set[str]
) -> None:
    found = written(OBJECTS.replace("SAVED", f'"part": {saved}'))
    assert {path[1] for path in found.keys if len(path) > 1} == keys
    assert all(found.presence(("part", key)) is Presence.ALWAYS for key in keys)


@pytest.mark.parametrize("saved", ["asdict(self.anything)", "self.anything.state_dict()"])
def test_objects_that_are_not_in_sight_hold_anything(saved: str) -> None:
    found = written(OBJECTS.replace("SAVED", f'"part": {saved}'))
    assert found.presence(("part", "lr")) is Presence.UNKNOWN


def test_a_subclass_may_have_more_fields() -> None:
    more = "@dataclass\nclass More(Config):\n    momentum: float = 0.0\n\n\nclass Point"
    text = OBJECTS.replace("class Point", more).replace("SAVED", '"part": asdict(self.config)')
    found = written(text)
    assert found.presence(("part", "lr")) is Presence.ALWAYS
    assert found.presence(("part", "momentum")) is Presence.UNKNOWN


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


def test_what_is_returned_by_code_that_is_not_in_sight_is_not_known() -> None:
    found = written(method('return convert({"a": 1})'))
    assert not found.is_closed(())
    assert found.presence(("a",)) is Presence.UNKNOWN


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
