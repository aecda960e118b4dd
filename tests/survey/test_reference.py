"""Every estimate against what R `survey` wrote down, to nine digits (tests/survey/reference/README.md)."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pytest

from survey import calibrated, calibration, engines, estimates
from survey.design import Design, SurveyError
from survey.results import Estimate
from survey.sums import Sums, tally

HERE = Path(__file__).parent / "reference"
DESIGNS = json.loads((HERE / "designs.json").read_text("utf-8"))
PLAIN = [
    name
    for name, d in DESIGNS.items()
    if not ({"replicates", "calibration"} & d.keys() or name.endswith("_fail"))
]
GROUPS = ("aimag", "sex", "age")
ANSWERS = ("answer", "yes", "rare")
NUMBERS = ("income", "spend", "big")
METHODS = {"xlogit": "logit", "asin": "asin", "mean": "mean", "wilson": "wilson", "beta": "beta"}
Key = tuple[str, str, str, str, str]


@cache
def expected(name: str) -> dict[Key, dict[str, float]]:
    """Quantities by (statistic, of, by, level, answer)."""
    found: dict[Key, dict[str, float]] = defaultdict(dict)
    with (HERE / "expected" / f"{name}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["value"]:
                key = (row["statistic"], row["of"], row["by"], row["level"], row["answer"])
                found[key][row["quantity"]] = float(row["value"])
    return found


def design(name: str, df: str = "design") -> Design:
    d = DESIGNS[name]
    return Design(
        d["weight"], d["stratum"], tuple(d["psu"]), tuple(d["fpc"]), d["nested"], d["single_psu"], df
    )


@cache
def sums(name: str, df: str = "design") -> Sums:
    engine = engines.open_file(HERE / DESIGNS[name]["file"])
    groups = GROUPS[: max(DESIGNS[name]["depth"], 1)]
    known = [c for c in (*groups, *ANSWERS) if c in engine.table.columns]
    numbers = tuple(c for c in NUMBERS if c in engine.table.columns)
    return tally(engine, design(name, df), tuple(known), numbers)


def ours(
    name: str, statistic: str, of: str, by: tuple[str, ...], df: str = "design", method: str = "logit"
) -> dict[tuple[str, str], Estimate]:
    """Estimates by level and answer."""
    return ours_of(sums(name, df), statistic, of, by, method)


def ours_of(
    held: Sums, statistic: str, of: str, by: tuple[str, ...], method: str
) -> dict[tuple[str, str], Estimate]:
    if statistic == "proportion":
        rows = estimates.proportions(estimates.of_answers(held, of, by), method)
    elif statistic == "ratio":
        rows = estimates.ratios(estimates.of_ratio(held, *of.split("/"), by))
    elif of in ANSWERS:
        rows = estimates.totals(estimates.of_answers(held, of, by))
    else:
        pieces = estimates.of_values(held, of, by)
        rows = estimates.means(pieces) if statistic == "mean" else estimates.totals(pieces)
    return {("|".join(map(str, row.by)), "" if row.answer is None else str(row.answer)): row for row in rows}


def close(found: float | None, wanted: float, scale: float = 0.0, to: float = 1e-9) -> bool:
    return found is not None and abs(found - wanted) <= to * abs(wanted) + 1e-13 * scale


@pytest.mark.parametrize("name", PLAIN)
def test_estimates_and_standard_errors(name: str) -> None:
    checked, wrong = 0, []
    for (statistic, of, by, level, answer), wanted in expected(name).items():
        if statistic not in ("proportion", "mean", "total", "ratio"):
            continue
        row = ours(name, statistic, of, tuple(by.split("+")) if by else ())[level, answer]
        for quantity, found in {
            "estimate": row.estimate,
            "se": row.se,
            "deff_replace": row.deff,
            "n": row.n,
            "n_answer": row.n_answer,
            "df_whole": row.df,
        }.items():
            if quantity not in wanted or (quantity == "n_answer" and of in NUMBERS):
                continue
            if quantity == "deff_replace" and not wanted["se"]:
                continue
            checked += 1
            if not close(found, wanted[quantity], abs(wanted["estimate"]) if quantity == "se" else 0):
                wrong.append((statistic, of, by, level, answer, quantity, found, wanted[quantity]))
    assert not wrong, f"{len(wrong)} of {checked}: {wrong[:5]}"
    assert checked > 50


@pytest.mark.parametrize("convention", ["domain", "valid"])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", [name for name in PLAIN if DESIGNS[name].get("intervals")])
def test_intervals_of_proportions(name: str, method: str, convention: str) -> None:
    checked, wrong = 0, []
    for (statistic, of, by, level, answer), wanted in expected(name).items():
        low, high = wanted.get(f"low_{method}_{convention}"), wanted.get(f"high_{method}_{convention}")
        if statistic != "proportion" or low is None or high is None or wanted["estimate"] in (0, 1):
            continue
        if low > high:  # R folds arcsin limits back beyond 0 and 1
            continue
        row = ours(name, statistic, of, tuple(by.split("+")) if by else (), convention, METHODS[method])[
            level, answer
        ]
        checked += 1
        if row.df != wanted[f"df_{convention}"] or not (
            close(row.low, max(low, 0.0), 1e-3) and close(row.high, min(high, 1.0), 1e-3)
        ):
            wrong.append(
                (of, by, level, answer, row.low, low, row.high, high, row.df, wanted[f"df_{convention}"])
            )
    assert not wrong, f"{len(wrong)} of {checked}: {wrong[:5]}"
    assert checked > 10


@pytest.mark.parametrize("name", [name for name in PLAIN if DESIGNS[name].get("intervals")])
def test_intervals_at_nought_and_one_are_never_of_no_width(name: str) -> None:
    checked = 0
    for (statistic, of, by, level, answer), wanted in expected(name).items():
        if statistic == "proportion" and wanted["estimate"] in (0, 1) and "low_beta_valid" in wanted:
            for method in METHODS.values():
                row = ours(name, statistic, of, tuple(by.split("+")) if by else (), "valid", method)[
                    level, answer
                ]
                assert close(row.low, wanted["low_beta_valid"]) and close(row.high, wanted["high_beta_valid"])
                assert row.low is not None and row.high is not None and row.low < row.high
                checked += 1
    assert checked or name == "element"


CALIBRATED = {"post_stratified": "cells.csv", "raked_weighted": "rake", "linear": "linear", "logit": "logit"}


@pytest.mark.parametrize("name", CALIBRATED)
def test_calibrated_weights_and_their_variance(name: str, tmp_path: Path) -> None:
    spec = DESIGNS[name]["calibration"]
    with (HERE / "people.csv").open(encoding="utf-8") as file:
        header, *lines = list(csv.reader(file))
    weight = header.index("weight")
    kept = tmp_path / "kept.csv"
    with kept.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *(line for line in lines if float(line[weight]) > 0)])
    if name == "post_stratified":
        with (HERE / "cells.csv").open(encoding="utf-8") as file:
            targets = {(row["sex"], row["age"]): float(row["total"]) for row in csv.DictReader(file)}
        margins: tuple[calibration.Margin, ...] = (calibration.Margin(("sex", "age"), targets),)
        method = "post-stratify"
    else:
        margins, method = calibration.read_margins(HERE / "margins.csv"), CALIBRATED[name]
    keys = tuple(dict.fromkeys((*GROUPS[:1], *ANSWERS, *calibrated.variables(margins))))
    bounds = tuple(spec["bounds"]) if spec["bounds"] else None
    held = calibrated.calibrate(
        tally(engines.open_file(kept), design(name), keys, NUMBERS), margins, method, bounds
    )
    checked, wrong = 0, []
    for (statistic, of, by, level, answer), wanted in expected(name).items():
        if statistic not in ("proportion", "mean", "total", "ratio") or by not in ("", "aimag"):
            continue
        row = ours_of(held, statistic, of, (by,) if by else (), "logit")[level, answer]
        for quantity, found in {"estimate": row.estimate, "se": row.se, "n": row.n}.items():
            checked += 1
            if quantity in wanted and not close(
                found, wanted[quantity], abs(wanted["estimate"]) * 10 if quantity == "se" else 0
            ):
                wrong.append((statistic, of, by, level, answer, quantity, found, wanted[quantity]))
    assert not wrong, f"{len(wrong)} of {checked}: {wrong[:5]}"
    assert checked > 30


def test_every_depth_of_domains_was_compared() -> None:
    found = {by for (_, _, by, _, _) in expected("stratified_cluster")}
    assert {"+".join(c) for n in (1, 2, 3) for c in combinations(GROUPS, n) if c == GROUPS[:n]} <= found


@pytest.mark.parametrize("name", ["lonely_fail", "lonely_fpc_fail"])
def test_a_stratum_with_one_unit_is_refused(name: str) -> None:
    with pytest.raises(SurveyError, match="one sampling unit only"):
        ours(name, "proportion", "answer", ())


def test_a_published_example() -> None:
    """Levy & Lemeshow's hospitals: the values that SUDAAN prints, to its three decimals."""
    with (HERE / "textbook_expected.csv").open(encoding="utf-8") as file:
        published = list(csv.DictReader(file))
    engine = engines.open_file(HERE / "textbook.csv")
    held = tally(engine, Design("weight", "oblevel", (), ("tothosp",)), ("oblevel",), ("births",))
    rows = {}
    for by in ((), ("oblevel",)):
        pieces = estimates.of_values(held, "births", by)
        rows |= {("mean", row.by): row for row in estimates.means(pieces)}
        rows |= {("total", row.by): row for row in estimates.totals(pieces)}
    assert published
    for line in published:
        by = (int(line["level"]),) if line["level"] else ()
        assert getattr(rows[line["statistic"], by], line["quantity"]) == pytest.approx(
            float(line["value"]), abs=0.001
        )


