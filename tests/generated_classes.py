"""Modules with classes that save and restore themselves, in all the ways that a fix rewrites.

In the templates a capital letter is a field: ``K`` a key, ``R`` the mapping that is read, ``T``
what is assigned, ``D`` a default, ``C`` a condition, ``V`` an expression that reads ``K`` of ``R``;
``TEXT`` is a string over two lines, and ``BODY`` on a line of its own stands for more statements.
"""

from __future__ import annotations

import re
from itertools import chain

from hypothesis import strategies as st

from tests.generated_code import indented

KEY = st.sampled_from(['"a"'] * 4 + ['"b"'] * 4 + ['"c"', '"c"', '"d"', '"cfg"'])
RECEIVER = st.sampled_from(
    (
        *["state"] * 8,
        *["s", "s", "cfg", "cfg", 'state["cfg"]', 'state["cfg"]', 'state["cfg"]["opt"]'],
        *['state.get("cfg", {})', '(state.get("cfg") or {})', 'state.pop("cfg", {})'],
        'state.get("cfg", {}).get("opt", {})',
    )
)
FIELDS = {
    "K": KEY,
    "R": RECEIVER,
    "T": st.sampled_from(["x", "y", "self.p", "self.q", "self.a", "s"]),
    "D": st.sampled_from(
        ["7", "7", "None", "-1", "self.default", "[]", "dict()", "x", "not self.f", "self.count()"]
    ),
    "C": st.sampled_from(["self.f", "self.g", "not self.f", "x", "x is None", "self.count()"]),
}
VALUES = (
    *["R.get(K, D)"] * 4,
    *["R.get(K)", "(R.get(K) or D)", "R.pop(K, D)", "R.pop(K, D)", "R.setdefault(K, D)", "R[K]"],
    *["(R[K] if K in R else D)", "(D if K not in R else R[K])", "(R.get(K, D) if K in R else D)"],
    *["(K in R and R[K])", "(R[K] if C and K in R else D)", "(C and K in R and R[K])"],
    *["self.helper(R, K)", "take(R, K)", "(lambda saved: saved.get(K, D))(R)", "inner(K)"],
    *["[R.get(K, D), R.pop(K, D)]", "[R.pop(K, D), R.get(K, D)]", "(R.get(K, D) if C else 1)"],
    *["R.get(\n    K,\n    D,\n)", "R.get(\n    K,  # what is read\n    D,\n)"],
    *["R.get(K, D  # what it is else\n)", "R.pop(K)", "{'a': D, **R}['a']"],
)
FLAT = (
    *["T = V"] * 6,
    *["T = V  # said behind", "# older ones lack it\nT = V", "T = V; T2 = V"],
    "T = R.pop(K, D)\nT2 = R.pop(K, D2)",
    "R.setdefault(K, D)",
    "R.setdefault(K, D)\nT = R[K]",
    "R.setdefault(K, D); T = R[K]",
    "R.setdefault(K, D)  # said behind\nif C:\n    T = R[K]",
    "if K not in R:\n    R[K] = D",
    "if K not in R:\n    R[K] = D\nT = V",
    "if K in R: T = R[K]",
    "if K in R:  # said behind\n    T = R[K]\nelse:\n    T = D",
    "if not K in R:\n    T = D\nelse:\n    T = V",
    "if K in R:\n    T = V\n    # at the end",
    "if K in R and R[K]:\n    T = V",
    "try:\n    T = R[K]\nexcept KeyError:\n    T = D",
    "try:\n    T = R[K]\nexcept KeyError:\n    # said within\n    T = D",
    "try:\n    T = R[K]  # said behind\n    T2 = R2[K2]\nexcept (KeyError, LookupError):\n    pass",
    'for key in ("a", "b"):\n    if key in R:\n        setattr(self, key, R[key])',
    'for key in ("a", "c"):\n    setattr(self, key, R.get(key, D))',
    'self.q = [R.get(key, D) for key in ("a", "b")]',
    "T = R.get(K)\nif T is None:\n    T = D",
    "if R.get(K) is not None:\n    T = V",
    "if (found := R.get(K)) is not None:\n    T = found",
    "if K not in R:\n    raise ValueError(K)",
    'for item in state["items"]:\n    T = item.get(K, D)',
    'self.part.load_state_dict(state.get("part", {}))',
    'self.part.load_state_dict(state["part"])',
    "self.take_part(R)",
    "self.q = TEXT",
)
CHANGES = (
    *["R.pop(K, None)", "del R[K]", "if K in R: del R[K]", "R.clear()", "R[K] = D", "state = s"],
    *["self.wipe(R, K)", "HOOKS[0](R)", "state = dict(state)", "s = R", "cfg = R", "s = {}"],
    *["state = {n: v for n, v in state.items() if n != K}", "self.kept = R", "state.update(cfg)"],
    *["if C:\n    return", "if K not in R:\n    return", "if C:\n    s = R", "self.part = copy(R)"],
)
BLOCKS = (
    "# above\nif K in R:  # on it\n    # inside\n    T = R[K]\n    BODY\n    # at the end",
    "if K in R:\n    BODY\n    T = V",
    "if K in R:\n    BODY\nelse:\n    T = D",
    "if K not in R:\n    T = D\nelse:\n    T = R[K]\n    BODY",
    "if K in R:\n    T = V\n    BODY\nelse:  # else\n    T = D",
    "if C:\n    BODY\nelif K in R:\n    # inside\n    T = R[K]",
    "if C:\n    BODY\nelif K in R:\n    T = V\n    BODY\nelse:\n    T = D",
    "if C and K in R:\n    T = R[K]\n    BODY",
    "if K in R and C:\n    T = V\n    BODY",
    "if C and K in R:\n    T = V\nelse:\n    T = D",
    "if R.get(K):\n    BODY",
    "if K in R:\n    T = R[K]\n    self.q = TEXT\n    BODY",
    "if K not in R:\n    R[K] = D\nBODY",
    "R.setdefault(K, D)\nBODY\nT = R[K]",
    "try:\n    BODY\nexcept KeyError:\n    T = D",
    "try:\n    BODY\nfinally:\n    self.z = 1",
    "with suppress(KeyError):\n    BODY",
    "for again in (1, 2):\n    BODY",
    "while self.h:\n    self.h -= 1\n    BODY",
    "if C:\n    BODY\nelse:\n    BODY",
    "if C:\n    BODY",
)
SAVING = (
    *['out["d"] = 4', 'out.update({"d": self.a})', 'out |= {"d": 1}', "out[K] = self.b"],
    *['for key in ("d", "e"): out[key] = 1', 'out["cfg"]["d"] = 4', 'out["cfg"].update(d=4)'],
    *["if C:\n    out[K] = 6", 'if C:\n    out["d"] = 6\nelse:\n    out["d"] = None', "pass"],
    *["if C:\n    del out[K]", "out.pop(K, None)", "if C:\n    return out", "if C:\n    return {}"],
    *['if C:\n    out["cfg"] = None', 'if C:\n    out["cfg"].pop(K, None)', "self.extend(out)"],
    *["out = {n: v for n, v in out.items() if v is not None}", 'out["items"].append({})'],
    *['out["cfg"] = dict(out["cfg"])', 'if C:\n    out["cfg"] = {"a": 1}', "HOOKS[0](out)"],
    *["out = dict(out)", "self.wipe(out, K)", "pass", "pass", "pass"],
)
STARTS = (
    """
out = {"a": self.a, "b": self.b, "c": self.c, "part": self.part.state_dict()}
out["cfg"] = {"a": self.a, "b": 9, "c": 8, "opt": {"a": 1, "b": 2, "c": 3}}
out["items"] = [{"a": 31}, {"a": 32, "b": 33}]
""",
    """
out = dict(a=self.a, b=12, items=[], part={"n": 1, "a": 2})
out.update({"c": self.c})
cfg = {"b": self.b}
cfg["a"] = self.a
cfg["opt"] = {"a": 4, "b": 5}
out["cfg"] = cfg
""",
)
ALIASES = {
    "s": ["s = state", "s = state", "s = dict(state)", "s = state.copy()", "s = state or {}"],
    "cfg": [
        *['cfg = state["cfg"]', 'cfg = state.get("cfg", {})', 'cfg = state.pop("cfg", {})'],
        *['cfg = state.get("cfg") or {}', 'cfg = state.setdefault("cfg", {})', "cfg = {**state}"],
        *['cfg = dict(state.get("cfg", {}))', 'cfg = state["cfg"] if "cfg" in state else {}'],
    ],
}
FIELD = re.compile(r"\b[KRTDC]2?\b")
Lines = list[str]


