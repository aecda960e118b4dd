"""Proportions, means, totals and ratios by domain, with what is known of their precision."""

from __future__ import annotations

from itertools import repeat
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from survey import intervals
from survey.pieces import Pieces, of_answers, of_ratio, of_values
from survey.results import Estimate

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

__all__ = [
    "Measured",
    "Pieces",
    "means",
    "of_answers",
    "of_ratio",
    "of_values",
    "proportions",
    "ratios",
    "rows",
    "totals",
]


class Measured(Protocol):
    """What the estimates below are made of: sums by domain and column that know their variance.

    `Pieces` linearise over the sampling units; `replicates.ReplicatePieces` repeat the estimate.
    """

    @property
    def names(self) -> tuple[tuple[object, ...], ...]: ...
    @property
    def answers(self) -> tuple[object, ...]: ...
    @property
    def n(self) -> Ints: ...
    @property
    def counted(self) -> Ints: ...
    @property
    def n_answer(self) -> Ints: ...
    @property
    def squares(self) -> Floats: ...
    @property
    def weights(self) -> Floats: ...
    @property
    def shift(self) -> float: ...
    @property
    def total_parts(self) -> Floats: ...
    def ratio(self) -> tuple[Floats, Floats]: ...
    def total(self) -> tuple[Floats, Floats]: ...
    def covariance(self, cells: Ints) -> Floats: ...
    def degrees_of_freedom(self) -> Floats: ...


def proportions(pieces: Measured, method: str = "logit", level: float = 0.95) -> list[Estimate]:
    """Share of each answer among those who answered, by domain."""
    p, v = pieces.ratio()
    v = _without_noise(v, 1e-13)
    alike = np.ones_like(p)
    df, n, counted = (a[:, None] * alike for a in (pieces.degrees_of_freedom(), pieces.n, pieces.counted))
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = intervals.of_proportion(p, np.sqrt(v), df, n, level, method, counted)
        simple = p * (1 - p) / (n - 1)
    return rows("proportion", pieces, p, v, low, high, df, simple)


def totals(pieces: Measured, level: float = 0.95) -> list[Estimate]:
    """Estimated number of people who gave each answer, or total of the variable, by domain."""
    total, v = pieces.total()
    simple = _element_variance(pieces) * pieces.weights[:, None] ** 2 / pieces.n[:, None]
    return _around("total", pieces, total, v, simple, level)


def means(pieces: Measured, level: float = 0.95) -> list[Estimate]:
    """Mean of the variable by domain."""
    mean, v = pieces.ratio()
    with np.errstate(invalid="ignore", divide="ignore"):
        size = np.sqrt(np.maximum(pieces.squares / pieces.weights[:, None], 0)) + np.abs(mean)
        simple = _element_variance(pieces) / pieces.n[:, None]
    return _around("mean", pieces, mean + pieces.shift, _without_noise(v, 1e-13 * size), simple, level)


def ratios(pieces: Measured, level: float = 0.95) -> list[Estimate]:
    """Ratio of two totals by domain."""
    ratio, v = pieces.ratio()
    unknown = np.full_like(ratio, np.nan)
    return _around("ratio", pieces, ratio, _without_noise(v, 1e-13 * np.abs(ratio)), unknown, level)


def _around(
    statistic: str, pieces: Measured, estimate: Floats, v: Floats, simple: Floats, level: float
) -> list[Estimate]:
    """Rows with the interval estimate ± t se; without a spread there is none, for nothing is that certain."""
    df = pieces.degrees_of_freedom()[:, None] * np.ones_like(v)
    low, high = intervals.of_mean(estimate, np.where(v > 0, np.sqrt(v), np.nan), df, level)
    return rows(statistic, pieces, estimate, v, low, high, df, simple)


def rows(
    statistic: str,
    pieces: Measured,
    estimate: Floats,
    v: Floats,
    low: Floats,
    high: Floats,
    df: Floats,
    simple: Floats,
) -> list[Estimate]:
    """Estimates as rows, domain by domain, column by column; what does not exist is None and marked [x]."""
    with np.errstate(invalid="ignore", divide="ignore"):
        deff = np.where(simple > 0, v / simple, np.nan)
        effective = np.where(deff > 0, pieces.n[:, None] / deff, np.nan)
        se = np.sqrt(v)
    domains, columns = estimate.shape
    numbers = [
        [None if x != x else x for x in a.ravel().tolist()]
        for a in (estimate, se, low, high, deff, effective)
    ]
    value, error, least, most, effect, n_eff = numbers
    known = [x is not None for x in value]
    return [*map(
        Estimate,
        [name for name in pieces.names for _ in range(columns)],
        [*pieces.answers] * domains,
        repeat(statistic),
        value,
        [x if here else None for x, here in zip(error, known, strict=True)],
        least, most, df.ravel().tolist(), np.repeat(pieces.n, columns).tolist(), pieces.n_answer.ravel().tolist(), effect, n_eff,
        ["" if here else "x" for here in known],
    )]  # fmt: skip


def _without_noise(v: Floats, noise: Floats | float) -> Floats:
    """The variance; a standard error below `noise` is rounding and counts as zero."""
    return np.where(np.sqrt(v) < noise, 0.0, v)


def _element_variance(pieces: Measured) -> Floats:
    """Weighted variance of the variable among respondents, by domain (R's `svyvar`)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        w, n = pieces.weights[:, None], pieces.n[:, None]
        mean = pieces.total_parts / w
        return np.asarray((pieces.squares / w - mean**2) * n / (n - 1))
