"""Estimates as dots with their intervals on one scale, each row with its name and number beside it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from ui.drawings.text import svg_text
from ui.surveys.marks import PALE
from ui.theme import Theme
from ui.view import View

NARROW = 520
_AXIS, _SAID, _LINE = 26, 124, 16
_LETTER = 7.6  # how wide a letter is at most, on average over a word


class Row(NamedTuple):
    """One estimate in percent with its interval; `said` stands beside it, `note` under that."""

    name: str
    value: float
    low: float | None
    high: float | None
    said: str
    note: str = ""
    unsure: bool = False


class Scale(NamedTuple):
    """Percent from zero to `end`, drawn from `left` to `right`."""

    left: float
    right: float
    end: float

    def x(self, value: float) -> float:
        """Where a value stands."""
        return self.left + min(value, self.end) / self.end * (self.right - self.left)

    def anchor(self, value: float, room: float) -> str:
        """How a text at a value is set so that it stays inside, when half of it needs `room`."""
        at = self.x(value)
        return "start" if at < self.left + room else "end" if at > self.right - room else "middle"


def top(rows: Sequence[Row]) -> float:
    """The end of a scale that holds all rows, at a round number."""
    return top_of([row.high if row.high is not None else row.value for row in rows])


def top_of(values: Sequence[float]) -> float:
    """The end of a scale that holds all values, in percent, at a round number."""
    most = max([0.1, *values])
    step = _step(most)
    return min(100.0, -(-most // step) * step)


def intervals(
    view: View,
    rows: Sequence[Row],
    *,
    width: float,
    end: float | None = None,
    middle: tuple[float, str] | None = None,
) -> tuple[str, float]:
    """Inner SVG and its height. `end` is the end of the scale, `middle` a value to compare with and its name.

    A row of low reliability is hatched. On a narrow drawing names stand over their rows.
    """
    narrow = width < NARROW
    names = 0.0 if narrow else min(0.34 * width, 14 + 8.2 * max((len(row.name) for row in rows), default=0))
    scale = Scale(names + 8, width - (20.0 if narrow else _SAID), end or top(rows))
    over = [_name_lines(row, width) if narrow else [] for row in rows]
    step = 36 if any(row.note for row in rows) else 30
    heights = [27 + _LINE * len(lines) if narrow else step for lines in over]
    head = 24.0 if middle else 4.0
    bottom = head + sum(heights)
    parts = [_axis(view, scale, head, bottom, narrow)]
    if middle and middle[0] <= scale.end:
        parts.append(_middle(view.theme, scale, middle, head, bottom))
    y = head
    for row, lines, height in zip(rows, over, heights, strict=True):
        at = y + (height - 14 if narrow else height / 2)
        parts.append(_dot(view.theme, scale, row, at))
        parts.append(
            _over(view.theme, row, lines, y, width)
            if narrow
            else _beside(view.theme, row, at, names, scale.right)
        )
        y += height
    return "".join(parts), bottom + _AXIS


def ticks(view: View, end: float, *, most: int = 6) -> list[tuple[float, str]]:
    """Round values from zero to `end` in percent, at most `most` steps, with their labels."""
    step = _step(end)
    step *= 2 if end / step > most else 1
    places = 0 if step >= 1 else 1
    return [
        (tick, view.words.number(tick, places) + (" %" if tick else ""))
        for tick in (step * count for count in range(int(end / step + 1e-9) + 1))
    ]


def described(rows: Sequence[Row]) -> str:
    """The rows in words, for those who do not see the drawing."""
    return "; ".join(f"{row.name}: {row.said}{f' ({row.note})' if row.note else ''}" for row in rows)


def _axis(view: View, scale: Scale, head: float, bottom: float, narrow: bool) -> str:
    parts = []
    for tick, label in ticks(view, scale.end, most=5 if narrow else 6):
        at = scale.x(tick)
        parts.append(
            f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{head}" y2="{bottom}" stroke="{view.theme.line}"/>'
        )
        parts.append(svg_text(at, bottom + 16, label, 12, view.theme.muted, "middle"))
    return "".join(parts)


def _middle(theme: Theme, scale: Scale, middle: tuple[float, str], head: float, bottom: float) -> str:
    at = scale.x(middle[0])
    line = (
        f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{head - 4}" y2="{bottom}" stroke="{theme.accent}"'
        ' stroke-width="1.5" stroke-dasharray="4 3"/>'
    )
    return line + svg_text(at, head - 9, middle[1], 12.5, theme.ink, scale.anchor(middle[0], 60))


def _dot(theme: Theme, scale: Scale, row: Row, y: float) -> str:
    band = ""
    if row.low is not None and row.high is not None:
        left, right = scale.x(row.low), scale.x(row.high)
        paint = f'fill="url(#{PALE})"' if row.unsure else f'fill="{theme.primary}" opacity=".3"'
        band = f'<rect x="{left:.1f}" y="{y - 5:.1f}" width="{max(right - left, 1.5):.1f}" height="10" rx="5" {paint}/>'
    fill, edge = (f"url(#{PALE})", theme.primary) if row.unsure else (theme.primary, theme.card)
    return f'{band}<circle cx="{scale.x(row.value):.1f}" cy="{y:.1f}" r="6" fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'


def _said(row: Row) -> str:
    return row.said + (f" · {row.note}" if row.note else "")


def _name_lines(row: Row, width: float) -> list[str]:
    """The name in lines that leave room for what is said at the end of the first."""
    return textwrap.wrap(row.name, max(12, int((width - _LETTER * len(_said(row)) - 12) / _LETTER)))[:3]


def _over(theme: Theme, row: Row, lines: Sequence[str], y: float, width: float) -> str:
    names = (
        svg_text(0, y + 13 + _LINE * place, line, 13.5, theme.ink, halo=theme.card)
        for place, line in enumerate(lines)
    )
    return "".join(names) + svg_text(width, y + 13, _said(row), 13, theme.ink, "end", halo=theme.card)


def _beside(theme: Theme, row: Row, y: float, names: float, right: float) -> str:
    lines = textwrap.wrap(row.name, max(12, int(names / 7.4)))[:2]
    size, first = (13.5, y + 4.5) if len(lines) == 1 else (12.5, y - 2.5)
    parts = [
        svg_text(names, first + 14 * place, line, size, theme.ink, "end") for place, line in enumerate(lines)
    ]
    parts.append(svg_text(right + 12, y - 1 if row.note else y + 4.5, row.said, 13.5, theme.ink, bold=True))
    if row.note:
        parts.append(svg_text(right + 12, y + 13, row.note, 11.5, theme.muted))
    return "".join(parts)


def _step(most: float) -> float:
    """The distance between ticks: 1, 2 or 5 times a power of ten, at most six of them."""
    power = 0.1
    while most > 30 * power:
        power *= 10
    return next(factor * power for factor in (1, 2, 5) if most <= 6 * factor * power)
