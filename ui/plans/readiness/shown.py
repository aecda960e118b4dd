"""Readiness as it is shown: ranks as intervals, aimags by what is certain of them, scores and pillars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from geo.breaks import classify
from planning.readiness import Readiness, Standing
from planning.readiness.ranking import Places
from planning.readiness.selection import INDICATORS, PILLARS
from planning.values import Value
from ui.drawings.scatter import Dot, scatter
from ui.drawings.spans import Span, spans
from ui.plans.country import Country, Key, Said
from ui.plans.pillars import PILLARS as NAMES
from ui.plans.readiness.request import MAPS, Asked, asked
from ui.theme import ramp
from ui.view import View


@dataclass(frozen=True)
class Shown:
    """The index under the settings of an address; `of` is what the map shows."""

    view: View
    asked: Asked
    found: Readiness
    of: str

    def places(self, row: Standing) -> Places:
        """The places an aimag can have, by what ranks are taken to be uncertain by."""
        return {"both": row.both, "sampling": row.sampling, "weights": row.weights}[self.asked.certainty]

    @cached_property
    def ordered(self) -> tuple[Standing, ...]:
        """Aimags by their score, those without one last."""
        return tuple(sorted(self.found.standings, key=lambda row: (row.rank or 99, row.aimag)))

    @cached_property
    def ranked(self) -> tuple[Standing, ...]:
        """Aimags that have a score."""
        return tuple(row for row in self.ordered if row.rank)

    @property
    def may_be_first(self) -> tuple[Standing, ...]:
        """Aimags whose interval holds the first place."""
        return tuple(row for row in self.ranked if self.places(row).low == 1)

    @property
    def unspoken(self) -> tuple[str, ...]:
        """Pillars that take no part because the reader left all their indicators out."""
        chosen = {indicator.pillar for indicator in self.found.table.indicators}
        offered = {indicator.pillar for indicator in INDICATORS}
        return tuple(pillar for pillar in self.found.empty if pillar in offered - chosen)

    def name(self, row: Standing) -> str:
        """What the aimag is called."""
        return self.view.words.name(self.view.places[row.aimag])

    def first(self, row: Standing) -> str:
        """How often it comes first, of 100 draws; never none where there were some."""
        share = 100 * row.first
        return "<1" if 0 < share < 1 else self.view.words.number(share)

    def span(self, row: Standing) -> str:
        """The places it can have, in words."""
        places = self.places(row)
        if places.low is None:
            return self.view.t("no index")
        return str(places.low) if places.low == places.high else f"{places.low}–{places.high}"

    def weights(self) -> tuple[Value, ...]:
        """The weights of pillars that take part, as assumptions of who set them."""
        used = {pillar: weight for pillar, weight in self.found.weights.items() if weight}
        return tuple(
            Value(f"weight/{p}", weight, "assumption", by=self.asked.by) for p, weight in used.items()
        )

    def index(self, row: Standing) -> Value:
        """The score as a value that rests on figures and weights."""
        figures = tuple(value for (aimag, _), value in self.found.table.values.items() if aimag == row.aimag)
        return Value(
            f"readiness/{row.aimag}",
            row.score,
            "calculated",
            "points",
            base=row.aimag,
            inputs=(*self.weights(), *figures),
        )

    def migration(self, row: Standing) -> float | None:
        """The mean net migration rate of the last three years."""
        rates = [
            v.estimate for v in self.found.migration_values if v.base == row.aimag and v.estimate is not None
        ]
        return sum(rates) / len(rates) if rates else None


def shown(view: View, given: Mapping[str, str]) -> Shown:
    """What an address shows."""
    wanted, found = asked(view, given)
    of = given.get("ready_map", MAPS[0])
    known = [code for code in MAPS if code not in found.empty]
    return Shown(view, wanted, found, of if of in known else MAPS[0])


def country(shown: Shown) -> Country:
    """The map: what is certain of a place, the index, or a pillar."""
    words = {row.aimag: _words(shown, row) for row in shown.ordered}
    fill, keys = _certain(shown) if shown.of == "certain" else _scores(shown)
    for row in shown.ordered:
        fill.setdefault(row.aimag, shown.view.theme.no_data)
    none = frozenset(row.aimag for row in shown.ordered if not row.rank)
    keys.append(
        Key(shown.view.theme.no_data, shown.view.t("no index: a figure is missing"), len(none), hatched=True)
    )
    return Country(shown.view, fill, words, tuple(keys), none)


def _certain(shown: Shown) -> tuple[dict[str, str], list[Key]]:
    """Colours by thirds of the places that an aimag surely has, or surely does not have."""
    theme, t = shown.view.theme, shown.view.t
    count = len(shown.ranked)
    third = max(1, round(count / 3))
    groups = (
        (theme.above[-1], t("surely among the first {n}", n=third)),
        (theme.above[0], t("surely not among the last {n}", n=third)),
        (theme.line, t("surely between the two")),
        (theme.no_data, t("cannot be told")),
        (theme.below[-1], t("surely not among the first {n}", n=third)),
        (theme.below[0], t("surely among the last {n}", n=third)),
    )
    fill = {row.aimag: groups[_group(shown.places(row), third, count)][0] for row in shown.ranked}
    return fill, [Key(colour, said, sum(c == colour for c in fill.values())) for colour, said in groups]


def _group(places: Places, third: int, count: int) -> int:
    """Which of the six groups an interval of places is in."""
    assert places.low is not None and places.high is not None
    not_first, not_last = places.low > third, places.high <= count - third
    if places.high <= third:
        return 0
    if places.low > count - third:
        return 5
    return 2 if not_first and not_last else 1 if not_last else 4 if not_first else 3


def _scores(shown: Shown) -> tuple[dict[str, str], list[Key]]:
    """Colours by the index or by a pillar."""
    number = shown.view.words.number
    scores = {row.aimag: row.score if shown.of == "index" else row.pillars[shown.of] for row in shown.ranked}
    known = {code: score for code, score in scores.items() if score is not None}
    breaks = classify(known.values(), "jenks", 5)
    colours = ramp(shown.view.theme.sequential, len(breaks))
    fill = {code: colours[breaks.index(score) or 0] for code, score in known.items()}
    keys = []
    for place, colour in enumerate(colours):
        inside = [score for score in known.values() if breaks.index(score) == place]
        low, high = number(min(inside)), number(max(inside))
        keys.append(
            Key(colour, shown.view.t("{n} points", n=low if low == high else f"{low}–{high}"), len(inside))
        )
    return fill, keys


def _words(shown: Shown, row: Standing) -> Said:
    view, t = shown.view, shown.view.t
    if not row.rank or row.score is None:
        return Said(t("no index"))
    places = t("place {places} of {n}", places=shown.span(row), n=len(shown.ranked))
    parts = "; ".join(
        f"{t(NAMES[p])} {view.words.number(score)}" for p, score in row.pillars.items() if score is not None
    )
    first = t("first in {n} of 100 draws", n=shown.first(row))
    said = t("index {score}; {places}", score=view.words.number(row.score), places=places)
    return Said(said, parts, first, shown.span(row))


def ranking(shown: Shown, width: float, selected: str | None) -> tuple[str, float]:
    """Inner SVG and height of the places that every aimag can have, so that those that overlap are seen to."""
    view, count = shown.view, len(shown.ranked)
    rows = [
        Span(
            row.aimag, shown.name(row), *_ends(shown, row), shown.span(row),
            view.t("first in {n} of 100", n=shown.first(row)) if row.first else "",
        )
        for row in shown.ordered
    ]  # fmt: skip
    ticks = [
        (float(place), str(place))
        for place in range(1, count + 1)
        if place in (1, count) or (place % 5 == 0 and count - place > 1)
    ]
    return spans(view, rows, start=1.0, end=float(max(count, 2)), ticks=ticks, width=width, selected=selected)


def _ends(shown: Shown, row: Standing) -> tuple[float | None, float | None, float | None]:
    low, high = shown.places(row)
    return low, row.rank, high


def against_migration(shown: Shown, width: float, selected: str | None) -> tuple[str, float]:
    """Inner SVG and height of the index against the net migration rate: whether people go where it points."""
    view, t = shown.view, shown.view.t
    dots = [
        Dot(row.aimag, shown.name(row), row.score, rate)
        for row in shown.ranked
        if row.score is not None and (rate := shown.migration(row)) is not None
    ]
    return scatter(
        view, dots, across=t("readiness index"), upright=t("net migration per 1,000 people"),
        width=width, selected=selected,
    )  # fmt: skip


__all__ = ["PILLARS", "Shown", "against_migration", "country", "ranking", "shown"]
