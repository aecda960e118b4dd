"""A line of text in a drawing."""

from __future__ import annotations

from html import escape


def svg_text(
    x: float,
    y: float,
    said: str,
    size: float,
    ink: str,
    anchor: str = "start",
    *,
    bold: bool = False,
    halo: str = "",
) -> str:
    """SVG of a text at its baseline; `anchor` is start, middle or end; `halo` is the colour that parts it from what it crosses."""
    weight = ' font-weight="700"' if bold else ""
    outline = (
        f' stroke="{halo}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    )
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{ink}" text-anchor="{anchor}"{weight}{outline}>{escape(said)}</text>'
