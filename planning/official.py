"""Figures of the store as values with their year and sources."""

from __future__ import annotations

from functools import lru_cache

from planning.values import Value
from store import queries
from store.queries import Observation

CAPITAL = "MN-1"
COUNTRY = "MN"


@lru_cache(maxsize=512)
def _rows(build: str, indicator: str, level: str) -> tuple[Observation, ...]:
    return queries.observations(build, indicator, level)


@lru_cache(maxsize=8)
def _units(build: str) -> dict[str, str]:
    return {indicator.code: indicator.unit for indicator in queries.indicators(build)}


@lru_cache(maxsize=8)
def aimags(build: str) -> tuple[str, ...]:
    """The 21 aimags, the capital left out, by code."""
    return tuple(sorted(aimag.code for aimag in queries.aimags(build) if aimag.code != CAPITAL))


def value(build: str, indicator: str, place: str, year: int | None = None) -> Value | None:
    """The figure of a place in a year, or its newest; None when there is none."""
    level = "country" if place == COUNTRY else "aimag"
    rows = [row for row in _rows(build, indicator, level) if row.place == place and year in (None, row.year)]
    return _value(build, rows[-1]) if rows else None


def series(build: str, indicator: str, place: str) -> tuple[Value, ...]:
    """All figures of a place, oldest first."""
    level = "country" if place == COUNTRY else "aimag"
    return tuple(_value(build, row) for row in _rows(build, indicator, level) if row.place == place)


def newest(build: str, indicator: str) -> dict[str, Value]:
    """The figure of each aimag in the newest year that has one for all 21, else each aimag's own newest.

    Aimags without a figure are not there.
    """
    rows = [row for row in _rows(build, indicator, "aimag") if row.place != CAPITAL]
    years: dict[int | None, int] = {}
    for row in rows:
        years[row.year] = years.get(row.year, 0) + 1
    whole = [year for year, places in years.items() if places == len(aimags(build))]
    if whole:
        last = max(whole, key=lambda year: year or 0)
        rows = [row for row in rows if row.year == last]
    return {row.place: _value(build, row) for row in rows}  # ordered by year within a place


def _value(build: str, row: Observation) -> Value:
    return Value(
        code=f"{row.indicator}/{row.place}/{row.year or 0}",
        estimate=row.value,
        kind="calculated"
        if row.kind == "calculated"
        else "published"
        if row.kind == "published"
        else "official",
        unit=_units(build)[row.indicator],
        base=row.place,
        year=row.year,
        sources=row.sources,
    )
