"""One indicator in one year across all places of a level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from store import queries
from store.queries import Indicator, Warning

CAPITAL = "MN-1"
COUNTRY = "MN"


@dataclass(frozen=True)
class Ranking:
    """Values by place, with what a reader must know about them.

    `year` is 0 for an undated figure. `national` is the country's own value, None when there is none.
    A place is in exactly one of `values`, `missing` (no data) and `not_applicable`.
    """

    indicator: Indicator
    level: str
    year: int
    values: dict[str, float]
    missing: frozenset[str]
    not_applicable: frozenset[str]
    national: float | None
    kinds: frozenset[str]
    sources: tuple[str, ...]
    warnings: tuple[Warning, ...]

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Places with a value, highest first; ties by code."""
        return tuple(sorted(self.values, key=lambda place: (-self.values[place], place)))

    @cached_property
    def _ranks(self) -> dict[str, int]:
        ranks: dict[str, int] = {}
        for position, place in enumerate(self.order):
            before = self.order[position - 1] if position else None
            tied = before is not None and self.values[before] == self.values[place]
            ranks[place] = ranks[before] if tied and before else position + 1
        return ranks

    def rank(self, place: str) -> int | None:
        """Position from the highest value, 1-based, equal values sharing one; None without a value."""
        return self._ranks.get(place)

    @property
    def middle(self) -> float | None:
        """Where a diverging palette has its centre: zero, the national value, or nowhere."""
        if self.indicator.middle == "zero":
            return 0.0
        return self.national if self.indicator.middle == "national" else None


def catalogue(build: str) -> dict[str, Indicator]:
    """The dictionary by indicator code, in its order."""
    return {indicator.code: indicator for indicator in queries.indicators(build)}


def years(indicator: Indicator, level: str) -> tuple[int, ...]:
    """Years with a figure at a level, ascending; 0 stands for undated."""
    return indicator.soum_years if level == "soum" else indicator.aimag_years


def ranking(build: str, code: str, level: str, year: int) -> Ranking:
    """The ranking of an indicator at a level ("aimag" or "soum") in a year (0: undated).

    Raises KeyError for an indicator that the dictionary does not have.
    """
    indicator = catalogue(build)[code]
    rows = [o for o in queries.observations(build, code, level) if (o.year or 0) == year]
    country = [o for o in queries.observations(build, code, "country") if (o.year or 0) == year]
    values = {o.place: o.value for o in rows}
    known = {place.code for place in queries.places(build) if place.level == level}
    without = known - values.keys()
    not_applicable = without & {place for what, place, _, _ in queries.not_applicable(build) if what == code}
    return Ranking(
        indicator=indicator,
        level=level,
        year=year,
        values=values,
        missing=frozenset(without - not_applicable),
        not_applicable=frozenset(not_applicable),
        national=country[0].value if country else None,
        kinds=frozenset(o.kind for o in rows),
        sources=tuple(sorted({source for o in rows for source in o.sources})),
        warnings=warnings_for(build, code, year=year),
    )


def warnings_for(
    build: str, code: str, *, place: str | None = None, year: int | None = None
) -> tuple[Warning, ...]:
    """Usage warnings of an indicator, of all places or of one, in all years or in one."""
    return tuple(
        warning
        for warning in queries.warnings(build)
        if warning.indicator == code
        and (place is None or warning.place in (None, place))
        and (year is None or not year or (warning.year_from or 0) <= year <= (warning.year_to or 9999))
    )
