"""Confidence intervals: Student's t for means, five methods for proportions, safe at 0, at 1 and for few cases.

logit   transformed by log(p / (1 − p)); R's `svyciprop(method = "xlogit")`
beta    Korn & Graubard (1998), Survey Methodology 24(2), with the effective sample size
wilson  Wilson's score interval with the effective sample size, after Rao & Scott
asin    transformed by asin(sqrt(p))
mean    p ± t se, cut at 0 and 1

At 0 and at 1 the standard error says nothing: all methods give the Korn–Graubard interval with the effective
sample size cut at n (NCHS Vital Health Stat 2(175), 2017). With no degrees of freedom there is no interval.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import exp, inf, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

METHODS = ("logit", "beta", "wilson", "asin", "mean")


def student_t(probability: float, df: float) -> float:
    """Quantile of Student's t for a probability of at least a half; the normal one for infinite `df`.

    Newton's method on the distribution function from the normal quantile, kept within a bracket.
    """
    return _student_t(float(probability), float(df))


@lru_cache(maxsize=4096)
def _student_t(probability: float, df: float) -> float:
    z = NormalDist().inv_cdf(probability)
    if df == inf or probability == 0.5:
        return z
    guess = _expansion(z, df)
    if df > 100 * (1 + z * z):  # what the expansion leaves out is less than rounding
        return guess
    tail = 1 - probability
    low, high = 0.0, max(2 * z, 1.0)
    while upper_tail(high, df) > tail:
        low, high = high, high * 4
    x = min(max(guess, low), high)
    scale = exp(_log_gamma_step(df / 2)) / sqrt(df * pi)
    for _ in range(200):
        error = upper_tail(x, df) - tail
        low, high = (x, high) if error > 0 else (low, x)
        nearer = x + error / (scale * exp(-(df + 1) / 2 * log1p(x * x / df)))
        if not low < nearer < high:
            nearer = (low + high) / 2
        if abs(nearer - x) <= 4e-16 * abs(nearer):
            return nearer
        x = nearer
    return x


def _expansion(z: float, df: float) -> float:
    """Student's quantile from the normal one, in powers of 1/df (Abramowitz & Stegun 26.7.5)."""
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
        (27 * z**11 + 339 * z**9 + 930 * z**7 - 1782 * z**5 - 765 * z**3 + 17955 * z) / 368640,
    )
    return z + sum(term / df**power for power, term in enumerate(terms, start=1))


def upper_tail(t: float, df: float) -> float:
    """P(T > t) for t >= 0: half the regularised incomplete beta function at df / (df + t²)."""
    if not t:
        return 0.5
    a, x = df / 2, df / (df + t * t)
    front = exp(_log_gamma_step(a) - log(pi) / 2 - a * log1p(t * t / df)) * abs(t) / sqrt(df + t * t)
    if x > (a + 1) / (a + 2.5):
        return 0.5 - 0.5 * front / 0.5 * _fraction(0.5, a, 1 - x)
    return 0.5 * front / a * _fraction(a, 0.5, x)


def _log_gamma_step(a: float) -> float:
    """log Γ(a + 1/2) − log Γ(a); by its asymptotic series (DLMF 5.11.13) where the difference would cancel."""
    if a < 40:
        return lgamma(a + 0.5) - lgamma(a)
    return log(a) / 2 - 1 / (8 * a) + 1 / (192 * a**3) - 1 / (640 * a**5) + 17 / (14336 * a**7)


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function (DLMF 8.17.22) by Lentz's method."""
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 10_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + term * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + term / c
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value


def t_factor(df: Floats, level: float) -> Floats:
    """Student's t for a two-sided interval, by estimate; NaN where there are no degrees of freedom."""
    out = np.full(np.shape(df), np.nan)
    for value in np.unique(df[df > 0]):
        out[df == value] = student_t((1 + level) / 2, value)
    return out


def of_mean(estimate: Floats, se: Floats, df: Floats, level: float) -> tuple[Floats, Floats]:
    """estimate ± t se; NaN where there are no degrees of freedom."""
    half = t_factor(df, level) * se
    return estimate - half, estimate + half


