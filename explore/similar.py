"""Aimags like this one: nearest in a stated set of variables, with the variables that make them alike."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import mean, pstdev

from explore.ranking import CAPITAL, catalogue, ranking

VARIABLES = (
    "population_mid_year", "population_density", "net_migration_since_2015_rate", "labour_force_participation_rate",
    "gdp_per_capita", "livestock_per_person", "physicians_per_1000", "pupils_per_teacher",
    "great_circle_distance_aimag_centre_to_ub", "share_in_aimag_centre",
)  # fmt: skip


@dataclass(frozen=True)
class Similar:
    """A similar aimag: its distance in standard deviations and the variables on which both are closest."""

    aimag: str
    distance: float
    alike: tuple[str, ...]


def similar(build: str, aimag: str, nearest: int = 4, reasons: int = 3) -> tuple[Similar, ...]:
    """The aimags nearest to one, the capital left out.

    Distance is the root mean square of the differences of z-scores over VARIABLES, each in its latest year
    complete for the 21 aimags. The reasons are the variables of which both lie closest, counted in standard
    deviations, the plainest measure of likeness that can be told in words.
    """
    scores = _scores(build)
    if aimag == CAPITAL:
        return ()
    found = []
    for other in sorted(scores[VARIABLES[0]].keys() - {aimag}):
        gaps = {variable: abs(scores[variable][aimag] - scores[variable][other]) for variable in VARIABLES}
        distance = sqrt(mean(gap**2 for gap in gaps.values()))
        found.append(Similar(other, distance, tuple(sorted(gaps, key=lambda v: gaps[v])[:reasons])))
    return tuple(sorted(found, key=lambda item: (item.distance, item.aimag))[:nearest])


def years_used(build: str) -> dict[str, int]:
    """The year of each variable: the latest with a figure for every aimag (0: undated)."""
    known = catalogue(build)
    used = {}
    for variable in VARIABLES:
        years = reversed(known[variable].aimag_years)
        used[variable] = next(
            y for y in years if len(ranking(build, variable, "aimag", y).values.keys() - {CAPITAL}) == 21
        )
    return used


def _scores(build: str) -> dict[str, dict[str, float]]:
    scores = {}
    for variable, year in years_used(build).items():
        values = {k: v for k, v in ranking(build, variable, "aimag", year).values.items() if k != CAPITAL}
        middle, spread = mean(values.values()), pstdev(values.values())
        scores[variable] = {place: (value - middle) / spread for place, value in values.items()}
    return scores
