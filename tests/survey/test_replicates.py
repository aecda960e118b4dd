"""Replicates against what R `survey` writes, and what must hold whatever the data."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey import estimates, replicates
from survey.design import Design, Replicates, SurveyError
from survey.engines import Embedded
from survey.quantiles import quantiles
from survey.results import Estimate
from survey.sums import Sums, tally

HERE = Path(__file__).parent / "reference"
DESIGNS = json.loads((HERE / "designs.json").read_text("utf-8"))
SCALES = json.loads((HERE / "replicates.json").read_text("utf-8"))
COLUMNS = (HERE / "replicates.csv").read_text("utf-8").split("\n", 1)[0].split(",")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [*csv.DictReader(file)]


def weights(name: str, **given: object) -> Replicates:
    method, rho = DESIGNS[name]["replicates"]["method"], DESIGNS[name]["replicates"]["rho"] or 0.0
    columns = tuple(column for column in COLUMNS if column.startswith(f"{name}_"))
    return Replicates(columns, method, rho, **given)


@cache
def file_of(name: str) -> Embedded:
    return Embedded(HERE / name)


@cache
def in_columns(name: str) -> replicates.ReplicateSums:
    scales = SCALES[name]
    design = Design(
        "weight", replicates=weights(name, scale=scales["scale"], rscales=tuple(scales["rscales"]))
    )
    return replicates.tally(file_of("replicates.csv"), design, ("aimag", "answer"), ("income", "spend"))


def ours(name: str, statistic: str, of: str, by: str) -> dict[tuple[str, str], Estimate]:
    sums, groups = in_columns(name), (by,) if by else ()
    if statistic == "ratio":
        rows = estimates.ratios(replicates.of_ratio(sums, *of.split("/"), groups))
    elif of == "answer":
        estimate = estimates.proportions if statistic == "proportion" else estimates.totals
        rows = estimate(replicates.of_answers(sums, of, groups))
    else:
        estimate = estimates.means if statistic == "mean" else estimates.totals
        rows = estimate(replicates.of_values(sums, of, groups))
    return {("|".join(map(str, row.by)), str(row.answer or "")): row for row in rows}


@pytest.mark.parametrize("name", SCALES)
def test_estimates_from_replicate_weights_are_those_of_r(name: str) -> None:
    names = {"estimate": "estimate", "se": "se", "df_whole": "df", "n": "n", "n_answer": "n_answer"}
    names |= {"low_xlogit_whole": "low", "high_xlogit_whole": "high"}
    checked, wrong = 0, []
    for row in read(HERE / "expected" / f"{name}.csv"):
        if row["statistic"] not in ("proportion", "mean", "total", "ratio") or not row["value"]:
            continue
        if row["quantity"] not in names or (row["quantity"] == "n_answer" and row["of"] != "answer"):
            continue
        found = getattr(
            ours(name, row["statistic"], row["of"], row["by"])[row["level"], row["answer"]],
            names[row["quantity"]],
        )
        checked += 1
        if found != pytest.approx(float(row["value"]), rel=1e-9, abs=1e-13):
            wrong.append((row, found))
    assert not wrong, f"{len(wrong)} of {checked}: {wrong[:4]}"
    assert checked > 100


@pytest.mark.parametrize("name", ["brr", "fay", "jk1", "bootstrap"])
def test_scales_and_quantiles_follow_from_the_method(name: str) -> None:
    design = Design("weight", replicates=weights(name))
    sums = replicates.tally(file_of("replicates.csv"), design, ("answer", "spend"))
    shares = {row.answer: row for row in estimates.proportions(replicates.of_answers(sums, "answer"))}
    medians = {row.answer: row for row in quantiles(sums, "spend", (), (0.25, 0.5, 0.9))}
    expected = [row for row in read(HERE / "comparison" / "columns.csv") if row["design"] == name]
    assert len(expected) == 16
    for row in expected:
        held = shares[row["answer"]] if row["statistic"] == "proportion" else medians[float(row["answer"])]
        wanted = float(row["value"]) if row["value"] else None
        assert getattr(held, row["quantity"]) == pytest.approx(wanted, rel=1e-9), row


def test_scales_of_a_stratified_jackknife_come_from_its_strata_and_units() -> None:
    design = Design("weight", "stratum", ("psu",), replicates=weights("jkn"))
    sums = replicates.tally(file_of("replicates.csv"), design, ("answer",))
    told = in_columns("jkn")
    assert sums.spread.multipliers == pytest.approx(told.spread.multipliers, rel=1e-15)


def test_a_stratified_jackknife_tells_its_strata_by_its_factors_or_is_refused() -> None:
    named = Design("weight", "stratum", ("psu",), replicates=weights("jkn"))
    alone = Design("weight", replicates=weights("jkn"))
    sums = [replicates.tally(file_of("replicates.csv"), design, ("answer",)) for design in (named, alone)]
    assert sums[0].spread.multipliers == pytest.approx(sums[1].spread.multipliers, rel=1e-12)
    odd = Design("weight", replicates=replace(weights("fay"), method="jkn"))
    with pytest.raises(SurveyError, match="how many units each stratum has"):
        replicates.tally(file_of("replicates.csv"), odd, ("answer",))
    brr = replace(weights("brr"), method="jkn")
    with pytest.raises(SurveyError, match="leaves out 8 sampling units"):
        design = Design("weight", "stratum", ("psu",), replicates=brr)
        replicates.tally(file_of("replicates.csv"), design, ("answer",))


LINEAR = {
    "stratified_cluster": ("people.csv", Design("weight", "stratum", ("psu",), nested=True), "income"),
    "one_stage_fpc": ("people.csv", Design("weight", "stratum", ("psu",), ("fpc1",), nested=True), "income"),
    "element": ("element.csv", Design("weight", "stratum", (), ("fpc",)), "spend"),
    "pairs": ("pairs.csv", Design("weight", "stratum", ("psu",)), "spend"),
}


@cache
def linear(name: str) -> Sums:
    file, design, value = LINEAR[name]
    return tally(file_of(file), design, ("aimag", "answer"), (value,))


@pytest.mark.parametrize("name", LINEAR)
def test_the_jackknife_from_unit_sums_is_that_of_r(name: str) -> None:
    value = LINEAR[name][2]
    rows: dict[tuple[str, str, str, str], Estimate] = {}
    for by in ((), ("aimag",)):
        answers = replicates.jackknife(estimates.of_answers(linear(name), "answer", by))
        values = replicates.jackknife(estimates.of_values(linear(name), value, by))
        for row in (*estimates.proportions(answers), *estimates.totals(answers), *estimates.means(values)):
            of = "answer" if row.answer else value
            rows[row.statistic, of, "|".join(map(str, row.by)), str(row.answer or "")] = row
    checked = 0
    for line in read(HERE / "comparison" / "jackknife.csv"):
        if line["design"] != name or not line["value"]:
            continue
        if line["statistic"] == "df":
            assert {row.df for row in rows.values()} == {float(line["value"])}
            continue
        row = rows[line["statistic"], line["of"], line["level"], line["answer"]]
        assert getattr(row, line["quantity"]) == pytest.approx(
            float(line["value"]), rel=1e-11, abs=1e-14 * abs(row.estimate or 0)
        ), line
        checked += 1
    assert checked > 40


def test_the_bootstrap_keeps_its_seed_and_comes_near_to_linearisation() -> None:
    pieces = estimates.of_answers(linear("stratified_cluster"), "answer")
    first, again, other = (
        estimates.proportions(replicates.bootstrap(pieces, 2000, seed)) for seed in (7, 7, 8)
    )
    assert first == again and first != other
    for row, expected in zip(first, estimates.proportions(pieces), strict=True):
        assert row.estimate == pytest.approx(expected.estimate, rel=1e-13)
        assert row.se == pytest.approx(expected.se, rel=0.08)  # 5 standard deviations of 2,000 replicates


def test_for_totals_the_jackknife_equals_linearisation() -> None:
    """A total is linear in the sums of units: both variances are the same formula."""
    for name in ("stratified_cluster", "element", "pairs"):
        pieces = estimates.of_answers(linear(name), "answer", ("aimag",))
        for row, expected in zip(
            estimates.totals(replicates.jackknife(pieces)), estimates.totals(pieces), strict=True
        ):
            assert row.se == pytest.approx(expected.se, rel=1e-11)


def test_strata_with_one_unit() -> None:
    sums = {
        rule: tally(
            file_of("lonely.csv"),
            Design("weight", "stratum", ("psu",), nested=True, single_psu=rule),
            ("answer",),
        )
        for rule in ("fail", "certainty", "adjust")
    }
    with pytest.raises(SurveyError, match="one sampling unit only"):
        replicates.jackknife(estimates.of_answers(sums["fail"], "answer"))
    with pytest.raises(SurveyError, match="choose certainty"):
        replicates.bootstrap(estimates.of_answers(sums["adjust"], "answer"))
    pieces = estimates.of_answers(sums["certainty"], "answer")
    for repeat, near in ((replicates.jackknife, 1e-11), (replicates.bootstrap, 0.2)):
        for row, expected in zip(estimates.totals(repeat(pieces)), estimates.totals(pieces), strict=True):
            assert row.se == pytest.approx(expected.se, rel=near)


def test_faults_of_replicate_weights_are_said() -> None:
    engine = Embedded(
        pa.table({"w": [1.0, 2.0], "a": [1.0, None], "b": [0.0, 0.0], "c": [2.0, 1.0], "t": ["x", "y"]})
    )
    for columns, said in {
        ("a", "c"): "'a' is missing",
        ("b", "c"): "'b' is zero",
        ("t", "c"): "'t' holds text",
        ("z", "c"): "no column 'z'",
    }.items():
        with pytest.raises(SurveyError, match=said):
            replicates.tally(engine, Design("w", replicates=Replicates(columns, "brr")), ())
    with pytest.raises(SurveyError, match="name its column"):
        replicates.tally(engine, Design(replicates=Replicates(("a", "c"), "brr")), ())
    with pytest.raises(SurveyError, match="df 'design'"):
        replicates.tally(engine, Design("w", df="domain", replicates=Replicates(("a", "c"), "brr")), ())
    for arguments, said in (
        ((("a", "b"), "guess"), "Unknown replicate method"),
        ((("a",), "brr"), "at least two"),
        ((("a", "b"), "fay"), "above 0"),
        ((("a", "b"), "brr", 0.0, None, (1.0,)), "1 rscales for 2"),
    ):
        with pytest.raises(SurveyError, match=said):
            Replicates(*arguments)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.integers(1, 9), st.integers(1, 6)),
        min_size=2,
        max_size=30,
    )
)
def test_replicates_of_any_answers_leak_no_nan(people: list[tuple[str, str, int, int]]) -> None:
    domain, answer, weight, psu = map(list, zip(*people, strict=True))
    engine = Embedded(pa.table({"d": domain, "q": answer, "w": weight, "psu": psu}))
    sums = tally(engine, Design("w", psu=("psu",), single_psu="certainty"), ("d", "q"))
    pieces = estimates.of_answers(sums, "q", ("d",))
    for repeat in (replicates.jackknife, replicates.bootstrap):
        for row in estimates.proportions(repeat(pieces)):
            numbers = [row.estimate, row.se, row.low, row.high, row.deff, row.n_eff]
            assert all(number is None or np.isfinite(number) for number in numbers)
            assert row.low is None or 0 <= row.low <= row.high <= 1