def of_proportion(
    p: Floats, se: Floats, df: Floats, n: Floats, level: float, method: str, rows: Floats | None = None
) -> tuple[Floats, Floats]:
    """Lower and upper limits of proportions, within 0 and 1, NaN where there can be none.

    All arrays have one entry per estimate. `n` counts the respondents with a valid answer, `rows` all
    respondents of the domain (R counts these in the Korn–Graubard interval); `n` where not given.
    """
    p, se, df, n = (np.asarray(a, dtype=float) for a in (p, se, df, n))
    low, high = np.full(p.shape, np.nan), np.full(p.shape, np.nan)
    ends = ((p <= 0) | (p >= 1) | (se <= 0)) & (df > 0) & (n > 1)
    if ends.any():
        low[ends], high[ends] = _at_the_ends(p[ends], df[ends], n[ends], level)
    inside = (p > 0) & (p < 1) & (se > 0) & (df > 0)
    if inside.any():
        t = t_factor(df[inside], level)
        counted = n if rows is None else np.asarray(rows, dtype=float)
        found = _INSIDE[method](p[inside], se[inside], t, counted[inside], level)
        low[inside], high[inside] = np.clip(found[0], 0, 1), np.clip(found[1], 0, 1)
    return low, high


def _logit(p: Floats, se: Floats, t: Floats, rows: Floats, level: float) -> tuple[Floats, Floats]:
    centre, half = np.log(p / (1 - p)), t * se / (p * (1 - p))
    return 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))


def _asin(p: Floats, se: Floats, t: Floats, rows: Floats, level: float) -> tuple[Floats, Floats]:
    centre, half = np.arcsin(np.sqrt(p)), t * se / (2 * np.sqrt(p * (1 - p)))
    return np.sin(np.maximum(centre - half, 0)) ** 2, np.sin(np.minimum(centre + half, pi / 2)) ** 2


def _mean(p: Floats, se: Floats, t: Floats, rows: Floats, level: float) -> tuple[Floats, Floats]:
    return p - t * se, p + t * se


def _wilson(p: Floats, se: Floats, t: Floats, rows: Floats, level: float) -> tuple[Floats, Floats]:
    n = p * (1 - p) / se**2
    centre = (p + t * t / (2 * n)) / (1 + t * t / n)
    half = t * np.sqrt(p * (1 - p) / n + t * t / (4 * n * n)) / (1 + t * t / n)
    return centre - half, centre + half


def _beta(p: Floats, se: Floats, t: Floats, rows: Floats, level: float) -> tuple[Floats, Floats]:
    n = _effective(p, se, t, rows, level)
    return _beta_limits(p, n, level)


def _effective(p: Floats, se: Floats, t: Floats, rows: Floats, level: float) -> Floats:
    """Effective sample size, made smaller for few degrees of freedom (Korn & Graubard 1998)."""
    many = t_factor(np.maximum(rows - 1, 1), level)
    return p * (1 - p) / se**2 * (many / t) ** 2


def _at_the_ends(p: Floats, df: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    effective = np.minimum(n * (t_factor(n - 1, level) / t_factor(df, level)) ** 2, n)
    return _beta_limits(p, effective, level)


def _beta_limits(p: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    from scipy.special import betaincinv  # slow to import: only those who ask for it wait

    alpha, yes = 1 - level, p * n
    with np.errstate(invalid="ignore"):
        low = np.where(p > 0, betaincinv(np.where(p > 0, yes, 1), n - yes + 1, alpha / 2), 0.0)
        high = np.where(p < 1, betaincinv(yes + 1, np.where(p < 1, n - yes, 1), 1 - alpha / 2), 1.0)
    return low, high


_INSIDE: dict[str, Callable[[Floats, Floats, Floats, Floats, float], tuple[Floats, Floats]]] = {
    "logit": _logit,
    "beta": _beta,
    "wilson": _wilson,
    "asin": _asin,
    "mean": _mean,
}
