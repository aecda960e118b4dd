"""An attacker who has every published count of a table and of all its margins computes no hidden one."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from survey.disclosure.output import apply, protect
from survey.disclosure.rule import Counts, Rule
from survey.results import Estimate

PRIME = 2_147_483_629
RULE = Rule()


@st.composite
def tables(draw: st.DrawFn, most: int = 3) -> np.ndarray:
    """Draw counts over one to three variables and an answer, thin or rich, with empty cells."""
    variables = draw(st.integers(1, most))
    shape = tuple(draw(st.integers(1, 4)) for _ in range(variables + 1))
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = seed.poisson(draw(st.sampled_from([1, 4, 9, 20, 60])) * seed.gamma(1, 1, shape))
    return np.asarray(n * (seed.random(shape) > draw(st.sampled_from([0, 0.2, 0.6]))), np.int64)


def counts_of(n: np.ndarray) -> Counts:
    names = tuple("abc"[: n.ndim - 1])
    levels = tuple(
        tuple(f"{name}{place}" for place in range(size)) for name, size in zip(names, n.shape, strict=False)
    )
    return Counts(names, levels, tuple(f"answer{place}" for place in range(n.shape[-1])), n)


def relations(shape: tuple[int, ...]) -> np.ndarray:
    """One row for each cell and margin, in the order of the pattern: which inner cells it adds up."""
    rows = np.ones((1, 1), np.int64)
    for size in shape:
        rows = np.kron(rows, np.vstack([np.eye(size, dtype=np.int64), np.ones((1, size), np.int64)]))
    return rows


def echelon(rows: np.ndarray) -> np.ndarray:
    """Reduced row echelon form modulo a prime: exact, where floating point would have to guess."""
    rows, rank = rows % PRIME, 0
    for column in range(rows.shape[1]):
        pivots = np.flatnonzero(rows[rank:, column])
        if not len(pivots):
            continue
        rows[[rank, rank + pivots[0]]] = rows[[rank + pivots[0], rank]]
        rows[rank] = rows[rank] * pow(int(rows[rank, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others != rank]
        rows[others] = (rows[others] - rows[others, column][:, None] * rows[rank]) % PRIME
        rank += 1
        if rank == len(rows):
            break
    return rows[:rank]


def computed(n: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Hidden cells, as rows of `relations`, that follow from the shown ones by adding and subtracting."""
    rows, secret = relations(n.shape), hidden.ravel()
    known = echelon(rows[~secret])
    left = rows[secret] % PRIME
    for row in known:
        pivot = np.flatnonzero(row)[0]
        left = (left - left[:, pivot][:, None] * row) % PRIME
    return np.flatnonzero(secret)[~left.any(1)]


@settings(max_examples=150, deadline=None)
@given(tables())
def test_nothing_comes_back_by_adding_and_subtracting(n: np.ndarray) -> None:
    assert computed(n, protect(counts_of(n)).hidden).tolist() == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([2, 5, 9, 25]))
def test_tables_that_share_variables_do_not_give_one_another_away(seed: int, most: int) -> None:
    """Tables by a and b, a and c, b and c are each decided alone, and attacked together."""
    random = np.random.default_rng(seed)
    n = random.poisson(most * random.gamma(1, 1, (4, 3, 2, 3))).astype(np.int64)
    hidden = protect(counts_of(n)).hidden.copy()
    hidden[:-1, :-1, :-1] = True  # the table by all three is not asked for, so nothing is claimed of it
    inner = np.zeros(hidden.shape, bool)
    inner[:-1, :-1, :-1] = True
    assert [cell for cell in computed(n, hidden) if not inner.flat[cell]] == []


@settings(max_examples=40, deadline=None)
@given(tables())
def test_what_the_rule_hides_is_hidden(n: np.ndarray) -> None:
    pattern = protect(counts_of(n))
    base = pattern.n[..., -1:]
    few = pattern.n[..., :-1]
    assert pattern.hidden[..., -1:][(base > 0) & (base < 30)].all()
    assert pattern.hidden[..., :-1][(few > 0) & (few < 5)].all()
    assert pattern.hidden[..., :-1][(base - few > 0) & (base - few < 5)].all()


