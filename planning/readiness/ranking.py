"""Ranks as far as they are certain: from sampling error, from plausible weights, and from both.

An aimag counts as better than another when it is so in at least 97.5 in 100 draws. One that j others are better than,
and that is better than i of the A, can have the places j + 1 to A − i. Percentiles of drawn ranks would be
shorter but hold the true rank too seldom where aimags are alike, because draws add noise to noise.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CERTAIN = 0.975


class Places(NamedTuple):
    """The places an aimag can have, from the best (1); None where it has no index."""

    low: int | None
    high: int | None


def ranks(scores: Floats) -> Ints:
    """Places by score along the last axis, the best 1, ties sharing the better; 0 without a score."""
    with np.errstate(invalid="ignore"):
        better = (scores[..., None, :] > scores[..., :, None]).sum(axis=-1)
    return np.where(np.isfinite(scores), better + 1, 0)


def places(drawn: Floats) -> tuple[Places, ...]:
    """The interval of each aimag's rank from draws × aimags of scores."""
    known = np.asarray(np.isfinite(drawn).all(axis=0))
    above = np.zeros((drawn.shape[1],) * 2)
    for i in range(drawn.shape[1]):
        above[i] = (drawn > drawn[:, i, None]).mean(axis=0)
    above[:, ~known] = 0.0
    better = (above >= CERTAIN).sum(axis=1)
    worse = (above.T >= CERTAIN).sum(axis=1)
    return tuple(
        Places(int(b) + 1, int(known.sum() - w)) if k else Places(None, None)
        for b, w, k in zip(better, worse, known, strict=True)
    )


def firsts(drawn: Floats) -> Floats:
    """How often each aimag is first, ties shared."""
    filled = np.where(np.isfinite(drawn), drawn, -np.inf)
    best = filled == filled.max(axis=1, keepdims=True)
    best &= np.isfinite(drawn)
    return np.asarray((best / np.maximum(best.sum(axis=1, keepdims=True), 1)).mean(axis=0))


def correlation(scores: Floats, other: Floats) -> float | None:
    """Spearman's rank correlation over aimags that have both; None below five of them."""
    both = np.isfinite(scores) & np.isfinite(other)
    if both.sum() < 5:
        return None
    a, b = (_mean_ranks(x[both]) for x in (scores, other))
    if a.std() == 0 or b.std() == 0:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def _mean_ranks(x: Floats) -> Floats:
    return np.asarray((x[:, None] > x[None, :]).sum(axis=1) + (x[:, None] == x[None, :]).sum(axis=1) / 2)