@st.composite
def statements(draw: st.DrawFn, templates: tuple[str, ...], depth: int) -> Lines:
    """Fill in a template; the same field is the same thing in all of it."""
    text = re.sub(
        r"\bV\b", lambda _: draw(st.sampled_from(VALUES)), draw(st.sampled_from(templates))
    )
    filled: dict[str, str] = {}
    for field in FIELD.findall(text):
        filled[field] = filled.get(field) or draw(FIELDS[field[0]])
    lines: Lines = []
    for line in FIELD.sub(lambda field: filled[field[0]], text).split("\n"):
        pad, is_body = line[: -len(line.lstrip())], line.strip() == "BODY"
        inner = draw(restoring(depth - 1)) if is_body else [line]
        lines += [pad + one for one in inner] if is_body else inner
    return [line.replace("TEXT", '"""one\n    two # no comment\n"""') for line in lines]


def many(part: st.SearchStrategy[Lines], least: int, most: int) -> st.SearchStrategy[Lines]:
    return st.lists(part, min_size=least, max_size=most).map(lambda p: list(chain.from_iterable(p)))


def restoring(depth: int) -> st.SearchStrategy[Lines]:
    """Return statements that restore; nested so deep at most."""
    templates = FLAT * 2 + CHANGES + BLOCKS * 3 if depth else FLAT + FLAT + CHANGES[:1]
    return many(statements(templates, depth), 1, 4 if depth > 1 else 2)


