"""Small multiples: a panel per indicator, a line per place, one scale within each."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from explore.profile import series
from explore.ranking import COUNTRY
from ui.ask import ask
from ui.charts.template import separators, template
from ui.view import View


def figure(
    view: View, chosen: tuple[str, ...], indicators: tuple[str, ...], columns: int, *, large: bool = False
) -> go.Figure:
    """Lines of up to six places, each named at its end; the country as a thin grey line."""
    theme, words = view.theme, view.words
    rows = -(-len(indicators) // columns)
    titles = [f"{_wrapped(words.name(view.indicators[code]))}" for code in indicators]
    chart = make_subplots(
        rows=rows,
        cols=columns,
        subplot_titles=titles,
        vertical_spacing=0.34 / rows,
        horizontal_spacing=0.16 / columns,
    )
    years = sorted(
        {
            y
            for code in indicators
            for place in chosen
            for y, _ in ask(series, view.build, code, view.places[place].level, place)
        }
    )
    for index, code in enumerate(indicators):
        row, column = index // columns + 1, index % columns + 1
        places = [
            (COUNTRY, "country", theme.muted, 1.2),
            *((p, view.places[p].level, theme.categories[i % 6], 2.4) for i, p in enumerate(chosen)),
        ]
        ends: list[tuple[float, str, str]] = []
        for place, level, colour, width in places:
            points = ask(series, view.build, code, level, place)
            if not points:
                continue
            name = words.name(view.places[place])
            chart.add_scatter(
                x=[y for y, _ in points], y=[v for _, v in points], mode="lines" if len(points) > 2 else "lines+markers",
                line={"color": colour, "width": width, "dash": "dot" if place == COUNTRY else "solid"}, marker={"size": 8}, row=row, col=column, hoverinfo="text",
                hovertext=[f"{name}, {y}: {view.value(v, view.indicators[code])}" for y, v in points],
            )  # fmt: skip
            ends.append((points[-1][1], name, colour))
            last = points[-1][0]
        if ends:
            spread = _span(view, code, chosen)
            for value, name, colour in _apart(ends, spread / 11):
                chart.add_annotation(
                    x=last,
                    y=value,
                    text=name,
                    showarrow=False,
                    xanchor="left",
                    xshift=6,
                    font={"color": colour, "size": 11},
                    row=row,
                    col=column,
                )
    chart.update_layout(
        template=template(theme, large), separators=separators(view.language), margin={"t": 50, "r": 20}
    )
    for annotation in chart.layout.annotations[: len(titles)]:
        annotation.font = {"size": 15 if large else 13, "color": theme.ink}
    if years:
        chart.update_xaxes(
            range=[years[0] - 0.4, years[-1] + 0.34 * max(years[-1] - years[0], 3)],
            tickvals=[y for y in years if y % 3 == years[-1] % 3],
            tickformat="d",
        )
    chart.update_yaxes(nticks=4, exponentformat="none", separatethousands=True)
    return chart


def _span(view: View, code: str, chosen: tuple[str, ...]) -> float:
    values = [
        v for p in (*chosen, COUNTRY) for _, v in ask(series, view.build, code, view.places[p].level, p)
    ]
    return (max(values) - min(values)) or 1.0


def _apart(ends: list[tuple[float, str, str]], gap: float) -> list[tuple[float, str, str]]:
    """The labels moved upwards just enough not to lie on one another."""
    placed: list[tuple[float, str, str]] = []
    for value, name, colour in sorted(ends):
        if placed and value < placed[-1][0] + gap:
            value = placed[-1][0] + gap
        placed.append((value, name, colour))
    return placed


def _wrapped(title: str) -> str:
    words, lines = title.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 34:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)
