"""Estimates with weights calibrated to margins, and a variance that knows it.

The margin variables become further keys of the one pass; the weights are calibrated on their cells, so every
row of sums is scaled by the factor of its cell and no respondent is touched again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod

import numpy as np
from numpy.typing import NDArray

from survey import calibration as margins_package
from survey import variance
from survey.calibration import Calibration, Cells, Margin
from survey.coding import compact, spelled
from survey.sums import Sums
from survey.variance import summed

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Calibrated:
    """Which part of which unit lies in which margin cell: `unit`, `cell`, `weight` have one entry per part."""

    calibration: Calibration
    unit: Ints
    cell: Ints
    weight: Floats

    def variance(self, sums: Sums, domain: Ints, part: Ints, scores: Floats, domains: int) -> Floats:
        """Variance of the sums of scores (rows, columns) by domain, shape (domains, columns).

        `domain` and `part` (of a unit, as above) have one entry per row of scores.
        """
        residuals = self.residuals(sums, domain, part, scores, domains)
        units = np.arange(len(residuals))
        one = np.zeros(len(residuals), dtype=np.int64)
        return variance.by_domain(sums.frame, one, units, residuals, 1).reshape(domains, -1)

    def residuals(self, sums: Sums, domain: Ints, part: Ints, scores: Floats, domains: int) -> Floats:
        """Scores with those of respondents replaced by their residuals on the margins, summed by unit, for
        all respondents of the sample: shape (units, domains · columns)."""
        columns = scores.shape[1]
        flat = domains * columns
        cells, units = len(self.calibration.factor), len(sums.frame.copies)
        place = (domain[:, None] * columns + np.arange(columns)).ravel()
        by_cell = summed(np.repeat(self.cell[part], columns) * flat + place, scores.ravel(), cells * flat)
        by_unit = summed(np.repeat(self.unit[part], columns) * flat + place, scores.ravel(), units * flat)
        coefficients = margins_package.regression_coefficients(self.calibration, by_cell.reshape(cells, flat))
        codes = self.calibration.constraints.codes[self.cell]
        levels = len(self.calibration.constraints.targets)
        held = np.zeros((units, levels))
        for column in codes.T:
            held += summed(self.unit * levels + column, self.weight, units * levels).reshape(units, levels)
        return by_unit.reshape(units, flat) - held @ coefficients


def variables(margins: Sequence[Margin]) -> tuple[str, ...]:
    """The variables of margins, each once: they must be among the keys of the sums."""
    return tuple(dict.fromkeys(name for margin in margins for name in margin.variables))


def public(margins: Sequence[Margin]) -> frozenset[frozenset[str]]:
    """The tables of which calibrated totals are known to all: those of the margins, and their own margins."""
    return frozenset(
        frozenset(names)
        for margin in margins
        for size in range(1, len(margin.variables) + 1)
        for names in combinations(margin.variables, size)
    )


def calibrate(
    sums: Sums, margins: Sequence[Margin], method: str = "rake", bounds: tuple[float, float] | None = None
) -> Sums:
    """The same sums with calibrated weights.

    The margin variables are among the keys. Raises CalibrationError when margins do not fit or cannot be met.
    """
    cell, cells = cells_of(sums, variables(margins))
    done = margins_package.calibrate(cells, margins, method, bounds)
    factor = done.factor[cell]
    size = len(done.factor)
    parts, unit = compact(sums.unit * size + cell, len(sums.frame.copies) * size)
    weight = sums.weight * factor
    held = Calibrated(done, parts // size, parts % size, summed(unit, weight, len(parts)))
    values = {name: (y * factor, yy * factor) for name, (y, yy) in sums.values.items()}
    return replace(sums, weight=weight, values=values, unit=unit, calibrated=held)


def cells_of(sums: Sums, names: Sequence[str]) -> tuple[Ints, Cells]:
    """The margin cell of each row of sums, and the cells."""
    key = np.zeros(len(sums.unit), dtype=np.int64)
    for name in names:
        key = key * (len(sums.levels[name]) + 1) + sums.codes[name] + 1
    present, cell = compact(key, prod(len(sums.levels[name]) + 1 for name in names))
    levels: dict[str, list[str | None]] = {}
    rest = present
    for name in reversed(names):
        rest, code = np.divmod(rest, len(sums.levels[name]) + 1)
        said = [None, *map(spelled, sums.levels[name])]
        levels[name] = [said[position] for position in code.tolist()]
    weight = summed(cell, sums.weight, len(present))
    count = np.bincount(cell, weights=sums.rows, minlength=len(present)).astype(np.int64)
    return cell, Cells({name: levels[name] for name in names}, weight, count)
