"""A ranking with its class breaks and colours: what map, tiles, dots and legend have in common."""

from __future__ import annotations

from dataclasses import dataclass

from explore.ranking import Ranking, ranking, years
from geo.breaks import Breaks, classify
from store import queries
from ui.ask import ask
from ui.classes import Classes
from ui.theme import palette
from ui.view import View


@dataclass(frozen=True)
class Painted:
    """Values, classes and colours of one indicator in one year."""

    view: View
    ranking: Ranking
    breaks: Breaks
    colours: tuple[str, ...]

    @property
    def is_count(self) -> bool:
        """Whether values are counts, which are drawn as symbols and never as filled areas."""
        return self.ranking.indicator.kind == "count"

    def fill(self, place: str) -> str:
        """The colour of a place; of one without a value, the colour of no data."""
        value = self.ranking.values.get(place)
        if value is None:
            return self.view.theme.no_data
        if self.is_count:
            return self.sign_colour(value)
        index = self.breaks.index(value)
        return self.colours[index] if index is not None else self.view.theme.no_data

    def sign_colour(self, value: float) -> str:
        """The colour of a symbol: by sign where zero is the middle, else one colour for all."""
        theme = self.view.theme
        if self.ranking.indicator.middle != "zero":
            return theme.primary
        return theme.above[-2] if value >= 0 else theme.below[1]

    def said(self, place: str, *, unit: bool = False) -> str:
        """The value of a place in words: a number, "no data" or "not applicable"."""
        value = self.ranking.values.get(place)
        indicator = self.ranking.indicator
        if value is None:
            absent = "not applicable" if place in self.ranking.not_applicable else "no data"
            return self.view.t("not applicable") if absent == "not applicable" else self.view.t("no data")
        text = self.view.value(value, indicator)
        return (
            with_unit(self.view, text, indicator.unit, self.view.words.of(indicator, "unit"))
            if unit
            else text
        )


def with_unit(view: View, number: str, unit: str, label: str) -> str:
    """A number followed by its unit as the language writes it: 13 %, 22,7 (1 000 хүн амд)."""
    if unit == "percent":
        return f"{number}\u00a0%"
    if unit == "count":
        return number
    return f"{number}\u00a0{label}" if " " not in label and len(label) < 12 else f"{number} ({label})"


def painted(view: View, indicator: str, level: str, year: int, classes: Classes) -> Painted:
    """The picture of an indicator in a year; raises KeyError for an unknown indicator."""
    found = ask(ranking, view.build, indicator, level, year)
    pooled = list(found.values.values())
    if (
        not classes.each_year
        and found.indicator.middle != "national"
        and len(years(found.indicator, level)) > 1
    ):
        pooled = [o.value for o in ask(queries.observations, view.build, indicator, level)]
    breaks = classify(pooled, classes.method, classes.count, edges=classes.edges or None, middle=found.middle)
    breaks = breaks.recounted(found.values.values())
    colours = palette(view.theme, breaks.below, len(breaks), found.middle is not None)
    return Painted(view, found, breaks, colours)
