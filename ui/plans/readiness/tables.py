"""Readiness as tables: short for the screen, whole for files."""

from __future__ import annotations

from planning.readiness import Standing
from planning.readiness.selection import PILLARS
from ui.plans import provenance
from ui.plans.pillars import PILLARS as NAMES
from ui.plans.readiness import said
from ui.plans.readiness.shown import Shown
from ui.table import Cell, Table


def screen(shown: Shown) -> Table:
    """Aimag, the places it can have, how often it is first, index and pillars; a row picks its aimag."""
    t = shown.view.t
    pillars = [pillar for pillar in PILLARS if pillar not in shown.found.empty]
    rows = tuple(
        (
            shown.name(row),
            shown.span(row),
            shown.first(row),
            row.score,
            *(row.pillars[pillar] for pillar in pillars),
        )
        for row in shown.ordered
    )
    heads = (
        t("Aimag"),
        t("Places"),
        t("First, of 100 draws"),
        t("Index"),
        *(t(NAMES[pillar]) for pillar in pillars),
    )
    picks = tuple(f"aimag={row.aimag}" for row in shown.ordered)
    return Table(
        "readiness", title(shown), heads, rows, (None, None, None, 0, *[0] * len(pillars)), picks=picks
    )


def title(shown: Shown) -> str:
    """What the picture of places shows."""
    return shown.view.t("Readiness to receive people: the places each aimag can have")


def whole(shown: Shown) -> Table:
    """Every aimag with its index, its pillars, and its places by each kind of uncertainty."""
    t = shown.view.t
    heads = [t("Code"), t("Aimag"), t("Index"), t("Place by the figures as they are")]
    for code in ("both", "sampling", "weights"):
        name = t(said.CERTAINTIES[code])
        heads += [f"{t('Places, from')}: {name}", f"{t('Places, to')}: {name}"]
    heads += [
        t("First, % of draws"),
        t("Net migration rate, mean of three years"),
        *(t(NAMES[pillar]) for pillar in PILLARS),
    ]
    rows = tuple(_row(shown, row) for row in shown.ordered)
    decimals = (None, None, 2, 0, *[0] * 6, 1, 2, *[2] * len(PILLARS))
    return Table("readiness", title(shown), tuple(heads), rows, decimals, notes(shown))


def _row(shown: Shown, row: Standing) -> tuple[Cell, ...]:
    view = shown.view
    none = f"[x] {view.t('no data')}"
    pillars = (none if row.pillars[pillar] is None else row.pillars[pillar] for pillar in PILLARS)
    places = (end for one in (row.both, row.sampling, row.weights) for end in one)
    return (
        row.aimag,
        shown.name(row),
        row.score,
        row.rank,
        *places,
        100 * row.first,
        shown.migration(row),
        *pillars,
    )


def left_out(shown: Shown) -> Table:
    """What leaving each indicator out does to the places."""
    view, t = shown.view, shown.view.t
    rows = tuple(
        (
            view.words.name(view.indicators[row.indicator]), row.mean_shift, row.largest_shift,
            view.words.name(view.places[row.aimag]) if row.aimag else "",
        )
        for row in shown.found.left_out
    )  # fmt: skip
    heads = (t("Left out"), t("Mean shift, places"), t("Largest shift, places"), t("Aimag"))
    return Table(
        "readiness-without",
        t("What leaving one indicator out does to the places"),
        heads,
        rows,
        (None, 2, 0, None),
        notes(shown),
    )


def values(shown: Shown) -> Table:
    """Every number of the page with what it rests on."""
    found = [*(shown.index(row) for row in shown.ordered), *shown.found.migration_values]
    title = shown.view.t("Readiness: numbers and what they rest on")
    return provenance.table(shown.view, "readiness-values", title, found, notes(shown))


def notes(shown: Shown) -> tuple[str, ...]:
    """What must be said beside the numbers: the answer, the steps taken, what is not in it."""
    t, settings = shown.view.t, shown.found.settings
    spread = f"{settings.weight_spread:g}"
    weights = ", ".join(
        f"{t(NAMES[p])} {shown.view.words.number(100 * weight)}"
        for p, weight in shown.found.weights.items()
        if weight
    )
    return (
        said.headline(shown),
        said.lead(shown),
        t("Weights of the pillars, in 100: {weights}; set by: {name}.", weights=weights, name=shown.asked.by),
        t(
            "Figures on one scale: {scale}. Pillars together: {mean}. Missing figures: {missing}. Plausible weights: {spread}.",
            scale=t(said.NORMALISATIONS[settings.normalisation]), mean=t(said.AGGREGATIONS[settings.aggregation]),
            missing=t(said.MISSING[settings.missing]), spread=t(said.SPREADS[spread]),
        ),
        said.drawn(shown),
    )  # fmt: skip
