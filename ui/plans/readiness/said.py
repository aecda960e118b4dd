"""What the readiness page says in sentences: never a place more certain than it is."""

from __future__ import annotations

import numpy as np

from planning.readiness import Standing
from ui.plans.pillars import PILLARS as NAMES
from ui.plans.readiness.shown import Shown

CERTAINTIES = {
    "both": "figures and weights",
    "sampling": "figures alone",
    "weights": "weights alone",
}
NORMALISATIONS = {
    "minmax": "from the worst aimag (1) to the best (100)",
    "z": "by standard deviations around 100",
    "rank": "by rank, from 0 to 100",
}
AGGREGATIONS = {
    "arithmetic": "arithmetic mean: a strength makes up for a weakness",
    "geometric": "geometric mean: a weakness weighs more",
}
MISSING = {
    "available": "mean of the figures it has",
    "median": "the middle aimag’s score instead",
    "drop": "no index for this aimag",
}
SPREADS = {
    "0": "none: the weights are exactly these",
    "0.15": "small: about 15 % around these",
    "0.3": "usual: about 30 % around these",
    "0.5": "wide: about 50 % around these",
    "1": "very wide: almost any weights",
}
WORDS = (
    *CERTAINTIES.values(),
    *NORMALISATIONS.values(),
    *AGGREGATIONS.values(),
    *MISSING.values(),
    *SPREADS.values(),
)


def headline(shown: Shown) -> str:
    """The answer in a sentence: who may be first, and how often the most frequent one is."""
    t, may = shown.view.t, shown.may_be_first
    if not shown.ranked:
        return t("No aimag has an index: every one lacks a figure.")
    often = max(shown.ranked, key=lambda row: row.first)
    if len(may) == 1:
        return t("{place} is surely the readiest to receive people by this index.", place=shown.name(may[0]))
    return t(
        "Which aimag is readiest to receive people cannot be said for certain: {n} may be first, most often {place} ({share} of 100 draws).",
        n=len(may), place=shown.name(often), share=shown.first(often),
    )  # fmt: skip


def lead(shown: Shown) -> str:
    """How wide the intervals are, whether people go where the index points, and what is not in it."""
    t, number = shown.view.t, shown.view.words.number
    said = []
    widths = [
        places.high - places.low + 1
        for row in shown.ranked
        for places in (shown.places(row),)
        if places.low is not None and places.high is not None
    ]
    if widths:
        said.append(
            t(
                "An aimag can have {n} of {all} places on average.",
                n=number(sum(widths) / len(widths), 0),
                all=len(shown.ranked),
            )
        )
    said += [correlation(shown), empty(shown)]
    return " ".join(filter(None, said))


def correlation(shown: Shown) -> str:
    """Whether people go where the index points."""
    if shown.found.migration is None:
        return ""
    return shown.view.t(
        "Rank correlation with net migration of the last three years: {r} (1 would be the same order, 0 none).",
        r=shown.view.words.number(shown.found.migration, 2),
    )


def empty(shown: Shown) -> str:
    """Which pillars take no part, because nothing speaks for them."""
    t, said = shown.view.t, []
    none = [t(NAMES[pillar]) for pillar in shown.found.empty if pillar not in shown.unspoken]
    if none:
        said.append(t("No data for: {pillars}. It takes no part in the index.", pillars=", ".join(none)))
    if shown.unspoken:
        out = ", ".join(t(NAMES[pillar]) for pillar in shown.unspoken)
        said.append(t("Left out by the choice of indicators: {pillars}.", pillars=out))
    return " ".join(said)


def missing(shown: Shown) -> str:
    """Whether the rule for missing figures does anything here."""
    holes = int((~np.isfinite(shown.found.table.figures)).sum())
    if not holes:
        return shown.view.t("No figure is missing in the indicators chosen, so this changes nothing now.")
    return shown.view.t("{n} figures are missing.", n=holes)


def errors(shown: Shown) -> str:
    """What stands in for standard errors that were not published."""
    return shown.view.t(
        "No standard errors were published for unemployment, employment and poverty: the spread of the last three years stands in for them, which is an assumption. Counts from registers are taken as exact."
    )


def drawn(shown: Shown) -> str:
    """How many draws the places rest on, and that they come out the same again."""
    settings = shown.found.settings
    return shown.view.t(
        "{draws} draws, seed {seed}: the same assumptions give the same digits.",
        draws=shown.view.words.number(settings.draws), seed=settings.seed,
    )  # fmt: skip


def standing(shown: Shown, row: Standing) -> str:
    """An aimag in a sentence."""
    view, t = shown.view, shown.view.t
    name = view.words.place(view.places[row.aimag])
    if not row.rank or row.score is None:
        return t("{place} has no index: a figure is missing.", place=name)
    return t(
        "{place}: index {score}, place {places} of {n}, first in {first} of 100 draws.",
        place=name, score=view.words.number(row.score, 1), places=shown.span(row), n=len(shown.ranked), first=shown.first(row),
    )  # fmt: skip


def swing(shown: Shown) -> str:
    """What the index hangs on most."""
    rows = shown.found.left_out
    place = rows[0].aimag if rows else None
    if not place:
        return ""
    view, most = shown.view, rows[0]
    return view.t(
        "The order hangs most on: {indicator}. Without it places shift by {mean} on average, and by {largest} for {place}.",
        indicator=view.words.name(view.indicators[most.indicator]), mean=view.words.number(most.mean_shift, 1),
        largest=most.largest_shift, place=view.words.name(view.places[place]),
    )  # fmt: skip
