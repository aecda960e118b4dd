"""Whether two questions go together: Pearson's chi-square of a crosstab, corrected for the design.

Rao & Scott (1984, Annals of Statistics 12), as R's `svychisq`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from survey import replicates
from survey.design import SurveyError
from survey.pieces import of_answers
from survey.replicates import ReplicateSums
from survey.sums import Sums

Floats = NDArray[np.float64]
Kind = TypeVar("Kind", Sums, ReplicateSums)

STATISTICS = ("F", "Chisq")
CELL = "row and column"


class Association(NamedTuple):
    """A test of independence of rows and columns; the numbers are None where there is nothing to test.

    `F` (second-order correction) has `df` and `df_error` degrees of freedom; `Chisq` is Pearson's statistic
    itself, its p-value that of the statistic over the mean of the design effects. `n` counts respondents
    with both answers and a weight above zero.
    """

    statistic: str
    value: float | None
    df: float | None
    df_error: float | None
    p: float | None
    n: int


def rao_scott(sums: Sums | ReplicateSums, row: str, column: str, statistic: str = "F") -> Association:
    """Test whether the answers to two questions, keys of the sums, are independent.

    Levels that nobody with both answers gave stay out. Raises SurveyError for an unknown statistic.
    """
    if statistic not in STATISTICS:
        raise SurveyError(f"Unknown statistic {statistic!r}; choose one of {', '.join(STATISTICS)}.")
    pieces = (
        of_answers(_crossed(sums, row, column), CELL)
        if isinstance(sums, Sums)
        else replicates.of_answers(_crossed(sums, row, column), CELL)
    )
    n = int(pieces.n[0])
    shape = len(sums.levels[row]), len(sums.levels[column])
    with np.errstate(invalid="ignore"):
        shares = pieces.ratio()[0].reshape(shape)
    rows, columns = (np.flatnonzero(shares.sum(axis=axis) > 0) for axis in (1, 0))
    df_error = _design_degrees(sums)
    if len(rows) < 2 or len(columns) < 2 or df_error <= 0:
        return Association(statistic, None, None, None, None, n)
    shares = shares[np.ix_(rows, columns)]
    cells = (rows[:, None] * shape[1] + columns).ravel()
    effects = _design_effects(shares, pieces.covariance(cells))
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    pearson = float(np.sum((shares - expected) ** 2 / expected))  # per respondent
    trace = float(np.trace(effects))
    if not np.isfinite(trace) or trace <= 0:
        return Association(statistic, None, None, None, None, n)
    from scipy.special import chdtrc, fdtrc  # slow to import: only those who test wait

    if statistic == "Chisq":
        asked = int(sums.rows.sum() if sums.kept is None else sums.rows[sums.kept].sum())
        p = float(chdtrc(len(effects), pearson / trace * len(effects)))
        return Association(statistic, pearson * asked, float(len(effects)), None, p, n)
    df = trace**2 / float(np.trace(effects @ effects))
    value = pearson / trace
    return Association(statistic, value, df, df * df_error, float(fdtrc(df, df * df_error, value)), n)


def _crossed(sums: Kind, row: str, column: str) -> Kind:
    """The sums with one key more: the combination of two answers."""
    first, second, size = sums.codes[row], sums.codes[column], len(sums.levels[column])
    code = np.where((first < 0) | (second < 0), -1, first * size + second)
    levels = tuple((a, b) for a in sums.levels[row] for b in sums.levels[column])
    return replace(sums, codes={**sums.codes, CELL: code}, levels={**sums.levels, CELL: levels})


def _design_effects(shares: Floats, covariance: Floats) -> Floats:
    """The matrix of generalised design effects of the interaction, for one respondent.

    `shares` (rows, columns) of the crosstab, `covariance` of its cells. Empty cells have weight zero, as in R.
    """
    contrasts = np.kron(*(_contrasts(size) for size in shares.shape))
    flat = shares.ravel()
    with np.errstate(divide="ignore"):
        inverse = np.where(flat > 0, 1 / flat, 0.0)[:, None]
    simple = contrasts.T @ (inverse * contrasts)
    design = (inverse * contrasts).T @ covariance @ (inverse * contrasts)
    try:
        return np.asarray(np.linalg.solve(simple, design))
    except np.linalg.LinAlgError:  # so many empty cells that a contrast has none
        return np.full_like(simple, np.nan)


def _contrasts(size: int) -> Floats:
    """Columns that each compare a level with the first and add up to zero, shape (size, size − 1)."""
    return np.vstack([-np.ones(size - 1), np.eye(size - 1)])


def _design_degrees(sums: Sums | ReplicateSums) -> float:
    """First-stage units minus strata, those without weight included; for replicates those they tell."""
    if isinstance(sums, ReplicateSums):
        return float(np.max(sums.spread.df))
    return float(sums.frame.drawn[0].sum() - len(sums.frame.drawn[0]))
