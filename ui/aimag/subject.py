"""Whom the page is about: an aimag, the capital, or a region of one of the two groupings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explore import figures, regions
from explore.figures import Figures, Standing
from explore.ranking import CAPITAL
from store import queries
from store.queries import Aimag, Indicator, Observation, Place, Warning
from ui.ask import ask
from ui.view import View

# The indicators of the strips and of what stands out, in order.
KEY = (
    "net_migration_rate", "population_change_since_2015", "unemployment_rate", "labour_force_participation_rate",
    "gdp_per_capita", "physicians_per_1000", "nurses_per_1000", "beds_per_1000", "pupils_per_teacher",
    "kindergartens_per_10000", "poverty_headcount_rate", "local_services_on_e_mongolia",
)  # fmt: skip
TRENDS = (
    "population_mid_year", "net_migration_rate", "labour_force_participation_rate", "unemployment_rate",
    "gdp_per_capita", "physicians_per_1000", "pupils_per_teacher", "livestock_per_person",
)  # fmt: skip
INDEX_YEAR = 2015


@dataclass(frozen=True)
class Subject:
    """A place as one person sees it; two equal subjects make the same cards."""

    view: View
    code: str

    @property
    def place(self) -> Place:
        """The place itself."""
        return self.view.places[self.code]

    @property
    def is_region(self) -> bool:
        """Whether it is a region."""
        return self.place.level == "region"

    @property
    def is_capital(self) -> bool:
        """Whether it is Ulaanbaatar, whose parts are districts."""
        return self.code == CAPITAL

    @property
    def figures(self) -> Figures:
        """The figures of all places."""
        return ask(figures.figures, self.view.build)

    @property
    def peers(self) -> tuple[str, ...]:
        """The 22 units, or the regions of the same grouping."""
        return ask(regions.peers, self.view.build, self.code)

    @property
    def members(self) -> tuple[str, ...]:
        """The aimags of a region, in the alphabetical order of the language; none for an aimag."""
        if not self.is_region:
            return ()
        inside = ask(regions.members, self.view.build, self.code)
        return tuple(place.code for place in self.view.level("aimag") if place.code in inside)

    @property
    def aimag(self) -> Aimag:
        """What does not change about an aimag. Raises StopIteration for a region."""
        return next(row for row in ask(queries.aimags, self.view.build) if row.code == self.code)

    def standing(self, indicator: str, year: int | None = None) -> Standing:
        """Where it stands among its peers."""
        return self.figures.standing(indicator, self.code, self.peers, year)

    def name(self, code: str | None = None) -> str:
        """The bare name of it or of another place."""
        return self.view.words.name(self.view.places[code or self.code])

    def indicator(self, code: str) -> Indicator:
        """A line of the dictionary."""
        return self.view.indicators[code]

    def warnings(self, used: Iterable[Observation]) -> list[Warning]:
        """Warnings about figures in their places and years, and about those of its members, once each."""
        figures_ = list(used)
        codes = {figure.indicator for figure in figures_}
        when = {figure.year for figure in figures_ if figure.year}
        places = {None, *self.members, *(figure.place for figure in figures_)}
        found = {
            (warning.severity, warning.text_en): warning
            for warning in ask(queries.warnings, self.view.build)
            if warning.indicator in codes
            and warning.place in places
            and (not when or any((warning.year_from or 0) <= y <= (warning.year_to or 9999) for y in when))
        }
        return list(found.values())
