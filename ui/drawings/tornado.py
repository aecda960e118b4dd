"""What each input does to a result: a bar from its low to its high end, the widest first, from zero on one scale."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from ui.drawings.text import svg_text
from ui.view import View

NARROW = 520
_BAR, _GAP, _LINE, _LETTER, _SAID = 26, 12, 16, 8.2, 130


class Row(NamedTuple):
    """An input with what comes of its two ends; `said` stands behind the bar."""

    name: str
    low: float
    high: float
    said: str
    assumed: bool


def tornado(view: View, rows: Sequence[Row], *, width: float) -> tuple[str, float]:
    """Inner SVG and its height. Names stand before their bars, on a narrow drawing over them."""
    theme, narrow = view.theme, width < NARROW
    left = 0.0 if narrow else min(0.3 * width, 20 + _LETTER * max(len(row.name) for row in rows))
    top = 1.02 * max(row.high for row in rows) or 1.0
    room = width - left - (4.0 if narrow else _SAID)
    parts, y = [], 6.0
    for row in rows:
        names = textwrap.wrap(row.name, max(10, int(((width - _SAID) if narrow else (left - 12)) / _LETTER)))
        if narrow:
            parts += [svg_text(0, y + 12 + _LINE * i, name, 13.5, theme.ink) for i, name in enumerate(names)]
            parts.append(svg_text(width, y + 12, row.said, 13, theme.muted, "end"))
            y += _LINE * len(names) + 3
        else:
            first = y + _BAR / 2 + 5 - _LINE * (len(names) - 1) / 2
            parts += [
                svg_text(left - 12, first + _LINE * i, name, 14, theme.ink, "end")
                for i, name in enumerate(names)
            ]
        start, end = (left + room * value / top for value in (row.low, row.high))
        fill = theme.accent if row.assumed else theme.primary
        parts.append(
            f'<rect x="{start:.1f}" y="{y:.1f}" width="{max(end - start, 2):.1f}" height="{_BAR}" rx="3" fill="{fill}"/>'
        )
        if not narrow:
            parts.append(svg_text(end + 8, y + 18, row.said, 13, theme.muted))
        y += _BAR + max(_GAP, 0 if narrow else _LINE * (len(names) - 1) + 2)
    line = f'<line x1="{left:.1f}" x2="{left:.1f}" y1="2" y2="{y - 4:.1f}" stroke="{theme.muted}"/>'
    return ("" if narrow else line) + "".join(parts), y


def described(rows: Sequence[Row]) -> str:
    """The rows in words, for those who do not see the drawing."""
    return "; ".join(f"{row.name}: {row.said}" for row in rows)
