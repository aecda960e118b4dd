"""Sums repeated with every replicate, and the variance that their spread gives.

V = scale · Σ rscales (θ_r − mean θ)², around the mean of the replicates (Wolter 2007, Introduction to Variance
Estimation, ch. 3 to 5); R's `mse = FALSE`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """How replicates make a variance: what each squared deviation is multiplied with (replicates,), how
    many replicates each stands for (replicates,), and the degrees of freedom."""

    multipliers: Floats
    copies: Floats
    df: Floats | float

    def variance(self, replicates: Floats) -> Floats:
        """Variance over the first axis; replicates that are not numbers are left out, as in R."""
        deviations, some = self._deviations(replicates)
        return np.where(some, np.einsum("r,r...->...", self.multipliers * self.copies, deviations**2), np.nan)

    def covariance(self, replicates: Floats) -> Floats:
        """Covariance matrix of the columns of replicates (replicates, columns)."""
        deviations, some = self._deviations(replicates)
        weighted = deviations * (self.multipliers * self.copies)[:, None]
        return np.where(some[:, None] & some, weighted.T @ deviations, np.nan)

    def _deviations(self, replicates: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Deviations from the mean of the replicates, zero for those left out; whether any were left in."""
        shape = (-1,) + (1,) * (replicates.ndim - 1)
        multipliers, copies = self.multipliers.reshape(shape), self.copies.reshape(shape)
        used = np.isfinite(replicates) & (multipliers > 0)
        values = np.where(used, replicates, 0.0)
        counted = np.sum(used * copies, axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.sum(values * copies, axis=0) / counted
        return np.where(used, values - mean, 0.0), counted > 0


@dataclass(frozen=True)
class ReplicatePieces:
    """Sums by domain with the weight (first) and every set of replicate weights; see `estimates.Measured`.

    `parts` (1 + replicates, domains, columns), `base` (1 + replicates, domains).
    """

    parts: Floats
    base: Floats
    spread: Spread
    n: Ints
    counted: Ints
    n_answer: Ints
    squares: Floats
    weights: Floats
    shift: float
    names: tuple[tuple[object, ...], ...]
    answers: tuple[object, ...]

    @property
    def total_parts(self) -> Floats:
        """Sum of each column by domain, shape (domains, columns)."""
        return self.parts[0]

    def ratio(self) -> tuple[Floats, Floats]:
        """Parts over base by domain, and its variance; both of shape (domains, columns)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            ratios = self.parts / self.base[:, :, None]
        return ratios[0], np.where(self.n[:, None] > 0, self.spread.variance(ratios[1:]), np.nan)

    def total(self) -> tuple[Floats, Floats]:
        """Sums of the variable by domain, counted from zero, and their variance; both (domains, columns)."""
        totals = self.parts + self.shift * self.base[:, :, None]
        return totals[0], self.spread.variance(totals[1:])

    def covariance(self, cells: Ints) -> Floats:
        """Covariance matrix of the ratios of some cells, each counted domain by domain, column by column."""
        with np.errstate(invalid="ignore", divide="ignore"):
            ratios = self.parts[1:] / self.base[1:, :, None]
        return self.spread.covariance(ratios.reshape(len(ratios), -1)[:, cells])

    def degrees_of_freedom(self) -> Floats:
        """Degrees of freedom by domain: one number for all of them where the weights come with the file."""
        return self.spread.df * np.ones(len(self.names))
