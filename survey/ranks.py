"""Rank intervals: which ranks each of several estimates may have, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from survey.results import Estimate


class Rank(NamedTuple):
    """The ranks an estimate may have, 1 the highest; `best` = `worst` where it is certain."""

    best: int
    worst: int


def joint_level(count: int, level: float = 0.95) -> float:
    """The level at which each of `count` intervals is made so that all hold together (Bonferroni)."""
    return 1 - (1 - level) / max(count, 1)


def ranks(estimates: Sequence[Estimate]) -> list[Rank | None]:
    """The ranks of estimates whose intervals hold together; None for one without an interval.

    One estimate is above another only where their intervals do not overlap (Klein, Wright & Wieczorek 2020,
    A joint confidence region for an overall ranking of populations, JRSS C 69: 589–606). Right whatever the
    correlation of the estimates. Make the intervals at `joint_level`.
    """
    known = [(e.low, e.high) for e in estimates if e.low is not None and e.high is not None]
    found: list[Rank | None] = []
    for estimate in estimates:
        if estimate.low is None or estimate.high is None:
            found.append(None)
            continue
        above = sum(low > estimate.high for low, _ in known)
        below = sum(high < estimate.low for _, high in known)
        found.append(Rank(1 + above, len(known) - below))
    return found
