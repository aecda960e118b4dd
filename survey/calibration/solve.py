"""Factors that make weighted totals meet the margins while moving the weights as little as can be.

Deville, J.-C. and Särndal, C.-E. (1992), Calibration estimators in survey sampling, JASA 87, 376-382;
Deville, J.-C., Särndal, C.-E. and Sautory, O. (1993), Generalized raking procedures in survey sampling,
JASA 88, 1013-1020. Raking is the iterative proportional fitting of Deming and Stephan (1940).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from survey.calibration.margins import Cells, Constraints, Margin, constrain
from survey.calibration.problems import CalibrationError, Problem

METHODS = ("rake", "linear", "logit", "post-stratify")
TOLERANCE = 1e-12  # relative error of a margin level
NOISE = 1e-11  # what rounding may leave of it when Newton's method cannot come closer
SWEEPS = 5_000
STEPS = 200
HALVINGS = 60

# A distance of Deville and Särndal by its inverse derivative: the factor of a cell, and its slope.
Distance = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Calibration:
    """Calibrated cells: `factor` (cells,) is new over old weight, `error` (levels,) relative to the target."""

    method: str
    bounds: tuple[float, float] | None
    cells: Cells
    constraints: Constraints
    factor: np.ndarray
    error: np.ndarray
    iterations: int

    @property
    def weight(self) -> np.ndarray:
        """The sum of calibrated weights of each cell."""
        return self.cells.weight * self.factor


def calibrate(
    cells: Cells,
    margins: Sequence[Margin],
    method: str = "rake",
    bounds: tuple[float, float] | None = None,
) -> Calibration:
    """Calibrate the weights of cells to margins by one of METHODS.

    `bounds` hold for new over old weight: optional for linear, needed for logit. The linear method without
    bounds is the generalised regression estimator and may give negative factors.
    Raises CalibrationError when input does not fit, or when no factors meet all margins.
    """
    _check(method, bounds, margins)
    constraints = constrain(cells, margins)
    if method in ("rake", "post-stratify"):
        factor, iterations = _rake(cells.weight, constraints)
    else:
        ratio = margins[0].population / cells.weight.sum()
        if bounds and not bounds[0] <= ratio <= bounds[1]:
            raise CalibrationError([Problem("scale", value=_written(bounds), expected=f"{ratio:.6g}")])
        distance = _logit(*bounds) if method == "logit" and bounds else _linear(bounds or (-inf, inf))
        factor, iterations = _newton(cells.weight, constraints, distance)
    error = constraints.totals(cells.weight * factor) / constraints.targets - 1
    if not np.abs(error).max() <= NOISE:
        raise CalibrationError(_conflicts(constraints, error, iterations))
    return Calibration(method, bounds, cells, constraints, factor, error, iterations)


def _check(method: str, bounds: tuple[float, float] | None, margins: Sequence[Margin]) -> None:
    problems = []
    if method not in METHODS:
        problems.append(Problem("method", value=method, expected=", ".join(METHODS)))
    if method == "post-stratify" and len(margins) != 1:
        problems.append(Problem("one_margin", value=str(len(margins))))
    if bounds and method in ("rake", "post-stratify"):
        problems.append(Problem("no_bounds", value=method))
    elif bounds and not 0 <= bounds[0] < 1 < bounds[1]:
        problems.append(Problem("bounds", value=_written(bounds)))
    elif method == "logit" and not (bounds and isfinite(bounds[1])):
        problems.append(Problem("logit_bounds"))
    if problems:
        raise CalibrationError(problems)


def _rake(weight: np.ndarray, constraints: Constraints) -> tuple[np.ndarray, int]:
    """Fit the margins in turn until a whole sweep changes nothing (Deming and Stephan 1940)."""
    columns = [column.copy() for column in constraints.codes.T]
    starts = [column.min() for column in columns]
    targets = [
        constraints.targets[start:end]
        for start, end in zip(starts, [*starts[1:], len(constraints.targets)], strict=True)
    ]
    columns = [column - start for column, start in zip(columns, starts, strict=True)]
    current = weight.astype(float)
    factor = np.ones(len(weight))
    for sweep in range(1, SWEEPS + 1):
        change = 0.0
        for codes, target in zip(columns, targets, strict=True):
            step = target / np.bincount(codes, current, len(target))
            change = max(change, step.max() - 1, 1 - step.min())
            by_cell = step[codes]
            current *= by_cell
            factor *= by_cell
        if change <= TOLERANCE or len(columns) == 1:
            return factor, sweep
    return factor, SWEEPS


def _newton(weight: np.ndarray, constraints: Constraints, distance: Distance) -> tuple[np.ndarray, int]:
    """Solve sum of weight x F(x'l) = targets for l, ascending the concave dual by guarded Newton steps."""
    codes, targets = constraints.codes, constraints.targets
    multiplier = np.zeros(len(targets))
    factor, slope = distance(np.zeros(len(weight)))
    misfit = targets - constraints.totals(weight * factor)
    smallest = np.abs(misfit / targets).max()
    idle = 0
    steps = 0
    while steps < STEPS:
        steps += 1
        direction = pseudo_inverse(constraints.crossed(weight * slope)) @ misfit
        ascent = direction @ misfit
        length = 1.0
        for _ in range(HALVINGS):
            trial = multiplier + length * direction
            factor, slope = distance(trial[codes].sum(axis=1))
            misfit = targets - constraints.totals(weight * factor)
            if direction @ misfit >= -0.5 * ascent:  # the dual is concave: steeper down is past its top
                break
            length /= 2
        multiplier = trial
        error = np.abs(misfit / targets).max()
        idle = 0 if error < 0.9 * smallest else idle + 1
        smallest = min(error, smallest)
        if error <= TOLERANCE or (error <= NOISE and idle >= 2):
            break
    return factor, steps


def pseudo_inverse(matrix: np.ndarray) -> np.ndarray:
    """The pseudo-inverse of a matrix of weighted level counts, scaled so that rare levels count as much.

    Full margins all add up to the population, so the matrix is singular by at least their number less one.
    """
    diagonal = np.diagonal(matrix)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    return np.linalg.pinv(matrix * np.outer(scale, scale), rcond=1e-12, hermitian=True) * np.outer(
        scale, scale
    )


# A cell at its bound has no slope; a trace of it keeps the way back open when Newton's method overshoots.
_TRACE = 1e-6


def _linear(bounds: tuple[float, float]) -> Distance:
    """The chi-squared distance, truncated at the bounds (Deville and Särndal 1992, cases 1 and 7)."""
    low, high = bounds

    def factor(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        inside = (x + 1 > low) & (x + 1 < high)
        return np.clip(x + 1, low, high), np.where(inside, 1.0, _TRACE)

    return factor


def _logit(low: float, high: float) -> Distance:
    """The logit distance, whose factors stay strictly between the bounds (1992, case 6)."""
    spread = (high - low) / ((1 - low) * (high - 1))

    def factor(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        with np.errstate(over="ignore"):  # an infinite exponential gives the bound itself
            share = 1 / (1 + (high - 1) / (1 - low) * np.exp(-spread * x))
        value = low + (high - low) * share
        return value, np.maximum(spread * (high - low) * share * (1 - share), _TRACE)

    return factor


def _conflicts(constraints: Constraints, error: np.ndarray, iterations: int) -> list[Problem]:
    """The worst level of every margin that is missed."""
    worst: dict[str, int] = {}
    for index in np.flatnonzero(~(np.abs(error) <= NOISE)).tolist():
        margin = constraints.names[index][0]
        if margin not in worst or abs(error[index]) > abs(error[worst[margin]]):
            worst[margin] = index
    return [
        Problem("conflict", *constraints.names[index], f"{error[index]:+.3%}", str(iterations))
        for index in worst.values()
    ]


def _written(bounds: tuple[float, float]) -> str:
    return f"{bounds[0]:.6g} to {bounds[1]:.6g}"
