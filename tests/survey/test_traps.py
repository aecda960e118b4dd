"""Mistakes that survey programs are known to make, each made impossible here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from survey import estimates
from survey.design import Design, SurveyError
from survey.engines import Embedded
from survey.questions import with_unchosen
from survey.results import Estimate
from survey.sums import Sums, tally

NESTED = Design("w", "h", ("j",), nested=True)


def people(rows: int = 3000, seed: int = 7) -> dict[str, np.ndarray]:
    """Four strata with five units each, whose names start anew in each stratum."""
    some = np.random.default_rng(seed)
    answers = np.array(["a", "b", "c"])[some.integers(0, 3, rows)].astype(object)
    answers[some.random(rows) < 0.05] = None
    return {
        "h": some.integers(0, 4, rows),
        "j": some.integers(0, 5, rows),
        "d": np.array(["x", "y"])[some.integers(0, 2, rows)].astype(object),
        "a": answers,
        "y": some.normal(100, 15, rows),
        "w": some.gamma(2, 30, rows),
    }


def summed(
    columns: dict[str, np.ndarray], design: Design = NESTED, keys: tuple[str, ...] = ("d", "a")
) -> Sums:
    return tally(Embedded(pa.table(columns)), design, keys, ("y",))


def shares(sums: Sums, by: tuple[str, ...] = ()) -> dict[tuple[object, ...], Estimate]:
    return {(*row.by, row.answer): row for row in estimates.proportions(estimates.of_answers(sums, "a", by))}


def by_hand(columns: dict[str, np.ndarray], domain: str, answer: str) -> tuple[float, float]:
    """A share in a domain and its standard error, respondent by respondent: every unit counts, empty ones as zero."""
    here = (columns["d"] == domain) & (columns["a"] != None)  # noqa: E711
    weight = columns["w"] * here
    yes = columns["a"] == answer
    share = float(weight @ yes / weight.sum())
    score = weight * (yes - share) / weight.sum()
    variance = 0.0
    for stratum in range(4):
        inside = columns["h"] == stratum
        total = np.bincount(columns["j"][inside], score[inside], 5)
        variance += 5 / 4 * float(np.sum((total - total.mean()) ** 2))
    return share, variance**0.5


def test_any_order_of_rows_gives_the_same_bits() -> None:
    columns = people()
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(columns["w"]))
        turned = {name: column[order] for name, column in columns.items()}
        for by in ((), ("d",)):
            assert shares(summed(columns), by) == shares(summed(turned), by)
            first, second = (
                estimates.means(estimates.of_values(summed(c), "y", by)) for c in (columns, turned)
            )
            assert first == second


def test_any_number_of_threads_gives_the_same_bits() -> None:
    columns = people(300_000)
    found = []
    for threads in (1, 2, 4):
        engine = Embedded(pa.table(columns))
        engine._con.execute(f"SET threads = {threads}")
        found.append(shares(tally(engine, NESTED, ("d", "a")), ("d",)))
    assert found[0] == found[1] == found[2]


def test_a_sum_of_five_million_weights_does_not_drift() -> None:
    """A running sum of these is 6e-13 off; ours is the sum of their decimals, whatever the threads."""
    millionths = np.random.default_rng(1).integers(1_000_000, 900_000_000, 5_000_000)
    weight = millionths / 1e6
    true = int(millionths.sum()) / 1e6
    assert abs(np.cumsum(weight)[-1] / true - 1) > 1e-13
    found = []
    for threads in (1, 2):
        engine = Embedded(pa.table({"w": weight, "a": np.zeros(len(weight), np.int8)}))
        engine._con.execute(f"SET threads = {threads}")
        found += tally(engine, Design("w", psu=("a",), single_psu="certainty"), ("a",)).weight.tolist()
    assert found[0] == found[1] == pytest.approx(true, rel=3e-16)


@pytest.mark.parametrize("heaviest", [1e6, 1e9, 1e12])
def test_one_enormous_weight_leaves_the_others_their_digits(heaviest: float) -> None:
    columns = people()
    columns["w"][0], columns["d"][0] = heaviest, "z"
    others = {name: column[1:] for name, column in columns.items()}
    for sums in (estimates.of_answers, estimates.of_values):
        one, other = (
            sums(summed(held), "a" if sums is estimates.of_answers else "y", ("d",))
            for held in (columns, others)
        )
        np.testing.assert_allclose(one.ratio()[0][:2], other.ratio()[0], rtol=1e-9)
    columns["w"][0] = 1e30
    with pytest.raises(SurveyError, match="range from"):
        summed(columns)


def test_names_of_units_that_start_anew_are_said_or_refused() -> None:
    with pytest.raises(SurveyError, match="more than one stratum"):
        summed(people(), Design("w", "h", ("j",)))
    assert summed(people()).frame.degrees_of_freedom() == 20 - 4


def test_units_whose_answers_are_all_missing_still_count() -> None:
    columns = people()
    columns["a"][(columns["h"] == 0) & (columns["j"] == 0)] = None
    sums = summed(columns)
    assert sums.frame.drawn[0].tolist() == [5, 5, 5, 5]
    assert all(row.df == 16 for row in shares(sums).values())
    row = shares(sums, ("d",))["x", "b"]
    assert (row.estimate, row.se) == pytest.approx(by_hand(columns, "x", "b"), rel=1e-9)


def test_a_domain_in_one_unit_of_a_stratum_is_no_stratum_with_one_unit() -> None:
    columns = people()
    columns["d"][(columns["h"] == 0) & (columns["j"] > 0)] = "y"
    found = shares(summed(columns), ("d",))
    assert all(row.low is not None for row in found.values())
    for (domain, answer), row in found.items():
        assert (row.estimate, row.se) == pytest.approx(by_hand(columns, str(domain), str(answer)), rel=1e-9)


def test_a_stratum_of_weight_zero_stays_in_the_frame_and_out_of_the_base() -> None:
    columns = people()
    columns["w"][columns["h"] == 3] = 0
    sums = summed(columns)
    assert sums.frame.degrees_of_freedom() == 15 - 3
    assert sum(row.n_answer or 0 for row in shares(sums).values()) == sum(
        1 for h, a in zip(columns["h"], columns["a"], strict=True) if h != 3 and a is not None
    )
    row = shares(sums, ("d",))["x", "b"]
    assert (row.estimate, row.se) == pytest.approx(by_hand(columns, "x", "b"), rel=1e-9)


def test_an_answer_that_nobody_gave_in_a_domain_is_nought_with_a_one_sided_interval() -> None:
    columns = people()
    columns["a"][(columns["d"] == "x") & (columns["a"] == "c")] = "a"
    row = shares(summed(columns), ("d",))["x", "c"]
    assert (row.estimate, row.se, row.low) == (0, 0, 0) and row.high is not None and 0 < row.high < 0.02


def test_an_option_that_nobody_chose_is_nought_and_not_unknown() -> None:
    sums = summed(people() | {"a": np.zeros(3000, dtype=bool)})
    assert sums.levels["a"] == (False,)
    row = shares(with_unchosen(sums, ("a",)))[(True,)]
    assert (row.estimate, row.n_answer, row.low) == (0, 0, 0) and row.high is not None and 0 < row.high < 0.02


def test_a_total_of_nobody_and_a_mean_of_equals_have_no_interval_of_no_width() -> None:
    columns = people() | {"y": np.full(3000, 7.0)}
    columns["a"][(columns["d"] == "x") & (columns["a"] == "c")] = "a"
    sums = summed(columns)
    found = {(*row.by, row.answer): row for row in estimates.totals(estimates.of_answers(sums, "a", ("d",)))}
    (mean,) = estimates.means(estimates.of_values(sums, "y"))
    for row, value in ((found["x", "c"], 0), (mean, 7)):
        assert (row.estimate, row.se, row.low, row.high) == (value, 0, None, None)
    assert found["x", "a"].low is not None


def test_a_domain_without_a_valid_answer_is_not_available() -> None:
    columns = people()
    columns["a"][columns["d"] == "x"] = None
    row = shares(summed(columns), ("d",))["x", "a"]
    assert (row.estimate, row.se, row.low, row.high, row.n, row.mark) == (None, None, None, None, 0, "x")


def test_all_in_one_answer_is_certain_of_nothing() -> None:
    columns = people(40) | {"a": np.full(40, "a", dtype=object)}
    row = shares(summed(columns, Design("w", psu=("j",))))[("a",)]
    assert row.estimate == pytest.approx(1) and row.high == 1 and row.low is not None and row.low < 0.95


@pytest.mark.parametrize("method", ["logit", "beta", "wilson", "asin", "mean"])
def test_intervals_stay_within_nought_and_one(method: str) -> None:
    for seed in range(5):
        sums = summed(people(60, seed), Design("w", psu=("j",)))
        for row in estimates.proportions(estimates.of_answers(sums, "a", ("d",)), method):
            if row.low is not None and row.high is not None:
                assert 0 <= row.low < row.high <= 1


def test_one_respondent_has_a_share_and_no_interval(tmp_path: Path) -> None:
    columns = {name: column[:1] for name, column in people().items()} | {"a": np.array(["a"], dtype=object)}
    row = shares(summed(columns, Design("w", psu=("j",), single_psu="certainty")))[("a",)]
    assert (row.estimate, row.low, row.high) == (1, None, None)


def test_a_mean_far_from_zero_loses_no_digits() -> None:
    columns = people()
    near = estimates.means(estimates.of_values(summed(columns), "y", ("d",)))
    far = estimates.means(estimates.of_values(summed(columns | {"y": columns["y"] + 2.0**30}), "y", ("d",)))
    for one, other in zip(near, far, strict=True):
        assert other.se == pytest.approx(one.se, rel=1e-6)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [("w", -1.0, "negative"), ("w", np.nan, "finite"), ("w", np.inf, "finite"), ("y", np.inf, "finite")],
)
def test_numbers_that_are_none_are_refused(column: str, value: float, said: str) -> None:
    columns = people()
    columns[column][5] = value
    with pytest.raises(SurveyError, match=said):
        summed(columns)
