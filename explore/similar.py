"""Which aimags are alike, and in what.

Each variable is taken in its latest year that is known for all 21 aimags, as it stands or, where a few
aimags dwarf the rest, as its decimal logarithm, and standardised over the 21 aimags (z-score with the
population's standard deviation). The capital is left out: being unlike all of them it would stretch every
scale. The distance of two aimags is the root mean square of the differences of their z-scores: 1 means one
standard deviation apart in the average variable. The reasons given for a likeness are the variables with the
smallest difference. `docs/methods/similar.md` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10, sqrt
from statistics import fmean, pstdev

from explore.figures import Figures, figures
from explore.ranking import CAPITAL
from store import queries

# Indicator → whether it is compared on a logarithmic scale.
VARIABLES = {
    "population_mid_year": True,
    "population_density": True,
    "share_in_aimag_centre": False,
    "net_migration_since_2015_rate": False,
    "labour_force_participation_rate": False,
    "unemployment_rate": False,
    "gdp_per_capita": True,
    "livestock_per_person": False,
    "physicians_per_1000": False,
    "pupils_per_teacher": False,
    "kindergartens_per_10000": False,
    "great_circle_distance_aimag_centre_to_ub": False,
}


@dataclass(frozen=True)
class Reason:
    """A variable in which two aimags are close: both values, and how far apart in standard deviations."""

    indicator: str
    here: float
    there: float
    apart: float


@dataclass(frozen=True)
class Similar:
    """A similar aimag; `distance` in standard deviations, reasons closest first."""

    aimag: str
    distance: float
    reasons: tuple[Reason, ...]

    @property
    def alike(self) -> tuple[str, ...]:
        """The variables named in the reasons."""
        return tuple(reason.indicator for reason in self.reasons)


def similar(build: str, aimag: str, nearest: int = 4, reasons: int = 3) -> tuple[Similar, ...]:
    """The aimags nearest to one, each with the variables in which both lie closest; none for the capital."""
    known, units = figures(build), _aimags(build)
    if aimag not in units:
        return ()
    years = _years(known, units)
    apart = {code: _apart(known, units, code, year, aimag) for code, year in years.items()}
    found = []
    for other in units:
        if other == aimag:
            continue
        closest = sorted((by_place[other] for by_place in apart.values()), key=lambda reason: reason.apart)
        distance = sqrt(fmean(reason.apart**2 for reason in closest))
        found.append(Similar(other, distance, tuple(closest[:reasons])))
    return tuple(sorted(found, key=lambda item: (item.distance, item.aimag))[:nearest])


def years_used(build: str) -> dict[str, int]:
    """The year of each variable: the latest with a figure for every aimag (0: undated).

    A variable that is complete in no year is left out.
    """
    return _years(figures(build), _aimags(build))


def _aimags(build: str) -> tuple[str, ...]:
    return tuple(aimag.code for aimag in queries.aimags(build) if aimag.code != CAPITAL)


def _years(known: Figures, units: tuple[str, ...]) -> dict[str, int]:
    complete = {
        code: set.intersection(*(set(known.years(code, unit)) for unit in units)) for code in VARIABLES
    }
    return {code: max(years) for code, years in complete.items() if years}


def _apart(known: Figures, units: tuple[str, ...], code: str, year: int, here: str) -> dict[str, Reason]:
    """How far every aimag lies from one in a variable."""
    values = {unit: known.years(code, unit)[year].value for unit in units}
    scaled = {unit: log10(value) if VARIABLES[code] else value for unit, value in values.items()}
    spread = pstdev(scaled.values()) or 1.0  # a variable equal everywhere sets nobody apart
    return {
        unit: Reason(code, values[here], values[unit], abs(scaled[unit] - scaled[here]) / spread)
        for unit in units
    }
