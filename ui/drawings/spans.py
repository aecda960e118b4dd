"""Bands of aimags on one scale, each row with its name; where bands overlap, they are seen to overlap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

from ui.drawings.text import svg_text
from ui.view import View

NARROW = 520
_ROW, _NAME, _AXIS = 27.0, 128.0, 30.0
_ONE_LINE, _TWO_LINES = 42.0, 58.0
_LEAST = 130.0  # a scale that is shorter tells nothing
_LETTER = 7.4  # how wide a letter is at most, on average over a line


class Span(NamedTuple):
    """An aimag's band and the number in it; `said` and `note` stand at its end. A `pale` one rests on no data of its own."""

    code: str
    name: str
    low: float | None
    value: float | None
    high: float | None
    said: str
    note: str = ""
    pale: bool = False


def spans(
    view: View,
    rows: Sequence[Span],
    *,
    start: float,
    end: float,
    ticks: Sequence[tuple[float, str]],
    width: float,
    selected: str | None = None,
) -> tuple[str, float]:
    """Inner SVG and its height; a row picks its aimag. `start` and `end` are those of the scale.

    On a narrow drawing, or where much is said, names and what is said stand over their bands.
    """
    theme = view.theme
    said_room = 22 + _LETTER * max((len(_told(row)) for row in rows), default=0)
    narrow = width < NARROW or width - _NAME - said_room < _LEAST
    heights = [_height(row, width) if narrow else _ROW for row in rows]
    left = 8.0 if narrow else _NAME
    right = width - (26.0 if narrow else said_room)
    bottom = sum(heights) + 6

    def x(value: float) -> float:
        return left + (right - left) * (value - start) / ((end - start) or 1.0)

    parts = []
    for tick, label in ticks:
        parts.append(
            f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="0" y2="{bottom}" stroke="{theme.line}"/>'
        )
        parts.append(svg_text(x(tick), bottom + 17, label, 12, theme.muted, "middle"))
    top = 0.0
    for row, height in zip(rows, heights, strict=True):
        here, told = row.code == selected, _told(row)
        ground = f'fill="{theme.accent}" fill-opacity=".14"' if here else 'fill="transparent"'
        y = top + (height - 13 if narrow else height / 2 + 2)
        parts.append(
            f'<g data-set="aimag={row.code}" role="button" tabindex="0" aria-label="{escape(f"{row.name}: {told}")}">'
            f'<rect x="0" y="{top + 2:.1f}" width="{width}" height="{height - 2}" {ground}/>{_band(view, row, x, y)}'
        )
        if narrow:
            two = height == _TWO_LINES
            parts.append(svg_text(left, top + 16, row.name, 13.5, theme.ink, bold=here, halo=theme.card))
            parts.append(
                svg_text(
                    width - 4,
                    top + 16,
                    row.said if two else told,
                    13,
                    theme.ink,
                    "end",
                    bold=here,
                    halo=theme.card,
                )
            )
            if two:
                parts.append(svg_text(width - 4, top + 32, row.note, 12, theme.muted, "end", halo=theme.card))
        else:
            parts.append(svg_text(_NAME - 12, y + 4.5, row.name, 13.5, theme.ink, "end", bold=here))
            parts.append(svg_text(right + 14, y + 4.5, told, 13, theme.ink, bold=here))
        parts.append("</g>")
        top += height
    return "".join(parts), bottom + _AXIS


def _told(row: Span) -> str:
    return " · ".join(filter(None, (row.said, row.note)))


def _height(row: Span, width: float) -> float:
    """The height of a row whose name stands over its band: two lines where one does not hold all that is said."""
    return _ONE_LINE if _LETTER * (len(row.name) + len(_told(row)) + 2) < width else _TWO_LINES


def round_ticks(view: View, end: float, most: int = 5) -> tuple[float, list[tuple[float, str]]]:
    """A round end of a scale from zero that holds `end`, and its ticks, whole numbers, with their labels."""
    wanted = max(end, 1.0)
    power = 10.0 ** floor(log10(wanted / most))
    step = max(1.0, next(f * power for f in (1, 2, 5, 10) if wanted <= most * f * power * (1 + 1e-9)))
    ticks = [(step * i, view.words.number(step * i)) for i in range(ceil(wanted / step - 1e-9) + 1)]
    return ticks[-1][0], ticks


def _band(view: View, row: Span, x: Callable[[float], float], y: float) -> str:
    theme = view.theme
    if row.value is None or row.low is None or row.high is None:
        return ""
    low, value, high = x(row.low), x(row.value), x(row.high)
    paint = (
        f'fill="none" stroke="{theme.primary}" stroke-dasharray="4 3"'
        if row.pale
        else f'fill="{theme.primary}" fill-opacity=".3"'
    )
    return (
        f'<rect x="{low - 5:.1f}" y="{y - 6:.1f}" width="{high - low + 10:.1f}" height="12" rx="6" {paint}/>'
        f'<circle cx="{value:.1f}" cy="{y:.1f}" r="5" fill="{theme.card if row.pale else theme.primary}" stroke="{theme.primary}" stroke-width="1.8"/>'
    )
