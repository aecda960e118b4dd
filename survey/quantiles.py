"""Medians and other quantiles by domain, with Woodruff's intervals.

The quantile of p is the smallest value at which the weighted distribution reaches p (R's `qrule = "math"`). Its
interval is that of the share of people at or below it, carried back through the distribution (Woodruff 1952,
Journal of the American Statistical Association 47); the standard error is width / 2t, as in R's `svyquantile`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from survey import intervals, replicates
from survey.design import SurveyError
from survey.disclosure.output import blank
from survey.pieces import domains, of_answers
from survey.results import Estimate
from survey.sums import Sums
from survey.variance import summed

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

METHODS = ("mean", "logit", "beta", "asin", "wilson")
STEPS = (0.01, 0.05, 0.25)  # what protected quantiles are told at: parts of the distribution
LEVELS = (0.9, 0.95, 0.99)  # and the levels at which limits that are values of respondents are told
SAME = 1e-12  # shares of weight nearer than this are equal but for rounding


@dataclass(frozen=True)
class Distribution:
    """The values of a domain that have weight: positions among all values (ascending), the share of weight
    at or below each, and how many respondents gave the smallest."""

    positions: Ints
    shares: Floats
    smallest: int

    def reach(self, share: float) -> int:
        """The position of the smallest value at which the distribution reaches a share."""
        found = int(np.searchsorted(self.shares, share - SAME))
        return int(self.positions[min(found, len(self.positions) - 1)])

    def limit(self, share: float) -> int:
        """The same for a limit of an interval; a share below the first respondent's gives the second, as in R."""
        first = share < self.shares[0] - SAME and self.smallest == 1
        return int(self.positions[min(1, len(self.positions) - 1)]) if first else self.reach(share)


def quantiles(
    sums: Sums | replicates.ReplicateSums,
    column: str,
    by: Sequence[str] = (),
    probabilities: Sequence[float] = (0.5,),
    method: str = "mean",
    level: float = 0.95,
    beyond: int = 0,
) -> list[Estimate]:
    """Quantiles of a numeric column that is one of the keys of the sums; the answer is the probability.

    `method` is the interval of the share (`mean` is p ± t se, the others as for proportions). A limit that
    would lie beyond the distribution does not exist. Values are those of respondents: with `beyond`, quantiles
    and limits on whose far side fewer respondents than that are expected are not told, and those told lie at least
    as many respondents apart (docs/methods/disclosure.md). Raises SurveyError for a column of text,
    probabilities outside 0 to 1 and unknown methods.
    """
    for probability in probabilities:
        if not 0 < probability < 1:
            raise SurveyError(f"{probability} is no probability of a quantile: give numbers between 0 and 1.")
    if method not in METHODS:
        raise SurveyError(f"Unknown interval {method!r}; choose one of {', '.join(METHODS)}.")
    values = _numbers(sums, column)
    place, names = domains(sums, by)
    curves = _distributions(sums, column, place, len(names))
    found = [
        _at(probability, sums, column, by, values, place, curves, method, level, beyond)
        for probability in probabilities
    ]
    return [rows[domain] for domain in range(len(names)) for rows in found]


