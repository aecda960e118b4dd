"""The legend: classes with their edges and counts, marks for absent values, and one plain sentence."""

from __future__ import annotations

from html import escape

from geo.layers import legend_values, symbol_sizes
from ui.painted import Painted, with_unit


def legend(painted: Painted, selected: str | None) -> str:
    """HTML of the legend of a map; a marker points at the class of the selected place."""
    keys = _symbols(painted) if painted.is_count else _classes(painted, selected)
    return f'<div class="legend">{keys}{_absent(painted)}</div>'


def sentence(painted: Painted, place: str | None) -> str:
    """What the picture says of one place, or of the highest and the lowest: name, value, unit, base, rank."""
    view, found = painted.view, painted.ranking
    unit = view.words.of(found.indicator, "unit")
    if place and place in found.values:
        value = with_unit(view, painted.said(place), found.indicator.unit, unit)
        return view.t(
            "{place}: {value}; {rank} of {n} from the highest.",
            place=view.words.place(view.places[place]), value=value, rank=found.rank(place), n=len(found.values),
        )  # fmt: skip
    if place and place in view.places and view.places[place].level == found.level:
        return view.t(
            "{place}: {value}.", place=view.words.place(view.places[place]), value=painted.said(place)
        )
    if not found.values:
        return view.t("No place has a figure.")
    top, bottom = found.order[0], found.order[-1]
    return view.t(
        "Highest: {top} ({high}). Lowest: {bottom} ({low}).",
        top=view.words.name(view.places[top]), high=painted.said(top),
        bottom=view.words.name(view.places[bottom]), low=painted.said(bottom),
    )  # fmt: skip


def edges(painted: Painted) -> list[str]:
    """The edges between classes in words, with one more decimal where two would read the same."""
    indicator = painted.ranking.indicator
    inner = painted.breaks.uppers[:-1]
    for decimals in range(indicator.decimals, indicator.decimals + 4):
        said = [
            painted.view.words.number(edge, decimals, signed=indicator.middle == "zero") for edge in inner
        ]
        if len(set(said)) == len(said):
            break
    return said


def _classes(painted: Painted, selected: str | None) -> str:
    view, breaks = painted.view, painted.breaks
    here = breaks.index(painted.ranking.values.get(selected or ""))
    cells, limits = [], [*edges(painted), ""]
    for index, (colour, count) in enumerate(zip(painted.colours, breaks.counts, strict=True)):
        limit = f'<span class="edge">{limits[index]}</span>' if limits[index] else ""
        cells.append(
            f'<div class="class{" here" if index == here else ""}">{limit}<i style="background:{colour}"></i>'
            f"<small>{count}</small></div>"
        )
    note = f'<span class="sr">{escape(view.t("Below each class: number of places"))}</span>'
    return f'<div class="bar" style="padding-top:1.2rem">{note}{"".join(cells)}</div>'


def _symbols(painted: Painted) -> str:
    view, indicator = painted.view, painted.ranking.indicator
    values = list(painted.ranking.values.values())
    steps = legend_values([abs(value) for value in values])
    sizes = symbol_sizes(
        {str(i): step for i, step in enumerate(steps)} | {"max": max(map(abs, values), default=0)}, 34
    )
    circles, x = [], 4.0
    for i, step in enumerate(steps):
        radius = sizes[str(i)]
        circles.append(
            f'<circle cx="{x + radius:.1f}" cy="{72 - radius:.1f}" r="{radius:.1f}" fill="none" stroke="{view.theme.muted}"/>'
            f'<text x="{x + radius:.1f}" y="88" text-anchor="middle" font-size="12" fill="{view.theme.muted}">'
            f"{view.value(step, indicator, signed=False)}</text>"
        )
        x += 2 * radius + 46
    signs = ""
    if indicator.middle == "zero":
        for label, value in ((view.t("gain"), 1), (view.t("loss"), -1)):
            signs += f'<span><i style="background:{painted.sign_colour(value)};border-radius:50%;width:14px"></i>{escape(label)}</span>'
    picture = f'<svg width="{x:.0f}" height="94" role="img" aria-label="{escape(view.t("Size of symbols"))}">{"".join(circles)}</svg>'
    return f'{picture}<div class="marks">{signs}</div>'


def _absent(painted: Painted) -> str:
    view, found = painted.view, painted.ranking
    keys = [
        ("hatch", view.t("no data"), len(found.missing)),
        ("blank", view.t("not applicable"), len(found.not_applicable)),
    ]
    shown = [
        f'<span><i class="{mark}"></i>{escape(said)} ({count})</span>' for mark, said, count in keys if count
    ]
    return f'<div class="marks">{"".join(shown)}</div>' if shown else ""
