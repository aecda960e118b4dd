"""Putting a figure on a page."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st


def show(figure: go.Figure, key: str, *, alt: str, height: int) -> None:
    """Show a figure with its alternative text; saving it as a picture is offered by its caption."""
    config = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
    st.plotly_chart(figure, theme=None, key=key, height=height, alt=alt, config=config)
