"""One look for every chart: ink on paper, direct labels, no furniture."""

from __future__ import annotations

from functools import cache

import plotly.graph_objects as go

from ui.theme import Theme

FONT = "Noto Sans, Segoe UI, Helvetica Neue, Arial, sans-serif"


@cache
def template(theme: Theme, large: bool = False) -> go.layout.Template:
    """The template of a theme."""
    size = 18 if large else 13
    axis = {
        "showgrid": False, "zeroline": False, "showline": True, "linecolor": theme.line, "ticks": "outside", "ticklen": 4,
        "tickcolor": theme.line, "tickfont": {"color": theme.muted, "size": size - 1}, "automargin": True, "fixedrange": True,
    }  # fmt: skip
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": size, "color": theme.ink},
            "title": {"x": 0, "xref": "container", "pad": {"l": 4}, "font": {"size": size + 3}, "automargin": True},
            "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "colorway": list(theme.categories),
            "margin": {"l": 8, "r": 12, "t": 12, "b": 8}, "showlegend": False, "hovermode": "closest",
            "hoverlabel": {"bgcolor": theme.card, "bordercolor": theme.line, "font": {"family": FONT, "color": theme.ink, "size": size}},
            "xaxis": axis, "yaxis": {**axis, "showgrid": True, "gridcolor": theme.line, "showline": False, "ticks": ""},
            "dragmode": False, "uirevision": "same",
        }
    )  # fmt: skip


def separators(language: str) -> str:
    """Plotly's decimal and thousands separators."""
    return ".," if language == "en" else ",\u00a0"
