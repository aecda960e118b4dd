"""Regions: two groupings of the 22 units, of 2024 and of 2001, which are never mixed."""

from __future__ import annotations

from store import queries

GROUPINGS = (2024, 2001)


def grouping(region: str) -> int:
    """The year of the grouping a region belongs to."""
    return int(region[1:5])


def of_grouping(build: str, year: int) -> tuple[str, ...]:
    """The regions of one grouping."""
    return tuple(region for region, grouped in queries.regions(build) if grouped == year)


def region_of(build: str, aimag: str, year: int) -> str:
    """The region an aimag belongs to in one grouping. Raises KeyError for an unknown aimag."""
    return _regions(build, year)[aimag]


def members(build: str, region: str) -> tuple[str, ...]:
    """The aimags of a region; none for an unknown one."""
    return tuple(aimag for aimag, its in _regions(build, grouping(region)).items() if its == region)


def peers(build: str, place: str) -> tuple[str, ...]:
    """What a place is compared with: the 22 units, or the regions of its own grouping; itself among them."""
    if place.startswith("R"):
        return of_grouping(build, grouping(place))
    return tuple(aimag.code for aimag in queries.aimags(build))


def neighbours(build: str, place: str) -> tuple[tuple[str, float], ...]:
    """Neighbouring aimags, or regions of the same grouping, with the shared border in km, longest first."""
    if not place.startswith("R"):
        return queries.neighbours(build, place)
    its = _regions(build, grouping(place))
    shared: dict[str, float] = {}
    for aimag in members(build, place):
        for other, length_km in queries.neighbours(build, aimag):
            if its[other] != place:
                shared[its[other]] = shared.get(its[other], 0) + length_km
    return tuple(sorted(shared.items(), key=lambda item: -item[1]))


def _regions(build: str, year: int) -> dict[str, str]:
    return {
        aimag.code: aimag.region_2024 if year == GROUPINGS[0] else aimag.region_2001
        for aimag in queries.aimags(build)
    }
