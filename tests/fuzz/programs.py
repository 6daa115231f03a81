"""Strategies for modules to fuzz with: generated ones, arbitrary ones, and real ones mutated."""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from itertools import accumulate
from pathlib import Path
from textwrap import indent

import hypothesmith
from hypothesis import strategies as st

from flake8_checkpoint_get.hooks import HOOKS, Tier
from tests import generated_classes, test_prefilter_properties, test_properties
from tests.fuzz.layouts import FORMS, LAYOUTS, laid_out, lines_of, tree_of
from tests.fuzz.mutations import MUTATIONS, corpus, examples, mutated
from tests.fuzz.profiles import IS_LONG

AROUND = (
    *("{}",) * 6,
    *("if x:\n[]", "if x:\n    pass\nelse:\n[]", "def around(x):\n[]", "class Around:\n[]"),
    *(
        "try:\n[]finally:\n    pass\n",
        "try:\n    import x\nexcept ImportError:\n[]",
        "with x as y:\n[]",
    ),
    *("for x in y:\n[]", "async def around():\n[]", "match x:\n    case _:\n        if y:\n    []"),
)
DECORATORS = (
    *("@decorated", "@a.b.c", "@functools.wraps(x)", "@torch.no_grad()", "@(lambda f: f)", "@x[0]"),
    *("@staticmethod", "@classmethod", "@property", "@typing.override", "@overload", "@dataclass"),
)
NAMED = [hook for hook in HOOKS if hook.tier is not Tier.REACHED and not hook.decorator]
PAIRS = [(hook.restore, save) for hook in NAMED for save in hook.saves]
FAMILIAR = (
    "state",
    "self",
    "a",
    "get",
    "state_dict",
    "load_state_dict",
    "dict",
    "key",
    "b",
    "super",
)


@st.composite
def surroundings(draw: st.DrawFn, text: str) -> str:
    """Return a module in other surroundings: nested, decorated, of another framework."""
    if draw(st.booleans()):
        restore, save = draw(st.sampled_from(PAIRS))
        text = text.replace("load_state_dict", restore)
        text = re.sub(r"(?<!load_)\bstate_dict\b", save, text)
    lines = lines_of(text)
    heads = [n for n, line in enumerate(lines) if re.match(r" *(async )?(def|class) ", line)]
    chosen = draw(st.lists(st.sampled_from(heads), max_size=2)) if heads else []
    for number in chosen:
        pad = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        lines[number] = f"{pad}{draw(st.sampled_from(DECORATORS))}\n{lines[number]}"
    around = draw(st.sampled_from(AROUND))
    text = "".join(lines)
    nested = around.replace("{}", text).replace("[]", indent(text, "    "))
    return nested if tree_of(nested) else text


SHAPED = st.one_of(
    generated_classes.modules(),
    generated_classes.modules(),
    st.builds(test_properties.module, test_properties.BODIES).filter(test_properties.is_valid),
    test_prefilter_properties.modules(),
).flatmap(surroundings)
"""Classes that save and restore themselves, in all shapes that the rules know."""


def _familiar(text: str) -> str:
    """Return a module with other names: those that mean something to the analysis."""
    names: dict[str, str] = {}
    parts, position = list[str](), 0
    lines = lines_of(text)
    starts = list(accumulate(map(len, lines), initial=0))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
            start = starts[token.start[0] - 1] + token.start[1]
            name = names.setdefault(token.string, FAMILIAR[len(names) % len(FAMILIAR)])
            parts += [text[position:start], name]
            position = start + len(token.string)
    return "".join([*parts, text[position:]])


def _in_a_method(text: str) -> str:
    """Return a module that restores, with some code in its restore and save methods."""
    body = indent(text, "        ")
    return (
        "class Thing:\n"
        f"    def state_dict(self):\n        a = {{'a': 1}}\n{body}\n        return a\n"
        f"    def load_state_dict(self, state):\n        self.a = state.get('a', 0)\n{body}\n"
        "        self.b = state.pop('b', None)\n"
    )


def _spliced(text: str) -> str:
    """Return an arbitrary module with something to find in it; as it is if that cannot be."""
    try:
        text = _familiar(text)
    except (tokenize.TokenError, SyntaxError):
        return text
    spliced = _in_a_method(text)
    return spliced if tree_of(spliced) else f"{text}\n{_in_a_method('pass')}"


GRAMMAR = hypothesmith.from_grammar(auto_target=False)
MODULES = GRAMMAR | hypothesmith.from_node(auto_target=False) if IS_LONG else GRAMMAR
ARBITRARY = st.one_of(MODULES, MODULES.map(_spliced), MODULES.map(_spliced)).filter(tree_of)
"""Valid modules of whatever Python has; most with a save and a restore method around them."""


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


# Not sampled_from: its repr would hold all of the code.
REAL = st.integers(0, len(examples()) - 1).map(lambda number: examples()[number])
if IS_LONG and corpus():
    FROM_CORPUS = st.integers(0, len(corpus()) - 1).map(lambda number: _read(corpus()[number]))
    REAL = st.one_of(REAL, FROM_CORPUS, FROM_CORPUS, FROM_CORPUS).filter(tree_of)
MUTATED = st.builds(mutated, REAL, MUTATIONS)
"""Code that people wrote, with some statements deleted, doubled or moved."""

PROGRAMS = st.one_of(SHAPED, SHAPED, MUTATED, MUTATED, ARBITRARY)
FILES = st.builds(lambda text, odd, form: form.file(laid_out(text, odd)), PROGRAMS, LAYOUTS, FORMS)
"""Any of these, oddly laid out, as the bytes of a file."""
