"""Everything known of one place: the latest figure of each indicator, its peers and its rank."""

from __future__ import annotations

from dataclasses import dataclass

from explore.ranking import COUNTRY
from store import queries
from store.queries import Observation


@dataclass(frozen=True)
class Standing:
    """A figure of a place among its peers. `peers` are all values of the same level, or of one grouping."""

    latest: Observation
    peers: dict[str, float]
    national: float | None

    @property
    def rank(self) -> int:
        """Position from the highest, equal values sharing one."""
        return 1 + sum(value > self.latest.value for value in self.peers.values())


def latest(build: str, place: str) -> dict[str, Observation]:
    """The newest figure of each indicator of a place."""
    return {o.indicator: o for o in queries.profile(build, place)}  # ordered by year within an indicator


def series(build: str, indicator: str, level: str, place: str) -> tuple[tuple[int, float], ...]:
    """Years and values of an indicator in a place, ascending; undated figures left out."""
    return tuple(
        (o.year, o.value)
        for o in queries.observations(build, indicator, level)
        if o.place == place and o.year
    )


def standing(build: str, indicator: str, place: str, level: str) -> Standing | None:
    """The newest figure of a place among its peers in the same year; None when the place has none."""
    rows = queries.observations(build, indicator, level)
    own = [o for o in rows if o.place == place]
    if not own:
        return None
    newest = own[-1]
    group = place.split("-")[0] if level == "region" else ""
    peers = {o.place: o.value for o in rows if o.year == newest.year and o.place.startswith(group)}
    country = [
        o
        for o in queries.observations(build, indicator, "country")
        if o.year == newest.year and o.place == COUNTRY
    ]
    return Standing(newest, peers, country[0].value if country else None)
