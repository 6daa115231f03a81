"""The oracle for the save side: generated save methods are run, and their keys held to the claims.

Flags of the object decide which way a method goes. Over all flags: a key that is called always
saved is never missing, a closed mapping holds nothing else, what is removed is never there, and a
key that is saved under a condition is there if and only if the condition holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product
from typing import cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_checkpoint_get.analysis.saved import Presence, SavedMapping
from tests.generated_code import indented
from tests.saved_mappings import written

FLAGS = ("f", "g")
NAMES = ("out", "cfg", "more")
KEYS = ("a", "b", "cfg")
VALUES = (
    "1",
    "None",
    "cfg",
    "more",
    '{"a": 1}',
    '{"b": cfg}',
    '{"a": 1} if self.f else None',
    "dict(cfg)",
    "self.part(cfg)",
    "self.made()",
    "[cfg]",
)
STATEMENTS = (
    "{name}[{key}] = {value}",
    "{name}[{key}] = {value}",
    "{name}[{key}] = {value}",
    "{name}.update({{{key}: {value}}})",
    "{name}.update({other})",
    "{name} |= {{{key}: {value}}}",
    "{name} = {{**{other}, {key}: {value}}}",
    "{name} = {{{key}: {value}}}",
    "{name} = {other}",
    "{name} = {name} if self.g else {other}",
    "{name} = dict({other})",
    "{name}.setdefault({key}, {value})",
    "{name}.pop({key}, None)",
    "{name}.clear()",
    "{name} = {{k: v for k, v in {other}.items() if k != {key}}}",
    "if isinstance({name}.get('cfg'), dict): {name}['cfg'][{key}] = {value}",
    "if isinstance({name}.get('cfg'), dict): {name}['cfg'].pop({key}, None)",
    "if {key} in {name}: del {name}[{key}]",
    "self.fill({name}, {key})",
    "self.kept = {name}",
    "self.kept[{key}] = 2",
    "for key in ('a', 'b'): {name}[key] = {value}",
    "for part in {name}.values(): self.drop(part)",
    "return out",
    "return out if self.f else {other}",
)
PROGRAM = """
class Thing:
    kept = {}

    def made(self):
        made = {"a": 1}
        if self.g:
            made["b"] = 2
        return made

    def part(self, given):
        return {"b": 1, **given}

    def fill(self, given, key):
        given["filled"] = 1
        if self.f:
            given[key] = 1

    def drop(self, part):
        if isinstance(part, dict):
            part.pop("a", None)

    def state_dict(self):
        out, cfg, more = {}, {}, {}
BODY
        return out
"""


def statement() -> st.SearchStrategy[list[str]]:
    return st.builds(
        lambda text, name, other, key, value: [
            text.format(name=name, other=other, key=repr(key), value=value)
        ],
        st.sampled_from(STATEMENTS),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.sampled_from(KEYS),
        st.sampled_from(VALUES),
    )


def bodies(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    return st.lists(inner, min_size=1, max_size=4).map(lambda p: list(chain.from_iterable(p)))


def blocks(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    body, test = bodies(inner), st.sampled_from(("self.f", "not self.g", "self.f and self.g"))
    return st.one_of(
        st.builds(lambda c, b: [f"if {c}:", *indented(b)], test, body),
        st.builds(
            lambda c, b, e: [f"if {c}:", *indented(b), "else:", *indented(e)], test, body, body
        ),
        st.builds(lambda b: ["for again in range(2):", *indented(b)], body),
        st.builds(lambda b: ["try:", *indented(b), "finally:", "    self.z = 1"], body),
    )


programs = bodies(st.recursive(statement(), blocks, max_leaves=5))


def runs(program: str) -> Iterator[tuple[dict[str, bool], dict[str, object]]]:
    """Yield the flags, and what the method returns, for all flags under which it returns."""
    for chosen in product((False, True), repeat=len(FLAGS)):
        names: dict[str, type] = {}
        exec(program, names)  # noqa: S102
        thing = names["Thing"]()
        flags = dict(zip(FLAGS, chosen, strict=True))
        vars(thing).update(flags)
        try:
            saved = thing.state_dict()
        except (KeyError, TypeError, ValueError, AttributeError, RuntimeError):
            continue
        yield flags, cast("dict[str, object]", saved)


DEEPEST = 3


def paths(mapping: dict[str, object], depth: int = DEEPEST) -> Iterator[tuple[str, ...]]:
    """Yield the key paths in a mapping, as deep as anybody looks."""
    for key, value in mapping.items() if depth else ():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, *below) for below in paths(value, depth - 1))


def is_mapping_at(mapping: dict[str, object], path: tuple[str, ...]) -> bool:
    held: object = mapping
    for step in path:
        if not isinstance(held, dict) or step not in held:
            return False
        held = held[step]
    return isinstance(held, dict)


def contradictions(claims: SavedMapping, program: str) -> Iterator[str]:
    for flags, saved in runs(program):
        found = set(paths(saved))
        claimed = {path for path in claims.keys if len(path) <= DEEPEST}
        for path in cast("set[tuple[str, ...]]", claimed) | found:
            inside, there = is_mapping_at(saved, path[:-1]), path in found
            presence = claims.presence_within(path)
            if presence is Presence.ALWAYS and inside and not there:
                yield f"{path} is not always saved: {flags}"
            if presence in (None, Presence.REMOVED) and there:
                yield f"{path} is saved: {flags}"
            condition = claims.keys[path].condition if path in claims.keys else ""
            is_of_flags = not any(name in condition for name in (*NAMES, "key", "part"))
            if presence is Presence.SOMETIMES and condition and inside and is_of_flags:
                holds = eval(condition.replace("self.", ""), dict(flags))  # noqa: S307
                if bool(holds) is not there:
                    yield f"{path} is saved otherwise than if {condition}: {flags}"
            if claims.is_mapping(path) and there and not is_mapping_at(saved, path):
                yield f"{path} is no mapping: {flags}"


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs)
def test_no_run_of_a_save_method_contradicts_what_is_claimed(lines: list[str]) -> None:
    program = PROGRAM.replace("BODY", "\n".join(indented(lines, 2)))
    assert list(contradictions(written(program), program)) == [], program
