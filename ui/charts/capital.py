"""Net migration of the capital by year."""

from __future__ import annotations

import plotly.graph_objects as go

from explore.ranking import CAPITAL
from store import queries
from ui.ask import ask
from ui.charts.template import separators, template
from ui.view import View


def series(view: View) -> list[tuple[int, float]]:
    """Year and net migration of the capital, in people, from 2011."""
    rows = ask(queries.observations, view.build, "migration_net", "aimag")
    return [(o.year, o.value) for o in rows if o.place == CAPITAL and o.year]


def figure(view: View, *, large: bool = False) -> go.Figure:
    """Bars by year, those under the registration ban hatched."""
    theme, rows = view.theme, series(view)
    years, values = [year for year, _ in rows], [value for _, value in rows]
    banned = [2017 <= year <= 2020 for year in years]
    colours = [theme.accent if value < 0 else theme.primary for value in values]
    chart = go.Figure(
        go.Bar(
            x=years, y=values,
            marker={"color": colours, "line": {"width": 0}, "pattern": {"shape": ["/" if b else "" for b in banned], "fgcolor": theme.card, "size": 5}},
            hovertext=[f"{year}: {view.words.number(value, signed=True)}" for year, value in rows], hoverinfo="text",
        )
    )  # fmt: skip
    last_year, last = rows[-1]
    chart.add_annotation(
        x=last_year, y=last, text=f"<b>{view.words.number(last, signed=True)}</b>", showarrow=False, yshift=12
    )
    chart.add_annotation(
        x=2018,
        y=max(values) * 0.3,
        text=view.t("registration<br>restricted"),
        showarrow=False,
        font={"color": theme.muted, "size": 11},
    )
    chart.update_layout(
        template=template(theme, large), separators=separators(view.language), bargap=0.25,
        xaxis={"dtick": 2, "tickformat": "d"}, yaxis={"tickformat": ",.0f", "nticks": 5, "zeroline": True, "zerolinecolor": theme.muted},
    )  # fmt: skip
    return chart
