"""Estimates as dots with their intervals on one scale, each row with its name and number beside it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from ui.surveys.marks import PALE
from ui.view import View

_ROW, _AXIS = 30, 26
NARROW = 520


class Row(NamedTuple):
    """One estimate in percent with its interval; `said` stands at the end, `note` under it or after it."""

    name: str
    value: float
    low: float | None
    high: float | None
    said: str
    note: str = ""
    unsure: bool = False


def top(rows: Sequence[Row], *, least: float = 0.0) -> float:
    """The end of a scale from zero that holds all rows: 1, 2 or 5 times a power of ten apart."""
    most = max([least, 1e-9, *(row.high if row.high is not None else row.value for row in rows)])
    step = _step(most)
    return min(100.0, -(-most // step) * step) if most > 0.1 else most


def intervals(
    view: View,
    rows: Sequence[Row],
    *,
    width: float,
    end: float | None = None,
    middle: tuple[float, str] | None = None,
) -> tuple[str, float]:
    """Inner SVG and its height. `end` is the end of the scale, `middle` a value for comparison with its name.

    A row of low reliability is hatched. On a narrow drawing names stand over their rows.
    """
    theme, narrow = view.theme, width < NARROW
    end = end or top(rows)
    names = 0.0 if narrow else min(300.0, 0.34 * width)
    said = 8.0 if narrow else 128.0
    left, right = names + 8, width - said
    row_height = 44 if narrow else _ROW

    def x(value: float) -> float:
        return left + min(value, end) / end * (right - left)

    head = 22.0 if middle else 4.0
    bottom = head + len(rows) * row_height
    parts = []
    for tick in _ticks(end, narrow):
        at = f"{x(tick):.1f}"
        parts.append(f'<line x1="{at}" x2="{at}" y1="{head}" y2="{bottom}" stroke="{theme.line}"/>')
        label = view.words.number(tick, 0 if tick == int(tick) else 1)
        parts.append(
            _text(
                x(tick),
                bottom + 16,
                label + (" %" if tick else ""),
                12,
                theme.muted,
                "middle" if tick else "start",
            )
        )
    if middle and middle[0] <= end:
        at = f"{x(middle[0]):.1f}"
        parts.append(
            f'<line x1="{at}" x2="{at}" y1="{head - 4}" y2="{bottom}" stroke="{theme.accent}" stroke-width="1.5" stroke-dasharray="4 3"/>'
        )
        anchor = (
            "middle"
            if left + 90 < x(middle[0]) < right - 90
            else "start"
            if x(middle[0]) <= left + 90
            else "end"
        )
        parts.append(_text(x(middle[0]), head - 8, middle[1], 12.5, theme.ink, anchor))
    for index, row in enumerate(rows):
        y = head + index * row_height + (30 if narrow else row_height / 2)
        fill = f"url(#{PALE})" if row.unsure else theme.primary
        if row.low is not None and row.high is not None:
            band = f'fill="url(#{PALE})"' if row.unsure else f'fill="{theme.primary}" opacity=".3"'
            parts.append(
                f'<rect x="{x(row.low):.1f}" y="{y - 5}" width="{max(x(row.high) - x(row.low), 1.5):.1f}" height="10" rx="5" {band}/>'
            )
        parts.append(
            f'<circle cx="{x(row.value):.1f}" cy="{y}" r="6" fill="{fill}" stroke="{theme.primary if row.unsure else theme.card}" stroke-width="1.5"/>'
        )
        if narrow:
            note = f" · {row.note}" if row.note else ""
            parts.append(_text(0, y - 13, row.name, 13.5, theme.ink))
            parts.append(_text(width, y - 13, row.said + note, 13, theme.ink, "end", bold=not note))
            continue
        lines = textwrap.wrap(row.name, max(12, int(names / 7.4)))[:2]
        for place, line in enumerate(lines):
            parts.append(
                _text(
                    names,
                    y + 4.5 + (place - (len(lines) - 1) / 2) * 14,
                    line,
                    13.5 if len(lines) == 1 else 12.5,
                    theme.ink,
                    "end",
                )
            )
        parts.append(
            _text(right + 12, y + (4.5 if not row.note else -1), row.said, 13.5, theme.ink, bold=True)
        )
        if row.note:
            parts.append(_text(right + 12, y + 12, row.note, 11.5, theme.muted))
    return "".join(parts), bottom + _AXIS


def described(rows: Sequence[Row]) -> str:
    """The rows in words, for those who do not see the drawing."""
    return "; ".join(f"{row.name}: {row.said}{f' ({row.note})' if row.note else ''}" for row in rows)


def _ticks(end: float, narrow: bool) -> list[float]:
    step = _step(end) * (2 if narrow and end / _step(end) > 5 else 1)
    return [step * count for count in range(int(end / step + 1e-9) + 1)]


def _step(most: float) -> float:
    power = 0.1
    while True:
        for factor in (1, 2, 5):
            if most / (factor * power) <= 6:
                return factor * power
        power *= 10


def _text(
    x: float, y: float, said: str, size: float, ink: str, anchor: str = "start", *, bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{ink}" text-anchor="{anchor}"{weight}>{escape(said)}</text>'