def _at(
    probability: float,
    sums: Sums | replicates.ReplicateSums,
    column: str,
    by: Sequence[str],
    values: list[float],
    place: Ints,
    curves: list[Distribution | None],
    method: str,
    level: float,
    beyond: int,
) -> list[Estimate]:
    """The quantile of one probability in every domain."""
    at = np.array([curve.reach(probability) if curve else -1 for curve in curves])
    code = sums.codes[column]
    below = np.where(code < 0, -1, (code <= at[place]).astype(np.int64))
    halves = replace(sums, codes={**sums.codes, column: below}, levels={**sums.levels, column: (False, True)})
    pieces = (
        of_answers(halves, column, by)
        if isinstance(halves, Sums)
        else replicates.of_answers(halves, column, by)
    )
    share, v = (array[:, 1] for array in pieces.ratio())
    df = pieces.degrees_of_freedom()
    se = np.where(v < SAME**2, 0.0, np.sqrt(v))
    if method == "mean":
        limits = intervals.of_mean(share, se, df, level)
    else:
        limits = intervals.of_proportion(share, se, df, pieces.n.astype(np.float64), level, method)
    t = intervals.t_factor(df, level)
    steps = np.array([_step(n, beyond) for n in pieces.n.tolist()])
    if beyond:
        limits = _apart(limits, steps, pieces.n, curves, beyond, level)
    few = [pieces.n * np.minimum(limit, 1 - limit) < beyond for limit in limits]
    limits = np.where(few[0], np.nan, limits[0]), np.where(few[1], np.nan, limits[1])
    out = []
    for d, curve in enumerate(curves):
        low, high = (
            values[curve.limit(limit[d])] if curve and se[d] > 0 and 0 < limit[d] < 1 else None
            for limit in limits
        )
        if curve and low is not None:
            low = min(low, values[at[d]])
        out.append(
            Estimate(
                by=pieces.names[d],
                answer=probability,
                statistic="quantile",
                estimate=values[at[d]] if curve else None,
                se=None if low is None or high is None else float((high - low) / (2 * t[d])),
                low=low,
                high=high,
                df=df[d].item(),
                n=int(pieces.n[d]),
                n_answer=int(pieces.n[d]),
                deff=None,
                n_eff=None,
                mark="" if curve else "x",
            )
        )
        off = abs(probability / steps[d] - round(probability / steps[d])) > SAME * 100 if beyond else False
        if off or 0 < int(pieces.n[d]) * min(probability, 1 - probability) < beyond:
            out[-1] = blank(out[-1], without_base=False)
    return out


def _step(n: int, beyond: int) -> float:
    """The finest part of the distribution that holds enough respondents."""
    return next((step for step in STEPS if n * step >= beyond), 1.0)


def _apart(
    limits: tuple[Floats, Floats],
    steps: Floats,
    n: Ints,
    curves: list[Distribution | None],
    beyond: int,
    level: float,
) -> tuple[Floats, Floats]:
    """Limits from which nobody can count the respondents of a value.

    Where values repeat, limits go outward to the next part of the distribution at which quantiles are told;
    elsewhere they are told at the usual levels only.
    """
    values = np.array([len(curve.positions) if curve else 0 for curve in curves])
    repeat = values * beyond <= n
    usual = any(abs(level - known) < SAME for known in LEVELS)
    outward = np.floor(limits[0] / steps + SAME) * steps, np.ceil(limits[1] / steps - SAME) * steps
    return (
        np.where(repeat, outward[0], limits[0] if usual else np.nan),
        np.where(repeat, outward[1], limits[1] if usual else np.nan),
    )


def _numbers(sums: Sums | replicates.ReplicateSums, column: str) -> list[float]:
    """The values of a column, ascending."""
    values = sums.levels[column]
    for value in values:
        if isinstance(value, str) or not isfinite(value):  # type: ignore[arg-type]
            raise SurveyError(
                f"Column {column!r} holds {value!r}, which is no finite number: quantiles need numbers."
            )
    return [float(value) for value in values]  # type: ignore[arg-type]


def _distributions(
    sums: Sums | replicates.ReplicateSums, column: str, place: Ints, count: int
) -> list[Distribution | None]:
    """The weighted distribution of the values in each domain; None where nobody has weight and a value."""
    code, size = sums.codes[column], len(sums.levels[column])
    counted = (place >= 0) & (code >= 0) & (sums.positive > 0)
    cells, cell = np.unique(place[counted] * size + code[counted], return_inverse=True)
    weight = summed(cell, sums.weight[counted], len(cells))
    respondents = np.bincount(cell, weights=sums.positive[counted], minlength=len(cells))
    ends = np.searchsorted(cells, np.arange(count + 1) * size)
    out: list[Distribution | None] = []
    for start, end in pairwise(ends):
        if start == end:
            out.append(None)
            continue
        reached = np.cumsum(weight[start:end])
        out.append(Distribution(cells[start:end] % size, reached / reached[-1], int(respondents[start])))
    return out
