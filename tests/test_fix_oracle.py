"""The oracle for fixes: generated classes save and load, before a fix and after it.

After a safe fix, everything that today's save methods write is restored as before. Without a key, a
read of it that was mended fails; and if none is reached, everything is as it was before the fix.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from flake8_checkpoint_get.codemod.fixing import Fixed, fix
from flake8_checkpoint_get.engine import check
from flake8_checkpoint_get.model import Finding
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source
from tests.checkpoint_runs import Names, Place, Setting, State, names_of, places_of, settings_of
from tests.generated_classes import modules


def keys_of(finding: Finding) -> set[str]:
    """Return the keys that a finding is about: all those of a loop, or of a try block."""
    named = re.split(" restores | leaves | is ", finding.message)[0]
    return set(re.findall(r"'(\w+)'", named))


@dataclass
class Version:
    """A module before the first fix, between two rounds of fixes, or after the last one."""

    names: Names
    findings: tuple[Finding, ...]
    mended: list[Finding] = field(default_factory=list)
    """What is mended in the next round."""

    def mends_at(self, lines: set[int], key: object) -> bool:
        places = [one.span for one in self.mended if key in keys_of(one)]
        return any(span.line <= line <= span.end_line for span in places for line in lines)


def versions_of(data: bytes, *, unsafe: bool = False) -> tuple[Fixed, list[Version]]:
    """Fix a module; return it in all its versions, too."""
    versions: list[Version] = []

    def look(source: Source) -> tuple[Finding, ...]:
        found = check(source, Settings())
        versions.append(Version(names_of("".join(source.lines)), found))
        return found

    fixed = fix(data, look, unsafe=unsafe)
    for version, later in pairwise(versions):
        mended = Counter(fixed.mended) & Counter(version.findings) - Counter(later.findings)
        version.mended = list(mended)
    return fixed, versions


@dataclass
class Oracle:
    """Holds the versions of a module against each other; the tally says how often it could."""

    versions: list[Version]
    tally: Counter[str]

    def contradictions(self, values: Names) -> Iterator[str]:
        before, after = self.versions[0], self.versions[-1]
        keys = set[str]().union(*(keys_of(one) for v in self.versions for one in v.mended))
        for setting in settings_of(before.names, values):
            state = setting.saved(before.names)
            if state != setting.saved(after.names):
                yield f"{setting} saves something else"
            if state is None:
                continue
            was, now = setting.load(before.names, state), setting.load(after.names, state)
            if now.differs_from(was):
                yield f"{setting} restores {state} otherwise: {now} instead of {was}"
            for place in (place for key in sorted(keys) for place in places_of(key, state)):
                for told in self._without(setting, state, place):
                    yield f"{setting} restores without {place} of {state} {told}"

    def _without(self, setting: Setting, state: State, place: Place) -> Iterator[str]:
        after, key = self.versions[-1], place[-1]
        now, full = setting.load(after.names, state, place), setting.load(after.names, state)
        is_left = any(key in keys_of(one) for one in after.findings)
        for version in self.versions[:-1]:
            was = setting.load(version.names, state, place)
            is_mended = not was.error and version.mends_at(was.lines, key)
            self.tally["mended reads"] += is_mended
            if now.error.startswith("KeyError"):
                self.tally["mended reads that fail"] += is_mended
                continue
            if now.error and full.error:
                continue  # it fails, as the whole checkpoint does
            if version is self.versions[0] and now.differs_from(was):
                yield f"otherwise than before: {now} instead of {was}"
            if is_mended and not is_left and now.restored(key) != full.restored(key):
                yield f"without an error: {now} instead of {full}"


def comments(data: bytes) -> list[str]:
    tokens = tokenize.tokenize(io.BytesIO(data).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def check_text(data: bytes, *, unsafe: bool) -> list[Version]:
    """Fix a module; see that it still runs, keeps its comments, and leaves nothing more to fix."""
    fixed, versions = versions_of(data, unsafe=unsafe)
    both = f"{data.decode()}\n--- after the fix:\n{fixed.data.decode()}"
    assert comments(data) == comments(fixed.data), both
    assert (fixed.data == data) is (fixed.mended == ()), both
    again, _ = versions_of(fixed.data, unsafe=unsafe)
    assert (again.data, again.mended) == (fixed.data, ()), both
    assert (b"\r\n" in data) is (b"\r\n" in fixed.data), both
    return versions


def check_safe_fix(text: str, values: Names) -> Counter[str]:
    """Hold a safe fix of a module to all its promises; return what there was to hold it to."""
    versions = check_text(text.encode(), unsafe=False)
    tally = Counter({"modules": 1, "modules that are mended": int(len(versions) > 1)})
    told = next(Oracle(versions, tally).contradictions(values), None)
    if told is not None:
        after = fix(text.encode(), lambda source: check(source, Settings())).data.decode()
        raise AssertionError(f"{told}\n{text}\n--- after the fix:\n{after}")  # noqa: EM102, TRY003
    return tally


def laid_out(text: str, blank: str, end: str) -> str:
    return text.replace("    ", blank).replace("\n", end)


MODULES = st.builds(
    laid_out,
    modules(),
    st.sampled_from(["    ", "  ", "\t"]),
    st.sampled_from(["\n", "\n", "\r\n"]),
)
VALUES = st.fixed_dictionaries(
    dict.fromkeys("abc", st.sampled_from([11, 12, [13], 0, None, {"a": 14, "b": 15}, ""]))
)


def with_examples(number: int) -> settings:
    return settings(max_examples=number, deadline=None, suppress_health_check=list(HealthCheck))


@with_examples(200)
@given(MODULES, VALUES)
def test_after_a_safe_fix_all_that_is_saved_restores_as_before(text: str, values: Names) -> None:
    for seen in check_safe_fix(text, values):
        event(seen)


@with_examples(200)
@given(MODULES)
def test_an_unsafe_fix_keeps_a_module_whole(text: str) -> None:
    check_text(text.encode(), unsafe=True)


def test_the_oracle_has_something_to_judge() -> None:
    tally: Counter[str] = Counter()

    @settings(with_examples(60), derandomize=True, database=None, phases=[Phase.generate])
    @given(MODULES, VALUES)
    def judge(text: str, values: Names) -> None:
        tally.update(check_safe_fix(text, values))

    judge()
    assert tally["modules that are mended"] > tally["modules"] / 3
    assert tally["mended reads"] > tally["modules"]
    assert tally["mended reads that fail"] > tally["mended reads"] * 0.8
