"""Weights kept within limits, alone or together with the margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey.calibration.margins import Cells, Margin
from survey.calibration.problems import CalibrationError, Problem
from survey.calibration.solve import calibrate

ROUNDS = 1_000
TOLERANCE = 1e-9  # relative: how far past a limit a calibrated weight may be


@dataclass(frozen=True)
class Trimmed:
    """Weights (rows,) within limits that meet the margins; `trimmed` (rows,) marks those cut on the way."""

    weight: np.ndarray
    trimmed: np.ndarray
    rounds: int


def trim(weight: np.ndarray, lower: float, upper: float, *, strict: bool = True) -> np.ndarray:
    """Cut weights (rows,) to limits and share what was cut equally among the others, keeping the sum.

    Strict repeats until none is outside, as sharing may push others out: R's `trimWeights(strict = TRUE)`.
    Raises CalibrationError when the limits cannot hold the sum.
    """
    _check(lower, upper)
    total, number = weight.sum(), len(weight)
    least, most = lower * number, upper * number
    if not least * (1 - TOLERANCE) <= total <= most * (1 + TOLERANCE):
        between = Problem("trim_total", value=str(number), level=f"{least:.6g}", expected=f"{most:.6g}")
        raise CalibrationError([between])
    current = weight.astype(float)
    for _ in range(ROUNDS):
        cut = np.clip(current, lower, upper)
        outside = cut != current
        if not outside.any():
            break
        if outside.all():
            raise CalibrationError([Problem("limits", value=f"{lower:g} to {upper:g}")])
        cut[~outside] += (current - cut).sum() / (~outside).sum()
        current = cut
        if not strict:
            return current
    past = np.maximum(lower - current, current - upper).max()
    if past > TOLERANCE * min(upper, np.abs(current).max()):
        raise CalibrationError([Problem("trim_conflict", value=f"{past:.6g}", expected=str(ROUNDS))])
    return current


def calibrate_trimmed(
    weight: np.ndarray,
    cell: np.ndarray,
    cells: Cells,
    margins: Sequence[Margin],
    lower: float,
    upper: float,
    method: str = "rake",
    bounds: tuple[float, float] | None = None,
) -> Trimmed:
    """Calibrate and cut in turn until weights (rows,) meet the margins and lie within the limits.

    `cell` (rows,) is the position of each respondent's cell in `cells`.
    Raises CalibrationError when both cannot be had in 1,000 rounds.
    """
    _check(lower, upper)
    current = weight.astype(float)
    trimmed = np.zeros(len(weight), dtype=bool)
    for rounds in range(1, ROUNDS + 1):
        sums = np.bincount(cell, current, len(cells.weight))
        current = current * calibrate(replace(cells, weight=sums), margins, method, bounds).factor[cell]
        outside = (current < lower * (1 - TOLERANCE)) | (current > upper * (1 + TOLERANCE))
        if not outside.any():
            return Trimmed(current, trimmed, rounds)
        past = np.maximum(lower - current, current - upper).max()
        trimmed |= outside
        current = np.clip(current, lower, upper)
    raise CalibrationError([Problem("trim_conflict", value=f"{past:.6g}", expected=str(ROUNDS))])


def _check(lower: float, upper: float) -> None:
    if not 0 <= lower < upper:
        raise CalibrationError([Problem("limits", value=f"{lower:g} to {upper:g}")])
