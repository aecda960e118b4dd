"""From figures to scores: missing rule, normalisation, weights, aggregation, each for many draws at once.

Arrays end in aimags × indicators, or aimags × pillars; axes before are draws.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from planning.readiness.selection import PILLARS, Chosen

Floats = NDArray[np.float64]
Normalisation = Literal["minmax", "z", "rank"]
Aggregation = Literal["arithmetic", "geometric"]
Missing = Literal["available", "median", "drop"]
NORMALISATIONS: tuple[Normalisation, ...] = get_args(Normalisation)
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)
MISSING: tuple[Missing, ...] = get_args(Missing)


def normalised(figures: Floats, chosen: tuple[Chosen, ...], how: Normalisation) -> Floats:
    """Figures on one scale on which more is better, NaN where there is no figure.

    minmax  1 to 100, the worst aimag 1 and the best 100
    z       100 + 10 · (x − mean) ÷ standard deviation, kept above 1
    rank    100 · (aimags that are not better) ÷ (aimags with a figure), ties sharing their mean

    Above zero throughout, so that a geometric mean exists.
    """
    x = figures * np.array([indicator.better for indicator in chosen], dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        if how == "minmax":
            low, high = (f(x, axis=-2, keepdims=True) for f in (np.nanmin, np.nanmax))
            scaled = np.where(high > low, 1 + 99 * (x - low) / np.where(high > low, high - low, 1), 50.5)
        elif how == "z":
            spread = np.nanstd(x, axis=-2, keepdims=True)
            score = (x - np.nanmean(x, axis=-2, keepdims=True)) / np.where(spread > 0, spread, 1)
            scaled = np.maximum(100 + 10 * score, 1.0)
        else:
            known = np.isfinite(x)
            below = (x[..., :, None, :] > x[..., None, :, :]).sum(axis=-2)
            same = (x[..., :, None, :] == x[..., None, :, :]).sum(axis=-2)
            scaled = 100 * (below + (same + 1) / 2) / np.maximum(known.sum(axis=-2, keepdims=True), 1)
    return np.where(np.isfinite(x), scaled, np.nan)


def pillars(scores: Floats, chosen: tuple[Chosen, ...], missing: Missing) -> Floats:
    """The mean of each pillar's scores, by aimag and pillar; NaN for a pillar without any.

    Where an aimag lacks some: the mean of those it has (`available`), the median aimag's score in their place
    (`median`), or no index at all for this aimag (`drop`: NaN).
    """
    if missing == "median":
        scores = np.where(np.isfinite(scores), scores, np.nanmedian(scores, axis=-2, keepdims=True))
    out = np.full((*scores.shape[:-1], len(PILLARS)), np.nan)
    for p, pillar in enumerate(PILLARS):
        mine = [i for i, indicator in enumerate(chosen) if indicator.pillar == pillar]
        if mine:
            part = scores[..., mine]
            known = np.isfinite(part)
            mean = np.where(known, part, 0).sum(axis=-1) / np.maximum(known.sum(axis=-1), 1)
            enough = known.all(axis=-1) if missing == "drop" else known.any(axis=-1)
            out[..., p] = np.where(enough, mean, np.nan)
    return out


def index(scores: Floats, weights: Floats, how: Aggregation, missing: Missing) -> Floats:
    """The weighted mean of the pillars, by aimag.

    Pillars that no aimag has are left out and the other weights scaled up. Where one aimag lacks a pillar, its other
    weights are scaled up, or it has no index (`drop`).
    """
    known = np.isfinite(scores)
    spoken = known.any(axis=tuple(range(known.ndim - 1)))
    weight = np.where(known, weights[..., None, :] if weights.ndim > 1 else weights, 0.0) * spoken
    total = weight.sum(axis=-1)
    safe = np.where(known, scores, 1.0)
    terms = np.log(safe) if how == "geometric" else safe
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (weight * terms).sum(axis=-1) / total
    found = np.exp(mean) if how == "geometric" else mean
    if missing == "drop":
        found = np.where((known | ~spoken).all(axis=-1), found, np.nan)
    return np.where(total > 0, found, np.nan)
