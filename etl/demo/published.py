"""Weights that reproduce the published answers exactly, in whole millionths of a person."""

from __future__ import annotations

import numpy as np

from etl.demo.chance import MISSING
from etl.demo.intentions import HOMELAND, OTHER_RURAL
from etl.demo.people import NO, YES

MILLION = 1_000_000
WISH_PCT = 13  # of those who moved to the capital
HOMELAND_PCT, OTHER_RURAL_PCT = 44, 27  # of those who would resettle in a rural area


def reproducing(weight: np.ndarray, wish: np.ndarray, destination: np.ndarray) -> np.ndarray:
    """Weights changed as little as the published shares ask for, rounded to millionths.

    First those who named a destination are brought to 44, 27 and 29 in 100; then those who do not wish to
    return, and named none, to 87 for each 13 who do.
    """
    units = weight * MILLION
    whole = np.rint(units).astype(np.int64)
    named = destination != MISSING
    hundredth = round(units[named].sum() / 100)
    kinds = (
        (destination == HOMELAND, HOMELAND_PCT),
        (destination == OTHER_RURAL, OTHER_RURAL_PCT),
        (destination > OTHER_RURAL, 100 - HOMELAND_PCT - OTHER_RURAL_PCT),
    )
    for kind, pct in kinds:
        whole[kind] = adding_up(units[kind], pct * hundredth)
    wishing, others = (wish == YES) & ~named, (wish == NO) & ~named
    already = int(whole[(wish == YES) & named].sum())
    rounded_up = -(already + int(whole[wishing].sum())) % WISH_PCT
    whole[wishing] = adding_up(units[wishing], int(whole[wishing].sum()) + rounded_up)
    wanted = int(whole[wish == YES].sum()) // WISH_PCT * (100 - WISH_PCT)
    whole[others] = adding_up(units[others], wanted - int(whole[(wish == NO) & named].sum()))
    return whole / MILLION


def adding_up(parts: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers in proportion to `parts` that add up to `total`: the largest remainders are rounded up."""
    exact = parts * (total / parts.sum())
    whole = np.floor(exact).astype(np.int64)
    short = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:short]] += 1
    return whole
