"""Trends of one place: moves by year, and small multiples with the national line."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from explore.profile import series
from explore.ranking import COUNTRY
from ui.ask import ask
from ui.charts.template import separators, template
from ui.view import View

TRENDS = (
    "population_mid_year", "net_migration_rate", "labour_force_participation_rate", "unemployment_rate",
    "gdp_per_capita", "physicians_per_1000", "pupils_per_teacher", "kindergartens_per_10000",
)  # fmt: skip


def moves(view: View, place: str, level: str, *, large: bool = False) -> go.Figure:
    """Arrivals up, departures down, their difference as a line."""
    theme, words = view.theme, view.words
    chart = go.Figure()
    for code, sign, colour, said in (
        ("migration_arrivals", 1, theme.above[-2], view.t("arrivals")),
        ("migration_departures", -1, theme.below[1], view.t("departures")),
    ):
        rows = ask(series, view.build, code, level, place)
        chart.add_bar(
            x=[y for y, _ in rows], y=[sign * v for _, v in rows], marker_color=colour, hoverinfo="text",
            hovertext=[f"{y}: {words.number(v)} {said}" for y, v in rows],
        )  # fmt: skip
        if rows:
            year, most = max(rows, key=lambda row: row[1])
            chart.add_annotation(
                x=year,
                y=sign * most,
                text=said,
                showarrow=False,
                yshift=11 * sign,
                font={"color": colour, "size": 12},
            )
    net = ask(series, view.build, "migration_net", level, place)
    chart.add_scatter(
        x=[y for y, _ in net], y=[v for _, v in net], mode="lines+markers", line={"color": theme.ink, "width": 2}, hoverinfo="text",
        hovertext=[f"{y}: {words.number(v, signed=True)}" for y, v in net],
    )  # fmt: skip
    if net:
        chart.add_annotation(
            x=net[-1][0],
            y=net[-1][1],
            text=f"<b>{words.number(net[-1][1], signed=True)}</b>",
            showarrow=False,
            xanchor="left",
            xshift=8,
        )
    chart.update_layout(
        template=template(theme, large), separators=separators(view.language), barmode="relative", bargap=0.3, margin={"r": 62, "t": 22},
        xaxis={"dtick": 2, "tickformat": "d"}, yaxis={"tickformat": ",.0f", "zeroline": True, "zerolinecolor": theme.muted},
    )  # fmt: skip
    return chart


def multiples(view: View, place: str, level: str, columns: int, *, large: bool = False) -> go.Figure:
    """One panel per trend: the place in colour, the country in grey; population as an index, 2015 = 100."""
    theme, words = view.theme, view.words
    titles = [
        words.name(view.indicators[code]) + (view.t(" (2015 = 100)") if code == "population_mid_year" else "")
        for code in TRENDS
    ]
    rows = -(-len(TRENDS) // columns)
    chart = make_subplots(
        rows=rows,
        cols=columns,
        subplot_titles=[_wrapped(title) for title in titles],
        vertical_spacing=0.42 / rows,
        horizontal_spacing=0.09,
    )
    for index, code in enumerate(TRENDS):
        row, column = divmod(index, columns)
        for where, at, colour, width in (
            (COUNTRY, "country", theme.muted, 1.5),
            (place, level, theme.primary, 2.6),
        ):
            points = ask(series, view.build, code, at, where)
            if code == "population_mid_year" and points:
                points = tuple((y, 100 * v / points[0][1]) for y, v in points)
            name = words.name(view.places[where])
            chart.add_scatter(
                x=[y for y, _ in points], y=[v for _, v in points], mode="lines+markers" if len(points) < 4 else "lines",
                line={"color": colour, "width": width}, row=row + 1, col=column + 1, hoverinfo="text",
                hovertext=[f"{name}, {y}: {words.number(v, max(view.indicators[code].decimals, 1))}" for y, v in points],
            )  # fmt: skip
    chart.update_layout(
        template=template(theme, large), separators=separators(view.language), margin={"t": 46}
    )
    chart.update_annotations(font={"size": 15 if large else 12.5, "color": theme.ink})
    chart.update_xaxes(nticks=4, tickformat="d")
    chart.update_yaxes(nticks=4, exponentformat="none", separatethousands=True)
    return chart


def ages(view: View, place: str, level: str, *, large: bool = False) -> go.Figure | None:
    """Bars of residents by five-year age band; None where the bands are not known."""
    codes = [
        code
        for code in view.indicators
        if code.startswith("population_resident_age_") and code[-5:] not in ("15_64", "20_39")
    ]
    found = {code: dict(ask(series, view.build, code, level, place)).get(2019) for code in codes}
    if any(value is None for value in found.values()):
        return None
    names = [
        code.removeprefix("population_resident_age_")
        .replace("_plus", "+")
        .replace("_", "–")
        .replace("00–04", "0–4")
        .replace("05–09", "5–9")
        for code in codes
    ]
    values = [value or 0 for value in found.values()]
    chart = go.Figure(
        go.Bar(y=names, x=values, orientation="h", marker_color=view.theme.primary, hoverinfo="text",
               hovertext=[f"{n}: {view.words.number(v)}" for n, v in zip(names, values, strict=True)])
    )  # fmt: skip
    chart.update_layout(
        template=template(view.theme, large),
        separators=separators(view.language),
        bargap=0.15,
        xaxis={"tickformat": ",.0f", "nticks": 5},
        yaxis={"showgrid": False, "type": "category"},
    )
    return chart


def _wrapped(title: str) -> str:
    words, lines = title.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 30:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)
