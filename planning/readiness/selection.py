"""Which indicators speak for which pillar, in which direction, and their figures by aimag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planning import official
from planning.values import Value

Floats = NDArray[np.float64]
YEARS_OF_SURVEYS = 3


class Chosen(NamedTuple):
    """An indicator of a pillar; `better` is 1 where more is better and −1 where less is.

    `sampled` tells that it comes from a sample survey of which no standard error was published: the spread of its
    last three years stands in for it.
    """

    code: str
    pillar: str
    better: int
    sampled: bool = False


PILLARS = ("jobs", "services", "living", "connection", "digital", "environment")
INDICATORS = (
    Chosen("unemployment_rate", "jobs", -1, True),
    Chosen("employment_ratio_estimate", "jobs", 1, True),
    Chosen("gdp_per_capita", "jobs", 1),
    Chosen("pupils_per_teacher", "services", -1),
    Chosen("children_per_kindergarten", "services", -1),
    Chosen("physicians_per_1000", "services", 1),
    Chosen("nurses_per_1000", "services", 1),
    Chosen("beds_per_1000", "services", 1),
    Chosen("poverty_headcount_rate", "living", -1, True),
    Chosen("great_circle_distance_aimag_centre_to_ub", "connection", -1),
    Chosen("local_services_on_e_mongolia", "digital", 1),
)
KNOWN = {indicator.code: indicator for indicator in INDICATORS}


@dataclass(frozen=True)
class Table:
    """Figures by aimag and indicator, NaN where there are none; `se` their standard errors, 0 for full counts.

    `values` holds each figure with its source and year. Pillars without any indicator are in `empty`.
    """

    aimags: tuple[str, ...]
    indicators: tuple[Chosen, ...]
    figures: Floats
    se: Floats
    values: dict[tuple[str, str], Value]

    @property
    def empty(self) -> tuple[str, ...]:
        """Pillars that no indicator with figures speaks for."""
        spoken = {
            chosen.pillar for i, chosen in enumerate(self.indicators) if np.isfinite(self.figures[:, i]).any()
        }
        return tuple(pillar for pillar in PILLARS if pillar not in spoken)


def table(build: str, chosen: tuple[Chosen, ...] = INDICATORS) -> Table:
    """The newest figures of every indicator, the capital left out."""
    places = official.aimags(build)
    figures = np.full((len(places), len(chosen)), np.nan)
    se = np.zeros(figures.shape)
    values = {}
    for i, indicator in enumerate(chosen):
        newest = official.newest(build, indicator.code)
        for p, place in enumerate(places):
            value = newest.get(place)
            if value is None or value.estimate is None:
                continue
            figures[p, i] = value.estimate
            values[place, indicator.code] = value
            if indicator.sampled:
                se[p, i] = _spread(official.series(build, indicator.code, place))
    return Table(places, chosen, figures, se, values)


def _spread(rows: tuple[Value, ...]) -> float:
    """The standard deviation of the last years, in place of a standard error that was not published."""
    last = [row.estimate for row in rows[-YEARS_OF_SURVEYS:] if row.estimate is not None]
    return float(np.std(last, ddof=1)) if len(last) > 1 else 0.0
