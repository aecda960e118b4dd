"""Differences between domains, between answers and between rounds: which are more than chance would make.

Differences within a round use the covariance of the two estimates; rounds are independent samples, so their
variances add. Tests are two-sided t tests; all comparisons asked for at once share one error rate by Holm's
(1979, Scandinavian Journal of Statistics 6) correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import isfinite, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey import intervals
from survey.estimates import Measured
from survey.results import Estimate

Ints = NDArray[np.int64]
Pairs = Sequence[tuple[int, int]]

ROUNDING = 1e-12  # a standard error this small beside its estimate is rounding


class Difference(NamedTuple):
    """a minus b.

    `a` and `b` are domains (their codes), answers or rounds; `by` and `answer` what both have in common. `p` is
    that of the comparison alone; `p_adjusted` and `significant` hold for all `compared` together. Where a
    standard error is missing or zero, as that of a share of 0 or 1, there is no interval and no test.
    """

    a: object
    b: object
    by: tuple[object, ...]
    answer: object
    difference: float | None
    se: float | None
    low: float | None
    high: float | None
    df: float
    p: float | None
    p_adjusted: float | None = None
    significant: bool = False
    compared: int = 0


class Rank(NamedTuple):
    """Where a domain stands for an answer, 1 highest: by its estimate, and the places from `low` to `high`
    that the tests leave open."""

    by: tuple[object, ...]
    answer: object
    estimate: float
    rank: int
    low: int
    high: int


def between_domains(pieces: Measured, pairs: Pairs | None = None, level: float = 0.95) -> list[Difference]:
    """Differences of proportions, means or ratios between domains, answer by answer.

    `pairs` are positions in `pieces.names`; without them all pairs are compared. Degrees of freedom are the
    fewer of the two domains'.
    """
    domains, columns = np.arange(len(pieces.names)), len(pieces.answers)
    found = []
    for column, answer in enumerate(pieces.answers):
        rows = _differences(pieces, domains * columns + column, pieces.names, pairs, level)
        found += [row._replace(answer=answer) for row in rows]
    return corrected(found, level)


def between_answers(pieces: Measured, pairs: Pairs | None = None, level: float = 0.95) -> list[Difference]:
    """Differences between the shares of two answers, domain by domain.

    `pairs` are positions in `pieces.answers`; without them all pairs are compared.
    """
    columns = np.arange(len(pieces.answers))
    found = []
    for domain, by in enumerate(pieces.names):
        rows = _differences(pieces, domain * len(columns) + columns, pieces.answers, pairs, level)
        found += [row._replace(by=by) for row in rows]
    return corrected(found, level)


def between_rounds(
    first: Iterable[Estimate],
    second: Iterable[Estimate],
    rounds: tuple[object, object] = (1, 2),
    level: float = 0.95,
) -> list[Difference]:
    """The second round minus the first, for every domain and answer that both have.

    The rounds are samples drawn independently. Degrees of freedom after Satterthwaite (1946, Biometrics
    Bulletin 2).
    """
    earlier = {(row.statistic, row.by, row.answer): row for row in first}
    found = []
    for row in second:
        old = earlier.get((row.statistic, row.by, row.answer))
        if old is None:
            continue
        difference = se = None
        dfs = old.df or 0.0, row.df or 0.0
        df = min(dfs)
        if old.estimate is not None and row.estimate is not None:
            difference = row.estimate - old.estimate
            if old.se is not None and row.se is not None:
                se = sqrt(old.se**2 + row.se**2)
                if df > 0 and old.se > 0 and row.se > 0:
                    df = se**4 / (old.se**4 / dfs[0] + row.se**4 / dfs[1])
        tested = bool(old.se and row.se)
        found.append(
            _difference(rounds[1], rounds[0], difference, se, df, tested, level)._replace(
                by=row.by, answer=row.answer
            )
        )
    return corrected(found, level)


def ranks(pieces: Measured, level: float = 0.95) -> list[Rank]:
    """The places that each domain can have, answer by answer; all places of an answer hold at once.

    A domain stands below the domains that are significantly higher and above those significantly lower, all
    pairs being compared with Holm's correction: the idea of Mohamad, Goeman & van Zwet (2022, Biometrics 78),
    with Holm's correction in place of Tukey's. Domains without an estimate have no rank.
    """
    estimates, _ = pieces.ratio()
    known = np.flatnonzero(np.isfinite(estimates).all(axis=1))
    pairs = [*combinations(known.tolist(), 2)]
    out = []
    for column, answer in enumerate(pieces.answers):
        cells = np.arange(len(estimates)) * len(pieces.answers) + column
        rows = corrected(_differences(pieces, cells, range(len(estimates)), pairs, level), level)
        above, below = (np.zeros(len(estimates), dtype=np.int64) for _ in range(2))
        for row, (a, b) in zip(rows, pairs, strict=True):
            if row.significant and row.difference:
                higher, lower = (a, b) if row.difference > 0 else (b, a)
                above[lower] += 1
                below[higher] += 1
        for domain in known.tolist():
            estimate = float(estimates[domain, column])
            out.append(
                Rank(
                    by=pieces.names[domain],
                    answer=answer,
                    estimate=estimate,
                    rank=1 + int(np.sum(estimates[known, column] > estimate)),
                    low=1 + int(above[domain]),
                    high=len(known) - int(below[domain]),
                )
            )
    return out


def corrected(differences: Sequence[Difference], level: float = 0.95) -> list[Difference]:
    """The same differences, tested together: put all that are looked at together into one call."""
    adjusted = holm([row.p for row in differences])
    compared = sum(p is not None for p in adjusted)
    return [
        row._replace(p_adjusted=p, significant=p is not None and p < 1 - level, compared=compared)
        for row, p in zip(differences, adjusted, strict=True)
    ]


def holm(p: Sequence[float | None]) -> list[float | None]:
    """p-values adjusted so that any false alarm among all is no likelier than the level says (Holm 1979)."""
    ascending = sorted((value, i) for i, value in enumerate(p) if value is not None)
    out: list[float | None] = [None] * len(p)
    largest = 0.0
    for step, (value, i) in enumerate(ascending):
        largest = max(largest, (len(ascending) - step) * value)
        out[i] = min(largest, 1.0)
    return out


def _differences(
    pieces: Measured, cells: Ints, names: Sequence[object], pairs: Pairs | None, level: float
) -> list[Difference]:
    """The differences between pairs of cells, positions in `cells`; all pairs where none are given."""
    if pairs is None:
        pairs = [*combinations(range(len(cells)), 2)]
    if not pairs:
        return []
    estimates = pieces.ratio()[0].ravel()[cells]
    df = pieces.degrees_of_freedom()[cells // len(pieces.answers)]
    matrix = pieces.covariance(cells)
    noise = (ROUNDING * np.abs(estimates)) ** 2
    own = np.where(np.diag(matrix) > noise, np.diag(matrix), 0.0)
    found = []
    for a, b in pairs:
        difference = float(estimates[a] - estimates[b])
        variance = float(matrix[a, a] + matrix[b, b] - 2 * matrix[a, b])
        se = 0.0 if variance <= noise[a] + noise[b] else sqrt(variance)
        tested = bool(own[a] and own[b])
        found.append(_difference(names[a], names[b], difference, se, float(min(df[a], df[b])), tested, level))
    return found


def _difference(
    a: object, b: object, difference: float | None, se: float | None, df: float, tested: bool, level: float
) -> Difference:
    """One difference with its interval and test; numbers that are none are None."""
    if difference is None or not isfinite(difference):
        return Difference(a, b, (), None, None, None, None, None, df, None)
    if se is None or not isfinite(se):
        return Difference(a, b, (), None, difference, None, None, None, df, None)
    if not tested or not se or df <= 0:
        return Difference(a, b, (), None, difference, se, None, None, df, None)
    half = intervals.student_t((1 + level) / 2, df) * se
    p = 2 * intervals.upper_tail(abs(difference) / se, df)
    return Difference(a, b, (), None, difference, se, difference - half, difference + half, df, p)
