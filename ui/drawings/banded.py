"""Numbers of people with their bands of 50, 80 and 95 in 100 draws, one under the other on one scale."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import NamedTuple

from ui.drawings.text import svg_text
from ui.view import View

NARROW = 520
_THICK = {0.95: 10, 0.8: 18, 0.5: 26}
_OPACITY = {0.95: 0.22, 0.8: 0.34, 0.5: 0.55}
_HEAD, _ROW, _AXIS, _LETTER = 26, 46, 30, 8.6


class Row(NamedTuple):
    """A number with its bands by level, {} without any; `said` stands beside it."""

    name: str
    value: float
    bands: Mapping[float, tuple[float, float]]
    said: str


def banded(view: View, rows: Sequence[Row], lines: Sequence[int] = (), *, width: float) -> tuple[str, float]:
    """Inner SVG and its height; `lines` are numbers to compare with, such as targets, 0 among them.

    On a narrow drawing names stand over their rows.
    """
    theme, narrow = view.theme, width < NARROW
    left = 8.0 if narrow else min(0.3 * width, 24 + _LETTER * max(len(row.name) for row in rows))
    right = width - (12.0 if narrow else 24 + _LETTER * max(len(row.said) for row in rows))
    ends = [end for row in rows for band in row.bands.values() for end in band]
    low = min(0.0, *ends, *(row.value for row in rows))
    high = max(0.0, *ends, *lines, *(row.value for row in rows)) or 1.0
    low, high = low - (0.03 * (high - low) if low < 0 else 0.0), high + 0.03 * (high - low)

    def x(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    step_y = _ROW + (20 if narrow else 0)
    bottom = _HEAD + step_y * len(rows)
    parts = []
    for tick in _ticks(low, high, 4 if narrow else 6):
        parts.append(
            f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{_HEAD}" y2="{bottom}" stroke="{theme.line}"/>'
            + svg_text(x(tick), bottom + 18, view.words.number(tick), 12.5, theme.muted, "middle")
        )
    for line in lines:
        parts.append(
            f'<line x1="{x(line):.1f}" x2="{x(line):.1f}" y1="{_HEAD - 6}" y2="{bottom}" stroke="{theme.accent}" stroke-width="1.6"/>'
            + svg_text(x(line), _HEAD - 11, view.words.number(line), 13, theme.accent, "middle", bold=True)
        )
    for place, row in enumerate(rows):
        top = _HEAD + step_y * place
        y = top + step_y - _ROW / 2
        for level, thick in _THICK.items():
            if level in row.bands:
                a, b = (x(end) for end in row.bands[level])
                parts.append(
                    f'<rect x="{a:.1f}" y="{y - thick / 2}" width="{max(b - a, 1.5):.1f}" height="{thick}" rx="3" fill="{theme.primary}" fill-opacity="{_OPACITY[level]}"/>'
                )
        parts.append(
            f'<line x1="{x(row.value):.1f}" x2="{x(row.value):.1f}" y1="{y - 15}" y2="{y + 15}" stroke="{theme.ink}" stroke-width="3"/>'
        )
        if narrow:
            room = int((width - _LETTER * len(row.said) - 12) / _LETTER)
            parts.append(
                svg_text(
                    0, top + 14, textwrap.shorten(row.name, max(room, 8), placeholder="…"), 13.5, theme.ink
                )
            )
            parts.append(svg_text(width, top + 14, row.said, 13.5, theme.ink, "end", bold=True))
            continue
        names = textwrap.wrap(row.name, max(12, int((left - 12) / _LETTER)))
        names = (
            names
            if len(names) < 3
            else [names[0], textwrap.shorten(" ".join(names[1:]), len(names[1]), placeholder="…")]
        )
        for number, name in enumerate(names):
            parts.append(
                svg_text(left - 12, y + 5 + 16 * (number - (len(names) - 1) / 2), name, 14, theme.ink, "end")
            )
        parts.append(svg_text(right + 14, y + 5, row.said, 14, theme.ink, bold=True))
    return "".join(parts), bottom + _AXIS


def described(rows: Sequence[Row]) -> str:
    """The rows in words, for those who do not see the drawing."""
    return "; ".join(f"{row.name}: {row.said}" for row in rows)


def _ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between two ends, 0 among them where it lies there."""
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first = int(-(-low // step))
    return [step * count for count in range(first, int(high // step) + 1)]
