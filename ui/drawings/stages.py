"""Stages of intention as bars inside one another: each a part of the one above, all on one scale.

The scale begins as a part of a strip of a hundred people, so that nobody takes a long bar for many people.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from ui.drawings.intervals import ticks, top_of
from ui.drawings.text import svg_text
from ui.surveys.marks import PALE
from ui.view import View

_BAR, _STRIP, _FAN, _LINE, _LETTER = 26, 14, 26, 17, 8.6


class Stage(NamedTuple):
    """A stage: its share of everyone in percent with its interval, in words; and the step from the stage above."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    said: str
    step: str = ""
    unsure: bool = False


def stages(view: View, rows: Sequence[Stage], *, width: float, of: str) -> tuple[str, float]:
    """Inner SVG and its height; `of` says what the shares are of."""
    theme = view.theme
    end = top_of(
        [value for row in rows for value in (row.high if row.high is not None else row.value,) if value]
    )
    strip, first = _strip(view, rows[0].value if rows else None, end, width, of)
    bars, y, above = [], first, 0.0
    for place, row in enumerate(rows):
        if row.step:
            bars.append(f'<path d="M6 {y + 2}v6h8" stroke="{theme.muted}" fill="none"/>')
            bars.append(svg_text(20, y + 12, row.step, 13, theme.muted, halo=theme.card))
            y += 26
        lines = textwrap.wrap(row.name, max(12, int((width - _LETTER * len(row.said) - 8) / _LETTER)))[:3]
        for number, line in enumerate(lines):
            bars.append(svg_text(0, y + 15 + _LINE * number, line, 15, theme.ink, halo=theme.card))
        bars.append(svg_text(width, y + 15, row.said, 15, theme.ink, "end", bold=True, halo=theme.card))
        top = y + 6 + _LINE * len(lines)
        if above:
            bars.append(
                f'<rect x="0" y="{top}" width="{above:.1f}" height="{_BAR}" rx="3" fill="{theme.no_data}"/>'
            )
        if row.value is not None:
            length = max(row.value / end * width, 1.5)
            fill = f"url(#{PALE})" if row.unsure else theme.accent if place == 0 else theme.primary
            bars.append(f'<rect x="0" y="{top}" width="{length:.1f}" height="{_BAR}" rx="3" fill="{fill}"/>')
            if row.low is not None and row.high is not None:
                bars.append(
                    _whisker(
                        row.low / end * width, row.high / end * width, top + _BAR / 2, theme.ink, theme.card
                    )
                )
            above = length
        y = top + _BAR + 16
    return strip + _axis(view, end, width, first, y) + "".join(bars), y + 22


def _strip(view: View, share: float | None, end: float, width: float, of: str) -> tuple[str, float]:
    """A hundred people as a strip, the part of it that the scale below magnifies, and where that begins."""
    theme, y, unit = view.theme, 22.0, width / 100
    bottom = y + _STRIP
    parts = [
        svg_text(0, 14, of, 13.5, theme.muted),
        f'<rect x="0" y="{y}" width="{width}" height="{_STRIP}" rx="3" fill="{theme.no_data}"/>',
        f'<path d="M0 {bottom}L0 {bottom + _FAN}H{width}L{end * unit:.1f} {bottom}Z" fill="{theme.no_data}" opacity=".45"/>',
    ]
    if share:
        parts.append(
            f'<rect x="0" y="{y}" width="{share * unit:.1f}" height="{_STRIP}" rx="3" fill="{theme.accent}"/>'
        )
    said = view.t("the first {n} of these 100, enlarged", n=view.words.number(end, 0 if end >= 1 else 1))
    parts.append(svg_text(6, bottom + _FAN - 7, said, 12, theme.ink))
    return "".join(parts), bottom + _FAN + 6


def _axis(view: View, end: float, width: float, top: float, bottom: float) -> str:
    theme, parts = view.theme, []
    for tick, label in ticks(view, end):
        at = tick / end * width
        anchor = "start" if at < 10 else "end" if at > width - 20 else "middle"
        parts.append(
            f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{top}" y2="{bottom}" stroke="{theme.line}"/>'
            + svg_text(at, bottom + 15, label, 12, theme.muted, anchor)
        )
    return "".join(parts)


def _whisker(low: float, high: float, y: float, ink: str, halo: str) -> str:
    lines = "".join(
        f'<path d="M{low:.1f} {y - 6}v12M{low:.1f} {y}H{high:.1f}M{high:.1f} {y - 6}v12" stroke="{colour}" stroke-width="{size}" fill="none"/>'
        for colour, size in ((halo, 4), (ink, 1.8))
    )
    return f"<g>{lines}</g>"
