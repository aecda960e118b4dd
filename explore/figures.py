"""All figures by place, and where a place stands among its peers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from explore.ranking import COUNTRY
from store import queries
from store.queries import Observation

Series = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Standing:
    """A place among its peers, in one indicator and year.

    `year` is 0 when undated and None when no peer has a figure. `value` is None without a figure;
    `applies` is False where the indicator has no meaning. `from_highest` and `from_lowest` are positions,
    1-based, equal values sharing one. `values` are those of all peers that have one.
    """

    indicator: str
    place: str
    year: int | None
    value: float | None
    applies: bool
    national: float | None
    values: dict[str, float] = field(repr=False)
    figure: Observation | None

    @property
    def of(self) -> int:
        """How many peers have a figure."""
        return len(self.values)

    @property
    def from_highest(self) -> int:
        """Position from the highest value. Raises ValueError for a place without a figure."""
        return 1 + sum(value > self._known for value in self.values.values())

    @property
    def from_lowest(self) -> int:
        """Position from the lowest value. Raises ValueError for a place without a figure."""
        return 1 + sum(value < self._known for value in self.values.values())

    @property
    def tied(self) -> bool:
        """Whether another peer has the same value."""
        return sum(value == self.value for value in self.values.values()) > 1

    @property
    def _known(self) -> float:
        if self.value is None:
            raise ValueError(f"{self.place} has no figure of {self.indicator}.")
        return self.value


@dataclass(frozen=True)
class Figures:
    """All figures of aimags, regions and the country: place → indicator → year (0: undated) → figure."""

    known: dict[str, dict[str, dict[int, Observation]]]
    not_applicable: frozenset[tuple[str, str]]

    def years(self, indicator: str, place: str) -> dict[int, Observation]:
        """The figures of an indicator in a place by year, ascending."""
        return self.known.get(place, {}).get(indicator, {})

    def latest(self, indicator: str, place: str) -> Observation | None:
        """The latest figure; None when there is none."""
        years = self.years(indicator, place)
        return years[max(years)] if years else None

    def value(self, indicator: str, place: str, year: int) -> float | None:
        """One value; None when there is none. An undated figure fits every year."""
        years = self.years(indicator, place)
        figure = years.get(year) or years.get(0)
        return figure.value if figure else None

    def series(self, indicator: str, place: str) -> Series:
        """Years and values of the dated figures, ascending."""
        return tuple((year, figure.value) for year, figure in self.years(indicator, place).items() if year)

    def fullest_year(self, indicator: str, places: Iterable[str]) -> int | None:
        """The latest of the years in which most of the places have a figure; None when none has any."""
        counts: dict[int, int] = {}
        for place in places:
            for year in self.years(indicator, place):
                counts[year] = counts.get(year, 0) + 1
        return max(counts, key=lambda year: (counts[year], year)) if counts else None

    def standing(
        self, indicator: str, place: str, peers: tuple[str, ...], year: int | None = None
    ) -> Standing:
        """Where a place stands among its peers in a year, by default the fullest one of the peers."""
        if year is None:
            year = self.fullest_year(indicator, peers)
        figures = {peer: self.years(indicator, peer) for peer in peers}
        values = {peer: years[year].value for peer, years in figures.items() if year in years}
        return Standing(
            indicator, place, year, values.get(place), (indicator, place) not in self.not_applicable,
            self.value(indicator, COUNTRY, year) if year is not None else None, values,
            self.years(indicator, place).get(year) if year is not None else None,
        )  # fmt: skip


def figures(build: str) -> Figures:
    """The figures of all aimags, regions and the country in a build."""
    known: dict[str, dict[str, dict[int, Observation]]] = {}
    for place in queries.places(build):
        if place.level in ("aimag", "region", "country"):
            known[place.code] = by_indicator(queries.profile(build, place.code))
    absent = frozenset((indicator, place) for indicator, place, _, _ in queries.not_applicable(build))
    return Figures(known, absent)


def by_indicator(observations: Iterable[Observation]) -> dict[str, dict[int, Observation]]:
    """Figures by indicator and year (0: undated), years ascending."""
    sorted_ = sorted(observations, key=lambda figure: (figure.indicator, figure.year or 0))
    made: dict[str, dict[int, Observation]] = {}
    for figure in sorted_:
        made.setdefault(figure.indicator, {})[figure.year or 0] = figure
    return made
