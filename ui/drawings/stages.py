"""Stages of intention as bars inside one another: each a part of the one above, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from ui.surveys.marks import PALE
from ui.view import View

_BAR = 26


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
    known = [row.high if row.high is not None else row.value or 0.0 for row in rows]
    end = max([*known, 1e-9]) * 1.02
    parts = [_text(0, 14, of, 13.5, theme.muted)]
    y, above = 28.0, width
    for place, row in enumerate(rows):
        if row.step:
            parts.append(f'<path d="M6 {y + 2}v6h8" stroke="{theme.muted}" fill="none"/>')
            parts.append(_text(20, y + 12, row.step, 13, theme.muted))
            y += 26
        parts.append(_text(0, y + 15, row.name, 15, theme.ink))
        parts.append(_text(width, y + 15, row.said, 15, theme.ink, "end", bold=True))
        top = y + 23
        parts.append(
            f'<rect x="0" y="{top}" width="{above:.1f}" height="{_BAR}" rx="3" fill="{theme.no_data}"/>'
        )
        if row.value is not None:
            length = max(row.value / end * width, 1.5)
            fill = f"url(#{PALE})" if row.unsure else theme.accent if place == 0 else theme.primary
            parts.append(f'<rect x="0" y="{top}" width="{length:.1f}" height="{_BAR}" rx="3" fill="{fill}"/>')
            if row.low is not None and row.high is not None:
                parts.append(
                    _whisker(
                        row.low / end * width, row.high / end * width, top + _BAR / 2, theme.ink, theme.card
                    )
                )
            above = length
        y += 68
    return "".join(parts), y


def _whisker(low: float, high: float, y: float, ink: str, halo: str) -> str:
    lines = "".join(
        f'<path d="M{low:.1f} {y - 6}v12M{low:.1f} {y}H{high:.1f}M{high:.1f} {y - 6}v12" stroke="{colour}" stroke-width="{size}" fill="none"/>'
        for colour, size in ((halo, 4), (ink, 1.8))
    )
    return f"<g>{lines}</g>"


def _text(
    x: float, y: float, said: str, size: float, ink: str, anchor: str = "start", *, bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{ink}" text-anchor="{anchor}"{weight}>{escape(said)}</text>'
