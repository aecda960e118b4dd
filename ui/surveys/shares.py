"""Shares by aimag with their uncertainty and colours: what map, tiles and legend of a survey have in common."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Literal, get_args

from geo.breaks import Breaks, classify
from geo.tiles import TILES
from survey import questions
from survey.questions import Answered
from survey.results import Estimate
from ui.ask import ask
from ui.surveys import codebook, say
from ui.surveys.choice import Choice
from ui.theme import palette, ramp
from ui.view import View

Layer = Literal["origin", "wanted"]
Show = Literal["share", "width"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
SHOWS: tuple[Show, ...] = get_args(Show)
CAPITAL = "MN-1"


@dataclass(frozen=True)
class Shares:
    """One share per aimag, classed and coloured; `show` says whether the share or its interval's width is drawn."""

    view: View
    choice: Choice
    layer: Layer
    show: Show
    answered: Answered
    estimates: dict[str, Estimate]
    breaks: Breaks
    colours: tuple[str, ...]

    @property
    def share_decimals(self) -> int:
        """Decimals of all shares: one where intervals are mostly narrower than four points, else none."""
        widths = [width for row in self.estimates.values() if (width := drawn(row, "width")) is not None]
        return int(bool(widths) and median(widths) < 4)

    def value(self, place: str) -> float | None:
        """What is drawn: the share in percent, or the width of its interval in percentage points."""
        return drawn(self.estimates.get(place), self.show)

    def fill(self, place: str) -> str | None:
        """The colour of a place; None for one without a value, which its mark draws."""
        index = self.breaks.index(self.value(place))
        return None if index is None else self.colours[index]

    def mark(self, place: str) -> str:
        """The mark of a place: people of the capital are those who were asked, so it has no share of its own."""
        estimate = self.estimates.get(place)
        if estimate is None:
            return "z" if place == CAPITAL else "x"
        return estimate.mark or ("x" if self.value(place) is None else "")

    def said(self, place: str) -> str:
        """The value as a label: a number of percent or points, or the mark."""
        value = self.value(place)
        if value is None:
            return f"[{self.mark(place)}]"
        return self.view.words.number(value, 1 if self.show == "width" else self.share_decimals)

    def full(self, place: str) -> str:
        """Name, share, interval and mark."""
        name = self.view.words.name(self.view.places[place])
        estimate = self.estimates.get(place)
        if estimate is None or estimate.estimate is None:
            return f"{name}: [{self.mark(place)}]"
        return f"{name}: {say.cell(self.view, estimate, self.share_decimals)} %"


def shares(view: View, choice: Choice, layer: Layer, show: Show) -> Shares | None:
    """The shares of a layer: who wishes to return, by aimag of origin, or which aimag is wanted.

    None when the round did not ask for it.
    """
    found = ask(answered, view, choice, layer)
    if found is None:
        return None
    estimates = (
        {str(row.answer): row for row in found.estimates}
        if layer == "wanted"
        else {str(row.by[0]): row for row in found.estimates if row.answer == "yes"}
    )
    values = [drawn(estimates.get(place), show) for place in TILES]
    breaks = classify(values, "jenks", 5)
    theme = view.theme
    colours = (
        palette(theme, 0, len(breaks), False)
        if show == "share"
        else ramp((theme.no_data, theme.accent), len(breaks))
    )
    return Shares(view, choice, layer, show, found, estimates, breaks, colours)


def answered(view: View, choice: Choice, layer: Layer) -> Answered | None:
    """The question behind a layer, answered; None when the round did not ask it."""
    wish, origin, wanted = (
        codebook.by_concept(view, choice, concept)
        for concept in ("wish", "origin_aimag", "destination_aimag")
    )
    subject, by = (wish, origin) if layer == "origin" else (wanted, None)
    if subject is None or (layer == "origin" and by is None):
        return None
    groups = (by.code,) if by else ()
    return ask(questions.table, view.build, choice.survey.code, choice.round.code, subject.code, groups)


def drawn(estimate: Estimate | None, show: Show) -> float | None:
    """The number that a map draws of an estimate, in percent or percentage points."""
    if estimate is None or estimate.estimate is None:
        return None
    if show == "share":
        return 100 * estimate.estimate
    if estimate.low is None or estimate.high is None:
        return None
    return 100 * (estimate.high - estimate.low)


def similar(estimates: dict[str, Estimate], place: str) -> list[str]:
    """The other places whose interval meets that of a place.

    Intervals that do not meet show a difference whatever the two estimates have to do with each other; those
    that meet may or may not differ, so nothing is claimed of them.
    """
    here = estimates[place]
    return [
        other
        for other, there in estimates.items()
        if other != place
        and None not in (here.low, here.high, there.low, there.high)
        and there.low <= here.high  # type: ignore[operator]
        and here.low <= there.high  # type: ignore[operator]
    ]