@settings(max_examples=40, deadline=None)
@given(tables())
def test_the_order_of_variables_and_levels_does_not_matter(n: np.ndarray) -> None:
    counts = counts_of(n)
    hidden = protect(counts).hidden
    for order in permutations(range(n.ndim - 1)):
        turned = Counts(
            tuple(counts.variables[axis] for axis in order),
            tuple(counts.levels[axis][::-1] for axis in order),
            counts.answers,
            np.flip(n.transpose(*order, n.ndim - 1), tuple(range(n.ndim - 1))),
        )
        other = protect(turned).hidden
        back = other.transpose(*np.argsort(order), n.ndim - 1)
        turn = np.ix_(
            *([*range(size - 2, -1, -1), size - 1] for size in hidden.shape[:-1]), range(hidden.shape[-1])
        )
        assert np.array_equal(back[turn], hidden)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_a_coarser_table_is_the_same_in_every_request(n: np.ndarray) -> None:
    whole = protect(counts_of(n)).hidden
    for place in range(n.ndim - 1):
        rest = [axis for axis in range(n.ndim - 1) if axis != place]
        counts = counts_of(n)
        alone = Counts(
            tuple(counts.variables[axis] for axis in rest),
            tuple(counts.levels[axis] for axis in rest),
            counts.answers,
            n.sum(place),
        )
        assert np.array_equal(protect(alone).hidden, whole.take(-1, place))


def possible(n: np.ndarray, hidden: np.ndarray, cell: int) -> tuple[float, float]:
    """The least and the most that a hidden cell can be, when no count is negative."""
    rows, secret = relations(n.shape), hidden.ravel()
    known = rows[~secret]
    ends = [
        linprog(side * rows[cell], A_eq=known, b_eq=known @ n.ravel(), bounds=(0, n.sum() + 99)).fun
        for side in (1, -1)
    ]
    return ends[0], -ends[1]


def some_box_has_room(n: np.ndarray, cell: tuple[int, ...]) -> bool:
    """Whether one respondent can move round some box of the cell's table; `n` has totals at the ends."""
    axes = [axis for axis, place in enumerate(cell) if place < n.shape[axis] - 1]
    for other in product(*([p for p in range(n.shape[axis] - 1) if p != cell[axis]] for axis in axes)):
        sides: tuple[list[int], list[int]] = ([], [])
        for turned in product((0, 1), repeat=len(axes)):
            corner = [*cell]
            for axis, turn, level in zip(axes, turned, other, strict=True):
                corner[axis] = level if turn else cell[axis]
            sides[sum(turned) % 2].append(int(n[tuple(corner)]))
        if min(sides[0]) or min(sides[1]):
            return True
    return False


@settings(max_examples=60, deadline=None)
@given(tables(most=2))
def test_no_small_count_is_pinned_by_its_bounds(n: np.ndarray) -> None:
    """Unless the table has no box round it in which anybody could move (docs/methods/disclosure.md)."""
    pattern = protect(counts_of(n))
    small = pattern.hidden & (pattern.n > 0) & (pattern.n < RULE.min_numerator)
    for cell in np.flatnonzero(small):
        place = tuple(int(i) for i in np.unravel_index(cell, small.shape))
        least, most = possible(n, pattern.hidden, cell)
        assert most - least > 0.999 or not some_box_has_room(pattern.n, place), place


def estimate(
    by: tuple[str, ...], answer: str | None, n: int, n_answer: int, se: float = 0.01, **other: object
) -> Estimate:
    return Estimate(
        by, answer, "proportion", n_answer / max(n, 1), se, 0.0, 1.0, 40.0, n, n_answer, 1.0, float(n)
    )._replace(**other)


REGIONS = Counts(
    ("region",),
    (("east", "north", "south", "west"),),
    ("yes", "no"),
    np.array([[9, 10], [40, 30], [60, 90], [300, 250]]),
)


def test_a_small_group_takes_its_smallest_fellow_with_it() -> None:
    pattern = protect(REGIONS)
    shown = apply(
        [
            estimate((code,), "yes", sum(row), row[0])
            for code, row in zip(REGIONS.levels[0], REGIONS.n.tolist(), strict=True)
        ],
        pattern,
        ["region"],
    )
    assert [e.mark for e in shown] == ["c", "c", "", ""]
    assert all(
        value is None
        for e in shown[:2]
        for value in (e.estimate, e.se, e.low, e.high, e.df, e.n, e.n_answer, e.deff, e.n_eff)
    )
    assert shown[3].n_answer == 300


def test_a_rare_answer_is_hidden_and_its_base_stays() -> None:
    counts = Counts(
        ("region",), (("east", "west"),), ("yes", "no", "other"), np.array([[3, 97, 100], [50, 60, 90]])
    )
    shown = apply(
        [estimate(("east",), answer, 200, n) for answer, n in zip(counts.answers, (3, 97, 100), strict=True)],
        protect(counts),
        ["region"],
    )
    assert [(e.mark, e.n, e.n_answer) for e in shown] == [("c", 200, None), ("c", 200, None), ("", 200, 100)]