@st.composite
def restore_methods(draw: st.DrawFn, first: str = "") -> Lines:
    body = draw(restoring(2))
    used = [name for name in ALIASES if re.search(rf"\b{name}\b(?!\")", "\n".join(body))]
    aliases = [draw(st.sampled_from(ALIASES[name])) for name in used]
    inner = ["def inner(key):", "    return state.get(key, 5)"] if "inner(" in str(body) else []
    lines = ["x = y = None", *first.splitlines(), *inner, *aliases, *body, "self.end = (x, y)"]
    return ["def load_state_dict(self, state):", *indented(lines)]


@st.composite
def save_methods(draw: st.DrawFn, starts: tuple[str, ...] = STARTS) -> Lines:
    start = draw(st.sampled_from(starts)).strip().split("\n")
    more = draw(many(statements(SAVING, 0), 0, 1))
    return ["def state_dict(self):", "    x = None", *indented([*start, *more]), "    return out"]


SUPER = "out = super().state_dict()"
HEIRS = st.one_of(
    save_methods((SUPER,)),
    save_methods((SUPER, *STARTS)),
    st.sampled_from(
        [
            "super().load_state_dict(state)",
            "super().load_state_dict(dict(state))",
            'super().load_state_dict({"a": 1, **state})',
            "with suppress(KeyError): super().load_state_dict(state)",
        ]
    ).flatmap(restore_methods),
)
PARTS = st.sampled_from(['state["n"]', 'state.get("n", 1)', 'state.get("a", 1)'])
USED = {
    "helper": "def helper(self, saved, key):\n    return saved.get(key, 0)",
    "take_part": 'def take_part(self, saved):\n    self.q = saved.get("a", 6)',
    "wipe": "def wipe(self, saved, key):\n    saved.pop(key, None)",
    "extend": 'def extend(self, saved):\n    saved["d"] = 1\n    if self.g: saved["e"] = 2',
}
HEAD = """
from contextlib import suppress
from copy import copy
HOOKS = [lambda saved: saved.pop("b", None)]
def take(saved, key):
    return saved.get(key, 0)
class Part:
    def __init__(self):
        self.n = 1
    def state_dict(self):
        return {"n": self.n, "a": 22}
    def load_state_dict(self, state):
        self.n = PART
class Thing:
    default = 3
    def __init__(self):
        self.a, self.b, self.c, self.f, self.g, self.h = 1, 2, 3, False, False, 2
        self.part, self.counted = Part(), 0
    def count(self):
        self.counted += 1
        return self.counted
"""
LOADERS = (
    *["    thing.load_state_dict(state)"] * 15,
    "    with suppress(KeyError): thing.load_state_dict(state)",
    "    if thing.f: thing.load_state_dict({})\n    thing.load_state_dict(state)",
    "    state = dict(state); state.pop('b', None)\n    thing.load_state_dict(state)",
)


@st.composite
def modules(draw: st.DrawFn) -> str:
    """Return a module with ``Thing``, perhaps a subclass ``Sub``, and ``load(thing, state)``."""
    methods = draw(save_methods()) + draw(restore_methods())
    heir = draw(st.one_of(st.just([]), HEIRS))
    used = [text for name, text in USED.items() if f".{name}(" in "\n".join(methods + heir)]
    methods += [line for text in used for line in text.split("\n")]
    head = HEAD.replace("PART", draw(PARTS)).strip().split("\n")
    if "HOOKS" not in "".join(methods + heir):
        head = [line for line in head if "HOOKS" not in line]
    sub = ["class Sub(Thing):", *indented(heir)] if heir else []
    loader = f"def load(thing, state):\n{draw(st.sampled_from(LOADERS))}\n"
    return "\n".join([*head, *indented(methods), *sub, loader])
