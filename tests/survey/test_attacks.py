"""Many tables read together: whichever question is the answer, whichever stages and filters are asked for.

`NUTAG_ATTACKS=500` draws so many populations anew; without it the same few are attacked every time.
"""

from __future__ import annotations

import os
from itertools import chain, combinations, permutations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from store.survey_queries import Question
from survey import nested
from survey.asked import Asked
from survey.bases import Filters
from survey.design import Design
from survey.disclosure.rule import Rule
from survey.engines import Embedded
from survey.protection import in_the_way, pattern_of
from survey.sums import Sums, tally
from tests.survey.attacker import Attacker

DRAWN = int(os.environ.get("NUTAG_ATTACKS", "0"))
MANY = settings(max_examples=DRAWN or 12, deadline=None, derandomize=not DRAWN)
STAGES = ("wish", "plan", "intends_12_months", "moved")


def question(code: str, stage: str | None = None, base: str | None = None) -> Question:
    return Question(code, None, "", "one", stage, None, False, None, None, code, code, base, "", "", ("1",))


@st.composite
def counts(draw: st.DrawFn, shape: tuple[int, ...], rich: tuple[int, ...]) -> np.ndarray:
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = random.poisson(draw(st.sampled_from(rich)) * random.gamma(1, 1, shape))
    return np.asarray(n * (random.random(shape) > draw(st.sampled_from([0, 0.25]))), np.int64)


def sums_of(n: np.ndarray, codes: dict[str, list[object]]) -> Sums:
    """The sums of a file of respondents, `n` of each kind."""
    place = np.repeat(np.argwhere(n >= 0), n.ravel(), axis=0)
    columns = {name: [values[i] for i in place[:, axis]] for axis, (name, values) in enumerate(codes.items())}
    return tally(Embedded(pa.table(columns)), Design(), tuple(codes))


def put(sums: Sums, code: str, by: tuple[str, ...], known: dict[str, Question], where: Filters = ()) -> Asked:
    """A question as `questions.put` puts it to a round."""
    stages = nested.among((code, *by, *(name for name, _ in where)), known, "1")
    return Asked(None, known[code], (), by, where, (sums,), known, stages)  # type: ignore[arg-type]


def requests(names: tuple[str, ...], most: int = 3) -> list[tuple[str, tuple[str, ...]]]:
    """Every question by every set of the others."""
    return [
        (one, by)
        for one in names
        for by in chain.from_iterable(combinations([n for n in names if n != one], k) for k in range(most))
    ]


@MANY
@given(counts((3, 3, 3), (3, 8, 20, 60)))
def test_every_question_within_every_other(n: np.ndarray) -> None:
    """a by b, b by a, a by b and c, …: all tables of three questions, each as the answer, within filters as well."""
    if not n.sum():
        return
    codes: dict[str, list[object]] = {name: [f"{name}{i}" for i in range(3)] for name in "abc"}
    sums, known = sums_of(n, codes), {name: question(name) for name in "abc"}
    attacker = Attacker(n, codes)
    for one, by in requests(("a", "b", "c")):
        attacker.reads(pattern_of(put(sums, one, by, known), Rule()), by, one)
    filters = Attacker(n, codes)
    for one, (other, filtered) in ((o, p) for o in "abc" for p in permutations([n for n in "abc" if n != o])):
        for kept in combinations(codes[filtered], 2):
            where = ((filtered, tuple(map(str, kept))),)
            for by in ((), (other,)):
                pattern = pattern_of(put(sums, one, by, known, where), Rule())
                if not set(map(str, kept)) <= set(pattern.levels[-1]) or in_the_way(pattern, where):
                    continue
                filters.reads(pattern.filtered(filtered, where[0][1]), by, one, **{filtered: [*kept]})
    attacker.known += filters.known
    assert attacker.finds() == []


@MANY
@given(counts((2, 2, 2, 5), (4, 15, 60)))
def test_stages_within_one_another_by_the_same_groups(n: np.ndarray) -> None:
    """All stages, as questions, groups and filters, by two groups; the last axis is the stage reached."""
    if not n.sum():
        return
    codes: dict[str, list[object]] = {"g": ["g0", "g1"], "h": ["h0", "h1"], "q": ["q0", "q1"]}
    codes |= {stage: ["no"] * (k + 1) + ["yes"] * (4 - k) for k, stage in enumerate(STAGES)}
    known = {name: question(name, name if name in STAGES else None) for name in codes}
    attacker = Attacker(n, codes, axes=dict.fromkeys(STAGES, 3))
    place = np.repeat(np.argwhere(n >= 0), n.ravel(), axis=0)
    sums = tally(
        Embedded(pa.table({name: [values[i] for i in place[:, attacker.axis(name)]] for name, values in codes.items()})),
        Design(), tuple(codes),
    )  # fmt: skip
    for one, by in requests(tuple(codes)):
        if len(by) < 2 or set(by) & set("gh"):
            several = len({one, *by} & {*STAGES}) > 1
            attacker.reads(pattern_of(put(sums, one, by, known), Rule()), by, one, several)
    assert attacker.finds() == []


@MANY
@given(counts((3, 2, 4), (6, 15, 40)))
def test_a_question_and_the_one_it_rests_on_as_groups_of_others(n: np.ndarray) -> None:
    """`wanted` is asked of those who say yes to `wish`; both divide other questions as well as each other."""
    if not n.sum() or not n[..., 1:].sum():
        return
    codes: dict[str, list[object]] = {"g": ["g0", "g1", "g2"], "h": ["h0", "h1"]}
    codes |= {"wish": ["no", "yes", "yes", "yes"], "wanted": [None, "a", "b", "c"]}
    known = {name: question(name, base="wish=yes" if name == "wanted" else None) for name in codes}
    attacker = Attacker(n, codes, axes={"wish": 2, "wanted": 2})
    place = np.repeat(np.argwhere(n >= 0), n.ravel(), axis=0)
    columns = {name: [values[i] for i in place[:, attacker.axis(name)]] for name, values in codes.items()}
    sums = tally(Embedded(pa.table(columns)), Design(), tuple(codes))
    for one, by in requests(tuple(codes)):
        both = {"wish", "wanted"} <= {one, *by}
        attacker.reads(pattern_of(put(sums, one, by, known), Rule()), by, one, both)
    assert attacker.finds() == []
