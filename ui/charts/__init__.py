"""Plotly figures as values, on one template. `show` is the only way a figure reaches a page."""
