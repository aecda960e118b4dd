"""What calibration did to the weights, before and after."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from survey.calibration.solve import Calibration

LARGEST = 10


class Share(NamedTuple):
    """A margin level: its weighted share before, in the population, and after; each from 0 to 1."""

    margin: str
    level: str
    before: float
    target: float
    after: float


class Diagnostics(NamedTuple):
    """Shares of every level; Kish's design effect of weighting and effective n, before and after; the
    spread of the factors over respondents; the share of weights trimmed; the largest weights, descending."""

    shares: tuple[Share, ...]
    deff_before: float
    deff_after: float
    n: int
    n_eff_before: float
    n_eff_after: float
    factor_min: float
    factor_median: float
    factor_max: float
    trimmed_share: float
    largest: tuple[float, ...]


def diagnose(
    calibration: Calibration,
    before: np.ndarray,
    after: np.ndarray,
    trimmed: np.ndarray | None = None,
) -> Diagnostics:
    """Compare the weights (rows,) before and after; rows of weight zero before are no part of it.

    The calibration gives the shares of its cells. The design effect of weighting is n Σw² / (Σw)²
    (Kish 1965, Survey Sampling, section 11.7).
    """
    used = before > 0
    old, new = before[used], after[used]
    factor = new / old
    deff_before, deff_after = _kish(old), _kish(new)
    return Diagnostics(
        shares=_shares(calibration),
        deff_before=deff_before,
        deff_after=deff_after,
        n=len(old),
        n_eff_before=len(old) / deff_before,
        n_eff_after=len(old) / deff_after,
        factor_min=float(factor.min()),
        factor_median=float(np.median(factor)),
        factor_max=float(factor.max()),
        trimmed_share=0.0 if trimmed is None else float(trimmed[used].mean()),
        largest=tuple(np.sort(new)[::-1][:LARGEST].tolist()),
    )


def _kish(weight: np.ndarray) -> float:
    return float(len(weight) * (weight @ weight) / weight.sum() ** 2)


def _shares(calibration: Calibration) -> tuple[Share, ...]:
    constraints, weight = calibration.constraints, calibration.cells.weight
    population = calibration.weight.sum()
    before = constraints.totals(weight) / weight.sum()
    target = constraints.targets / population
    after = constraints.totals(calibration.weight) / population
    rows = zip(constraints.names, before.tolist(), target.tolist(), after.tolist(), strict=True)
    return tuple(Share(margin, level, *shares) for (margin, level), *shares in rows)