def test_nobody_and_everybody_may_be_said_of_a_large_base() -> None:
    counts = Counts(("region",), (("east", "west"),), ("yes", "no"), np.array([[0, 80], [50, 60]]))
    assert not protect(counts).hidden.any()


def test_an_uncertain_number_is_marked_and_shown_and_an_empty_base_is_not_available() -> None:
    counts = Counts(("region",), (("east", "west"),), ("yes", "no"), np.array([[50, 50], [0, 0]]))
    uncertain, empty = apply(
        [estimate(("east",), "yes", 100, 50, se=0.2), estimate(("west",), "yes", 0, 0, estimate=None)],
        protect(counts),
        ["region"],
    )
    assert (uncertain.mark, uncertain.estimate, empty.mark) == ("u", 0.5, "x")


def test_a_mean_follows_its_base_alone() -> None:
    counts = Counts(("region",), (("east", "west"),), ("yes", "no"), np.array([[3, 97], [50, 50]]))
    mean = estimate(("east",), None, 100, 100)._replace(statistic="mean")
    assert apply([mean], protect(counts), ["region"]) == [mean]
    assert apply([mean._replace(by=())], protect(counts), []) == [mean._replace(by=())]


def test_options_that_overlap_are_each_a_question_of_their_own() -> None:
    counts = Counts(
        ("region",),
        (("east", "west"),),
        ("jobs", "land"),
        np.array([[3, 90], [70, 60]]),
        np.array([100, 100]),
    )
    pattern = protect(counts)
    assert pattern.hidden.tolist() == [[True, False, False], [True, False, False], [False, False, False]]
    assert pattern.n[-1].tolist() == [73, 150, 200]


def test_a_filter_may_not_split_what_is_hidden_together() -> None:
    pattern = protect(REGIONS)
    assert pattern.in_the_way("region", {"east", "south"}) == ("east", "north")
    assert pattern.filtered("region", {"east", "south"}).hidden.all()
    assert pattern.in_the_way("region", {"south", "west"}) == ()
    assert not pattern.filtered("region", {"south", "west"}).hidden.any()
    assert not pattern.filtered("region", {"east", "north", "south"}).hidden.any()


@settings(max_examples=40, deadline=None)
@given(tables())
def test_no_two_filters_differ_by_a_hidden_group(n: np.ndarray) -> None:
    """All that every filter shows, together, still computes no hidden cell."""
    pattern = protect(counts_of(n))
    variable, levels = pattern.variables[0], pattern.levels[0]
    rows, offset = [relations(n.shape)[~pattern.hidden.ravel()]], n.shape[0]
    inner = relations(n.shape[1:])
    for kept in product((0, 1), repeat=offset):
        if any(kept):
            table = pattern.filtered(
                variable, [code for code, keep in zip(levels, kept, strict=True) if keep]
            )
            rows.append(np.kron(np.array([kept]), inner)[~table.hidden.ravel()])
    known = echelon(np.vstack(rows))
    assert len(known) == len(echelon(rows[0]))


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (lambda p: p.filtered("region", ["moon"]), "Filter on region: moon cannot be kept"),
        (lambda p: p.filtered("age", ["old"]), "variable: 'age' is not counted"),
        (lambda p: apply([estimate(("moon",), "yes", 1, 1)], p, ["region"]), "region: 'moon' is not counted"),
        (lambda p: Counts(("a",), (("x",),), ("yes",), np.ones((2, 1), np.int64)), "do not fit"),
        (
            lambda p: protect(Counts(("a", "a"), (("x",), ("x",)), ("yes",), np.ones((1, 1, 1), np.int64))),
            "asked for twice",
        ),
        (
            lambda p: protect(Counts(("a",), (("x",),), ("yes",), np.array([[9]]), np.array([8]))),
            "more respondents than its base",
        ),
    ],
)
def test_a_wrong_request_is_answered_with_one_sentence(fault: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        fault(protect(REGIONS))  # type: ignore[operator]


def test_small_groups_do_not_hide_among_small_groups_alone() -> None:
    """Two bases of 9 and 10 hidden alone would show, by subtraction, the answers of 19 people."""
    n = np.array([[4, 5], [5, 5], [30, 40], [60, 59]])
    counts = Counts(("region",), (("east", "north", "south", "west"),), ("yes", "no"), n)
    assert protect(counts).hidden[:, -1].tolist() == [True, True, True, False, False]
