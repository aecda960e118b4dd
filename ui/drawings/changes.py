"""Answers in two rounds: an arrow from old to new, and the interval of the difference on a scale of its own."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from html import escape
from math import ceil
from typing import NamedTuple

from ui.drawings.text import svg_text
from ui.view import View


class Row(NamedTuple):
    """One answer: shares in percent, the difference and its interval in points; None where there is none.

    `verdict` is one of `survey.changes.VERDICTS`; `said` and `word` are written at the end of the row.
    """

    label: str
    old: float | None
    new: float | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: str
    said: str
    word: str


class _Frame(NamedTuple):
    """Where things stand, in pixels; a narrow frame has no room for the shares."""

    width: float
    row: float
    label: int
    shares: tuple[float, float] | None
    points: tuple[float, float]
    middle: float


_WIDE = _Frame(1080, 42, 46, (350, 600), (650, 905), 21)
_HALL = _Frame(900, 46, 38, (322, 492), (536, 716), 23)
_NARROW = _Frame(360, 78, 38, None, (8, 205), 58)


def changes(view: View, groups: Sequence[tuple[str, Sequence[Row]]], old: str, new: str, *, narrow: bool = False) -> str:  # fmt: skip
    """SVG of rows under headings; `old` and `new` name the rounds. Empty when there are no rows."""
    inner, (width, height) = drawing(view, groups, old, new, narrow=narrow)
    label = view.t("Changes from {old} to {new} with the interval of each difference", old=old, new=new)
    svg = f'<svg class="dots" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{escape(label)}">'
    return f"{svg}{inner}</svg>" if inner else ""


def drawing(
    view: View, groups: Sequence[tuple[str, Sequence[Row]]], old: str, new: str, *, narrow: bool = False
) -> tuple[str, tuple[float, float]]:
    """The inner SVG of the picture, and its width and height."""
    frame = _NARROW if narrow else _HALL if view.theme.large else _WIDE
    rows = [row for _, members in groups for row in members]
    if not rows:
        return "", (frame.width, 0)
    most_share = _round_up(max((v for r in rows for v in (r.old, r.new) if v is not None), default=10), 10)
    most_points = _round_up(
        max((abs(v) for r in rows for v in (r.low, r.high) if v is not None), default=5), 2
    )
    body, y = [], 44.0
    for heading, members in groups:
        if members:
            body.append(svg_text(0, y + 18, heading, 13, view.theme.muted, bold=True))
            y += 30
        for row in members:
            body.append(_row(view, frame, row, y, most_share, most_points))
            y += frame.row
    return _axes(view, frame, y, most_share, most_points, old, new) + "".join(body), (frame.width, y + 6)


def _row(view: View, frame: _Frame, row: Row, y: float, most_share: float, most_points: float) -> str:
    theme = view.theme
    middle = y + frame.middle
    colour = {"rose": theme.above[-1], "fell": theme.below[0], "unsure": theme.ink}.get(
        row.verdict, theme.muted
    )
    strong = row.verdict in ("rose", "fell")
    parts = [
        f'<line x1="0" x2="{frame.width:.0f}" y1="{y + frame.row:.1f}" y2="{y + frame.row:.1f}" stroke="{theme.line}"/>'
    ]
    lines = textwrap.wrap(row.label, frame.label)[: 3 if frame.shares else 2]
    top = middle + 5 - 8 * (len(lines) - 1) if frame.shares else y + 16
    parts += [
        svg_text(0, top + 16 * i, line, 13.5, theme.ink, bold=strong, halo=theme.card)
        for i, line in enumerate(lines)
    ]
    if frame.shares and row.old is not None and row.new is not None:
        parts.append(_arrow(view, row, frame.shares, most_share, middle, colour))
    if row.difference is not None and row.low is not None and row.high is not None:
        x = _scale(frame.points, -most_points, most_points)
        dash = "" if strong else ' stroke-dasharray="1 5"' if row.verdict == "unsure" else ' opacity=".75"'
        parts.append(
            f'<line x1="{x(row.low):.1f}" x2="{x(row.high):.1f}" y1="{middle}" y2="{middle}" stroke="{colour}" stroke-width="{4 if strong else 3}" stroke-linecap="round"{dash}/>'
            f'<circle cx="{x(row.difference):.1f}" cy="{middle}" r="6" fill="{colour if strong else theme.card}" stroke="{colour}" stroke-width="2"/>'
        )
    at = 16.0 if row.said else 5.0
    if row.said:
        parts.append(
            svg_text(frame.width, middle - 4 if frame.shares else middle - 3, row.said, 13.5 if frame.shares else 12, theme.ink, anchor="end", bold=strong, halo=theme.card)
        )  # fmt: skip
    parts.append(
        svg_text(frame.width, middle + at - (2 if row.said else 0), row.word, 12, colour if strong else theme.muted, anchor="end", bold=strong, halo=theme.card)
    )  # fmt: skip
    return "".join(parts)


def _arrow(view: View, row: Row, span: tuple[float, float], most: float, y: float, colour: str) -> str:
    x, theme = _scale(span, 0, most), view.theme
    old, new = x(row.old or 0), x(row.new or 0)
    way = 1 if new > old else -1
    head = ""
    if abs(new - old) > 14:
        tip = new - 7 * way
        head = f'<path d="M{tip:.1f} {y} l{-7 * way} -4.5 v9 z" fill="{colour}"/>'
    return (
        f'<line x1="{old:.1f}" x2="{new:.1f}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="2"/>{head}'
        f'<circle cx="{old:.1f}" cy="{y}" r="5" fill="{theme.card}" stroke="{colour}" stroke-width="2"/>'
        f'<circle cx="{new:.1f}" cy="{y}" r="5.5" fill="{colour}"/>'
    )


def _axes(
    view: View, frame: _Frame, bottom: float, most_share: float, most_points: float, old: str, new: str
) -> str:
    theme, t = view.theme, view.t
    parts = []
    if frame.shares:
        x = _scale(frame.shares, 0, most_share)
        heading = t("Share in {old} → {new}, percent", old=old, new=new)
        parts.append(svg_text(frame.shares[0], 12, heading, 12.5, theme.muted))
        parts += [_tick(x(v), bottom, view.words.number(v), theme.muted, theme.line) for v in (0, most_share / 2, most_share)]  # fmt: skip
    x = _scale(frame.points, -most_points, most_points)
    parts.append(svg_text(frame.points[0], 12, t("Difference, percentage points"), 12.5, theme.muted))
    parts += [
        _tick(x(v), bottom, view.words.number(v, signed=True), theme.muted, theme.muted if v == 0 else theme.line)
        for v in (-most_points, 0, most_points)
    ]  # fmt: skip
    return "".join(parts)


def _tick(x: float, bottom: float, said: str, ink: str, line: str) -> str:
    return f'<line x1="{x:.1f}" x2="{x:.1f}" y1="36" y2="{bottom:.1f}" stroke="{line}"/>' + svg_text(
        x, 31, said, 11.5, ink, anchor="middle"
    )


def _scale(span: tuple[float, float], low: float, high: float) -> Callable[[float], float]:
    return lambda value: span[0] + (value - low) / (high - low) * (span[1] - span[0])


def _round_up(value: float, step: float) -> float:
    return max(ceil(value / step), 1) * step
