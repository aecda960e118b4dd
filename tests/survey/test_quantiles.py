"""Quantiles against what R `survey` writes (tests/survey/reference), and what must hold whatever the data."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.design import Design, SurveyError
from survey.engines import Embedded
from survey.quantiles import quantiles
from survey.results import Estimate
from survey.sums import Sums, tally

HERE = Path(__file__).parent / "reference"
DESIGNS = json.loads((HERE / "designs.json").read_text("utf-8"))
METHODS = {"mean": "mean", "xlogit": "logit"}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [*csv.DictReader(file)]


@cache
def expected(name: str) -> dict[tuple[str, str, float], dict[str, float]]:
    """Quantities by domain variable, its level, and probability."""
    found: dict[tuple[str, str, float], dict[str, float]] = {}
    with (HERE / "expected" / f"{name}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["statistic"] == "quantile" and row["value"]:
                key = (row["by"], row["level"], round(float(row["answer"]), 10))
                found.setdefault(key, {})[row["quantity"]] = float(row["value"])
    return found


WITH_QUANTILES = [
    name
    for name, design in DESIGNS.items()
    if not ({"replicates", "calibration"} & design.keys() or name.endswith("_fail")) and expected(name)
]


@cache
def sums(name: str) -> Sums:
    d = DESIGNS[name]
    design = Design(
        d["weight"], d["stratum"], tuple(d["psu"]), tuple(d["fpc"]), d["nested"], d["single_psu"], "valid"
    )
    return tally(Embedded(HERE / d["file"]), design, ("aimag", "income"))


@cache
def ours(name: str, by: str, method: str) -> dict[tuple[str, float], Estimate]:
    rows = quantiles(
        sums(name), "income", tuple(by.split("+")) if by else (), (0.25, 0.5, 0.9), METHODS[method]
    )
    return {("|".join(map(str, row.by)), float(str(row.answer))): row for row in rows}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", WITH_QUANTILES)
def test_quantiles_are_those_of_r(name: str, method: str) -> None:
    checked, wrong = 0, []
    for (by, level, probability), wanted in expected(name).items():
        row = ours(name, by, method)[level, probability]
        for found, quantity in (
            (row.estimate, "estimate"),
            (row.se, f"se_{method}"),
            (row.low, f"low_{method}"),
            (row.high, f"high_{method}"),
        ):
            if quantity in wanted:
                checked += 1
                if quantity != "estimate" and not wanted.get(f"se_{method}"):
                    assert row.se is None  # everybody lies at or below: R's interval has no width
                    continue
                if found != pytest.approx(wanted[quantity], rel=1e-9):
                    wrong.append((by, level, probability, quantity, found, wanted[quantity]))
    assert not wrong, f"{len(wrong)} of {checked}: {wrong[:5]}"
    assert checked >= 12


def test_other_intervals_are_those_of_r() -> None:
    checked = 0
    for line in read(HERE / "comparison" / "quantiles.csv"):
        method = {"xlogit": "logit"}.get(line["statistic"], line["statistic"])
        rows = quantiles(sums("stratified_cluster"), "income", (), (0.1, 0.5, 0.75), method)
        (row,) = (row for row in rows if row.answer == float(line["answer"]))
        assert getattr(row, line["quantity"]) == pytest.approx(float(line["value"]), rel=1e-9), line
        checked += 1
    assert checked == 48


def table(**columns: list[object]) -> Embedded:
    return Embedded(pa.table(columns))


def test_a_share_that_falls_on_a_value_takes_that_value() -> None:
    engine = table(y=[1, 2, 3, 4], w=[0.1, 0.1, 0.1, 0.1])
    (row,) = quantiles(tally(engine, Design("w"), ("y",)), "y")
    assert row.estimate == 2


def test_a_domain_without_weight_has_no_quantile_and_no_other_number() -> None:
    engine = table(d=["a", "a", "b"], y=[1.0, 2.0, 3.0], w=[1.0, 1.0, 0.0])
    rows = quantiles(tally(engine, Design("w"), ("d", "y")), "y", ("d",))
    assert [row.estimate for row in rows] == [1.0, None]
    assert (rows[1].se, rows[1].low, rows[1].high, rows[1].n, rows[1].mark) == (None, None, None, 0, "x")


def test_respondents_of_one_value_have_no_interval() -> None:
    engine = table(y=[7.0] * 5, psu=[1, 1, 2, 2, 3])
    (row,) = quantiles(tally(engine, Design(psu=("psu",)), ("y",)), "y")
    assert (row.estimate, row.se, row.low, row.high) == (7.0, None, None, None)


def test_one_unit_gives_no_interval() -> None:
    engine = table(y=[1.0, 2.0, 3.0], psu=[1, 1, 1])
    (row,) = quantiles(tally(engine, Design(psu=("psu",), single_psu="certainty"), ("y",)), "y")
    assert (row.estimate, row.se, row.low, row.high) == (2.0, None, None, None)


def test_text_and_numbers_beyond_one_are_refused() -> None:
    engine = table(y=["few", "many"], z=[1, 2])
    with pytest.raises(SurveyError, match="'few'"):
        quantiles(tally(engine, Design(), ("y",)), "y")
    with pytest.raises(SurveyError, match=r"1\.5 is no probability"):
        quantiles(tally(engine, Design(), ("z",)), "z", (), (1.5,))
    with pytest.raises(SurveyError, match="Unknown interval"):
        quantiles(tally(engine, Design(), ("z",)), "z", method="guess")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 9), st.integers(1, 4)), min_size=2, max_size=40)
)
def test_quantiles_rise_with_the_probability_and_lie_within_their_limits(
    people: list[tuple[int, int, int]],
) -> None:
    y, w, psu = map(list, zip(*people, strict=True))
    sums = tally(table(y=y, w=w, psu=psu), Design("w", psu=("psu",), single_psu="certainty"), ("y",))
    rows = quantiles(sums, "y", (), (0.1, 0.3, 0.5, 0.7, 0.95))
    values = [row.estimate for row in rows]
    assert values == sorted(values) and set(values) <= set(y)
    for row in rows:
        assert row.low is None or row.low <= row.estimate
        assert row.high is None or row.high >= row.estimate
        assert (row.se is None) == (row.low is None or row.high is None)
