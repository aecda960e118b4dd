"""Calibrated weights and standard errors are those of R's survey package (reference.R), and keep their word."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from survey import calibration as c

REFERENCE = Path(__file__).parent / "reference" / "calibration"
VARIABLES = ("sex", "age", "district")
CALLS = {
    "linear": ("linear", None),
    "linear_bounded": ("linear", (0.75, 1.35)),
    "logit": ("logit", (0.6, 1.6)),
    "raking": ("rake", None),
    "rake": ("rake", None),
    "poststratify": ("post-stratify", None),
}
MARGINS = c.read_margins(REFERENCE / "margins.csv")


def columns(name: str) -> dict[str, np.ndarray]:
    with (REFERENCE / name).open(newline="") as file:
        rows = [*csv.DictReader(file)]
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


SAMPLE = columns("sample.csv")
WEIGHT = SAMPLE["weight"].astype(float)
ESTIMATES = columns("estimates.csv")


def collapsed() -> tuple[c.Cells, np.ndarray]:
    keys, cell = np.unique(np.stack([SAMPLE[v] for v in VARIABLES], axis=1), axis=0, return_inverse=True)
    cell = cell.ravel()
    levels = {variable: keys[:, i].tolist() for i, variable in enumerate(VARIABLES)}
    return c.Cells(levels, np.bincount(cell, WEIGHT), np.bincount(cell)), cell


CELLS, CELL = collapsed()


def solved(name: str) -> c.Calibration:
    method, bounds = CALLS[name]
    return c.calibrate(CELLS, MARGINS[:1] if name == "poststratify" else MARGINS, method, bounds)


def standard_error(score: np.ndarray) -> float:
    strata, psu = SAMPLE["stratum"].astype(int) - 1, SAMPLE["psu"].astype(int) - 1
    units = np.bincount(psu, score)
    home = np.zeros(len(units), dtype=int)
    home[psu] = strata
    number = np.bincount(home)
    centred = units - (np.bincount(home, units) / number)[home]
    return float(np.sqrt(np.sum((number / (number - 1))[home] * centred**2)))


@pytest.mark.parametrize("name", CALLS)
def test_weights_are_those_of_r(name: str) -> None:
    weight = WEIGHT * solved(name).factor[CELL]
    np.testing.assert_allclose(weight, SAMPLE[name].astype(float), rtol=1e-9)


@pytest.mark.parametrize("name", CALLS)
def test_standard_errors_are_those_of_r(name: str) -> None:
    calibration = solved(name)
    weight = WEIGHT * calibration.factor[CELL]
    domain = SAMPLE["district"] == "BZD"
    y, work = SAMPLE["y"].astype(float), SAMPLE["work"].astype(float)
    share = weight[domain] @ work[domain] / weight[domain].sum()
    u = np.stack([y, domain * (work - share) / weight[domain].sum()], axis=1)
    if name == "rake":
        sums = np.stack([np.bincount(CELL, u[:, k]) for k in range(2)], axis=1)
        coefficients = c.sweep_coefficients(calibration.constraints, CELLS.count, sums)
    else:
        sums = np.stack([np.bincount(CELL, weight * u[:, k]) for k in range(2)], axis=1)
        coefficients = c.regression_coefficients(calibration, sums)
    score = weight[:, None] * (u - c.fitted(calibration.constraints, coefficients)[CELL])
    found = [weight @ y, standard_error(score[:, 0]), share, standard_error(score[:, 1])]
    row = [*ESTIMATES["method"]].index(name)
    expected = [float(ESTIMATES[key][row]) for key in ("total", "total_se", "share", "share_se")]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.parametrize("name", CALLS)
def test_margins_are_met(name: str) -> None:
    assert np.abs(solved(name).error).max() < 1e-10


@pytest.mark.parametrize("name", ["linear_bounded", "logit"])
def test_factors_stay_within_the_bounds(name: str) -> None:
    low, high = CALLS[name][1] or (0, 0)
    factor = solved(name).factor
    assert low <= factor.min() and factor.max() <= high


def test_raked_weights_are_positive() -> None:
    assert solved("rake").factor.min() > 0


@pytest.mark.parametrize("name", ["linear", "linear_bounded", "logit", "rake"])
def test_the_order_of_the_margins_does_not_matter(name: str) -> None:
    method, bounds = CALLS[name]
    turned = c.calibrate(CELLS, MARGINS[::-1], method, bounds)
    np.testing.assert_allclose(turned.factor, solved(name).factor, rtol=1e-9)


@pytest.mark.parametrize("name", ["linear", "rake"])
def test_the_scale_of_the_weights_does_not_matter(name: str) -> None:
    small = c.calibrate(replace(CELLS, weight=CELLS.weight / 1000), MARGINS, CALLS[name][0])
    np.testing.assert_allclose(small.weight, solved(name).weight, rtol=1e-9)


@pytest.mark.parametrize(("column", "strict"), [("trimmed", True), ("trimmed_once", False)])
def test_trimmed_weights_are_those_of_r(column: str, strict: bool) -> None:
    trimmed = c.trim(WEIGHT, 1.6, 4.5, strict=strict)
    np.testing.assert_allclose(trimmed, SAMPLE[column].astype(float), rtol=1e-9)
    assert trimmed.sum() == pytest.approx(WEIGHT.sum(), rel=1e-12)


def test_weights_meet_margins_and_limits_together() -> None:
    both = c.calibrate_trimmed(WEIGHT, CELL, CELLS, MARGINS, 1.2, 5.5)
    assert both.weight.min() >= 1.2 * (1 - 1e-9) and both.weight.max() <= 5.5 * (1 + 1e-9)
    assert both.trimmed.any()
    calibration = solved("rake")
    totals = calibration.constraints.totals(np.bincount(CELL, both.weight))
    np.testing.assert_allclose(totals, calibration.constraints.targets, rtol=1e-10)


def test_diagnostics_compare_before_and_after() -> None:
    calibration = solved("rake")
    after = WEIGHT * calibration.factor[CELL]
    found = c.diagnose(calibration, WEIGHT, after)
    first = found.shares[0]
    assert (first.margin, first.level) == ("sex:age", "female:18-29")
    assert first.after == pytest.approx(first.target, rel=1e-12) != pytest.approx(first.before, rel=1e-3)
    assert found.n_eff_after == pytest.approx(after.sum() ** 2 / (after @ after), rel=1e-12)
    assert found.largest[0] == after.max() and found.trimmed_share == 0
    assert found.factor_min < found.factor_median < found.factor_max


def sex(female: float = 700, male: float = 700) -> c.Margin:
    return c.Margin(("sex",), {("female",): female, ("male",): male})


MISTAKES: dict[str, tuple[str, Callable[[], object]]] = {
    "level nobody has": ("empty_level", lambda: c.calibrate(CELLS, [c.Margin(("sex",), sex().targets | {("other",): 5.0})])),
    "level without total": ("no_target", lambda: c.calibrate(CELLS, [c.Margin(("sex",), {("female",): 5.0})])),
    "totals differ": ("totals", lambda: c.calibrate(CELLS, [sex(), MARGINS[1]])),
    "negative total": ("target", lambda: c.calibrate(CELLS, [sex(-1)])),
    "total not a number": ("target", lambda: c.calibrate(CELLS, [sex(float("nan"))])),
    "unknown variable": ("unknown_variable", lambda: c.calibrate(CELLS, [c.Margin(("income",), {("a",): 1.0})])),
    "no margin": ("no_margins", lambda: c.calibrate(CELLS, [])),
    "margin twice": ("repeated_margin", lambda: c.calibrate(CELLS, [sex(), sex()])),
    "missing answer": ("missing", lambda: c.calibrate(replace(CELLS, levels={"sex": [None, *CELLS.levels["sex"][1:]]}), [sex()])),
    "negative weight": ("weight", lambda: c.calibrate(replace(CELLS, weight=-CELLS.weight), [sex()])),
    "two margins": ("one_margin", lambda: c.calibrate(CELLS, MARGINS, "post-stratify")),
    "method": ("method", lambda: c.calibrate(CELLS, MARGINS, "guess")),
    "bounds not taken": ("no_bounds", lambda: c.calibrate(CELLS, MARGINS, "rake", (0.5, 2))),
    "bounds without 1": ("bounds", lambda: c.calibrate(CELLS, MARGINS, "linear", (1.5, 2))),
    "logit without bounds": ("logit_bounds", lambda: c.calibrate(CELLS, MARGINS, "logit")),
    "scale": ("scale", lambda: c.calibrate(CELLS, [sex(7e6, 7e6)], "logit", (0.5, 2))),
    "bounds too tight": ("conflict", lambda: c.calibrate(CELLS, MARGINS, "linear", (0.97, 1.03))),
    "limits": ("limits", lambda: c.trim(WEIGHT, 3, 2)),
    "limits too tight": ("trim_total", lambda: c.trim(WEIGHT, 0, 1)),
}  # fmt: skip


@pytest.mark.parametrize(("code", "mistake"), MISTAKES.values(), ids=MISTAKES)
def test_each_mistake_is_one_sentence_with_its_remedy(code: str, mistake: Callable[[], object]) -> None:
    with pytest.raises(c.CalibrationError) as raised:
        mistake()
    assert code in {problem.code for problem in raised.value.problems}
    assert all(
        str(problem).count(". ") >= 1 and str(problem).endswith(".") for problem in raised.value.problems
    )


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(c.CalibrationError) as raised:
        c.calibrate(CELLS, [sex(-1), c.Margin(("income",), {("a",): 1.0})])
    assert {p.code for p in raised.value.problems} >= {"target", "unknown_variable", "totals"}


def test_margins_that_no_weights_can_meet_are_named() -> None:
    cells = c.Cells({"a": ["x", "y", "y"], "b": ["p", "p", "q"]}, np.ones(3), np.ones(3))
    a = c.Margin(("a",), {("x",): 8.0, ("y",): 2.0})
    b = c.Margin(("b",), {("p",): 5.0, ("q",): 5.0})
    with pytest.raises(c.CalibrationError) as raised:
        c.calibrate(cells, [a, b])
    assert {p.code for p in raised.value.problems} == {"conflict"}
    assert raised.value.problems[0].margin == "a"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", {"columns"}),
        ("a,b\n", {"columns"}),
        ("variable,level,total\n", {"no_margins"}),
        ("variable,level,total\nsex,f,many\nsex:age,f,3\nage,y,1\nage,y,2\n", {"number", "shape", "twice"}),
    ],
)
def test_faults_of_a_margins_file(tmp_path: Path, text: str, codes: set[str]) -> None:
    file = tmp_path / "margins.csv"
    file.write_text(text)
    with pytest.raises(c.CalibrationError) as raised:
        c.read_margins(file)
    assert {problem.code for problem in raised.value.problems} == codes