LOHR = {  # region: counties, counties drawn, mean and variance of acres in the sample; mean and error published
    "North Central": (1054, 103, 300504.16, 29618183543, 300504.16, 16107.59),
    "Northeast": (220, 21, 97629.81, 7647472708, 97629.81, 18149.49),
    "South": (1382, 135, 211315.04, 53587487856, 211315.04, 18925.35),
    "West": (422, 41, 662295.51, 396185950266, 662295.51, 93403.65),
}


def test_the_stratified_example_of_lohr() -> None:
    """Acres of farms by region (Lohr, Sampling: Design and Analysis, example 3.2), from its table of strata.

    The estimator needs no more of a stratum than its size, mean and variance: made-up counties have the same.
    """
    counties: dict[str, list[object]] = {"region": [], "acres": [], "fpc": [], "weight": []}
    for region, (size, n, mean, variance, *_) in LOHR.items():
        apart = (variance * (n - 1) / (n - n % 2)) ** 0.5
        acres = [mean + apart, mean - apart] * (n // 2) + [mean] * (n % 2)
        for column, values in zip(
            counties.values(), ([region] * n, acres, [size] * n, [size / n] * n), strict=True
        ):
            column.extend(values)
    held = tally(engines.Embedded(pa.table(counties)), Design("weight", "region", (), ("fpc",)), ("region",), ("acres",))  # fmt: skip
    (total,), (mean,) = (of(estimates.of_values(held, "acres")) for of in (estimates.totals, estimates.means))
    assert (total.estimate, total.se) == (
        pytest.approx(909_736_034, abs=5e3),
        pytest.approx(50_417_248, abs=1),
    )
    assert (mean.estimate, mean.se) == (
        pytest.approx(295_560.77, abs=0.01),
        pytest.approx(16_379.87, abs=0.01),
    )
    assert mean.df == 300 - 4
    for row in estimates.means(estimates.of_values(held, "acres", ("region",))):
        *_, published, error = LOHR[str(row.by[0])]
        assert (row.estimate, row.se) == (pytest.approx(published, abs=0.01), pytest.approx(error, abs=0.01))
