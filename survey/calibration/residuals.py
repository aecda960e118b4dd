"""Coefficients of the margins in a linearised variable: what calibration takes out of its variance.

The variance of a calibrated estimate is that of the residuals e_i = u_i - x_i'B of its linearised variable u
(a total: y itself; a proportion: (1[answer] - p) / W over its domain, zero outside), where x_i marks the
margin levels of respondent i. B depends on sums by cell alone, and with w_i the calibrated weights the score
of primary sampling unit j is

    z_j = sum over i in j of w_i (u_i - x_i'B) = sum over cells c of (S_jc - W_jc fitted_c)

with S_jc the sum of w_i u_i and W_jc that of w_i of the unit's respondents in cell c: all of them, those
outside the domain or with a missing answer too. z takes the place of the plain scores in the variance.
"""

from __future__ import annotations

import numpy as np

from survey.calibration.margins import Constraints
from survey.calibration.solve import Calibration, pseudo_inverse

SWEEPS = 10  # as many as R's survey package takes


def regression_coefficients(calibration: Calibration, sums: np.ndarray) -> np.ndarray:
    """B (levels × estimates) by least squares weighted with the design weights, the GREG residual.

    `sums` (cells × estimates) holds the sum of w_i u_i over the respondents of each cell, w_i calibrated. For
    one crossed margin this is post-stratification: B is the mean of u in each post-stratum. A cell whose
    factor is zero has no calibrated weight left to tell its u, and stays out.
    Source: Deville and Särndal (1992), section 3; equal to what R's `calibrate` and `postStratify` do.
    """
    factor = calibration.factor[:, None]
    kept = factor != 0
    design_sums = np.divide(sums, factor, out=np.zeros(sums.shape), where=kept)
    weight = np.where(kept[:, 0], calibration.cells.weight, 0.0)
    constraints = calibration.constraints
    inverse = pseudo_inverse(constraints.crossed(weight))
    coefficients = inverse @ constraints.totals(design_sums)
    left = constraints.totals(design_sums - weight[:, None] * constraints.fitted(coefficients))
    return coefficients + inverse @ left  # one refinement takes the rounding of the normal equations out


def sweep_coefficients(constraints: Constraints, count: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """B (levels × estimates) by ten sweeps of unweighted means over the margins, as R's `rake` has it.

    `sums` (cells × estimates) holds the plain sum of u_i, and `count` (cells,) the number, of the respondents
    of each cell. Kept for comparison with published figures; regression_coefficients is the default.
    """
    indicators = constraints.indicators()
    coefficients = np.zeros((len(constraints.targets), sums.shape[1]))
    margins = [np.unique(column) for column in constraints.codes.T]
    parts = [(levels, indicators[:, levels]) for levels in margins]
    numbers = [part.T @ count for _, part in parts]
    remaining = sums.astype(float)
    for _ in range(SWEEPS):
        for (levels, part), number in zip(parts, numbers, strict=True):
            means = (part.T @ remaining) / number[:, None]
            coefficients[levels] += means
            remaining -= count[:, None] * (part @ means)
    return coefficients


def fitted(constraints: Constraints, coefficients: np.ndarray) -> np.ndarray:
    """x'B of each cell (cells × estimates)."""
    return constraints.fitted(coefficients)
