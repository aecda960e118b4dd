"""Random draws of what is uncertain, each from a stream of its own so that scenarios differ only where they should."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BANDS = (0.5, 0.8, 0.95)


def stream(seed: int, name: str) -> np.random.Generator:
    """The random numbers of one input: the same for the same seed, whatever else a scenario holds."""
    return np.random.default_rng([seed, crc32(name.encode())])


def share(
    random: np.random.Generator, estimate: Floats, se: Floats, df: Floats, n: Floats, size: int
) -> Floats:
    """Draws of shares with the sampling error of their design: draws × estimates.

    logit(p) + t · se / (p (1 − p)) with Student's t of the design's degrees of freedom, which is the logit interval of the
    estimator turned into a distribution. Where the standard error says nothing (p = 0 or 1) draws are from
    the beta distribution of Jeffreys' interval with n respondents.
    """
    p, error, freedom, base = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(a, dtype=float)) for a in (estimate, se, df, n))
    )
    inside = (p > 0) & (p < 1) & (error > 0)
    safe = np.where(inside, p, 0.5)
    t = random.standard_t(np.where(freedom > 0, freedom, 1.0), (size, len(p)))
    with np.errstate(over="ignore"):
        drawn = 1 / (1 + np.exp(-(np.log(safe / (1 - safe)) + t * error / (safe * (1 - safe)))))
    if inside.all():
        return np.asarray(drawn)
    ends = random.beta(p * base + 0.5, (1 - p) * base + 0.5, (size, len(p)))
    return np.where(inside, drawn, ends)


def parts(random: np.random.Generator, estimate: Floats, se: Floats, size: int) -> Floats:
    """Draws of shares that add up to 1: draws × parts, from Dirichlet's distribution.

    Its size is the effective sample size Σ p (1 − p) / Σ se², the mean design effect of the parts.
    """
    p = np.asarray(estimate, dtype=float) / np.sum(estimate)
    spread = float(np.square(se).sum())
    if spread <= 0 or len(p) == 1:
        return np.tile(p, (size, 1))
    effective = float((p * (1 - p)).sum()) / spread
    drawn = random.standard_gamma(np.maximum(p * effective, 1e-3), (size, len(p)))
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


def between(random: np.random.Generator, low: float, middle: float, high: float, size: int) -> Floats:
    """Draws of an assumption: the number itself, or triangular between its ends."""
    if not low < high:
        return np.full(size, middle)
    return np.asarray(random.triangular(low, middle, high, size))


def quantiles(drawn: Floats, probabilities: tuple[float, ...]) -> Floats:
    """Quantiles over the first axis: probabilities × the other axes."""
    ordered = np.sort(drawn, axis=0)
    at = np.array(probabilities) * (len(ordered) - 1)
    below = np.floor(at).astype(np.int64)
    above = np.minimum(below + 1, len(ordered) - 1)
    share = (at - below).reshape((-1,) + (1,) * (ordered.ndim - 1))
    return np.asarray(ordered[below] * (1 - share) + ordered[above] * share)


def band(drawn: Floats) -> dict[float, tuple[Floats, Floats]]:
    """Lower and upper ends of the bands of 50, 80 and 95 in 100."""
    probabilities = tuple(p for level in BANDS for p in ((1 - level) / 2, (1 + level) / 2))
    found = quantiles(drawn, probabilities)
    return {level: (found[2 * i], found[2 * i + 1]) for i, level in enumerate(BANDS)}
