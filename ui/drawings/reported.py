"""Published shares beside a survey's own, each base by itself; and a count by year with some years hatched."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from ui.drawings.text import svg_text
from ui.view import View

Size = tuple[float, float]
_MARK = 26


class Line(NamedTuple):
    """An answer: the published share, the survey's and its interval, in percent; None where there is none.

    `said` and `below` are written at the end of the line; `pale` draws a share of low reliability.
    """

    label: str
    published: float | None
    own: float | None
    low: float | None
    high: float | None
    said: str
    below: str
    pale: bool = False


class Year(NamedTuple):
    """A count of a year; `marks` are written under the years of hatched bars, none under a plain one."""

    year: int
    value: float
    marks: tuple[str, ...]


def shares(view: View, lines: Sequence[Line], most: float, *, narrow: bool = False) -> tuple[str, Size]:
    """Inner SVG and size of answers on one scale from 0 to `most`: diamonds published, dots the survey's own."""
    theme, number = view.theme, view.words.number
    width, row, left, right = _frame(view, narrow)

    def x(value: float) -> float:
        return left + value / most * (right - left)

    parts, y = [], 26.0
    bottom = y + row * len(lines)
    for tick in (0.0, most / 2, most):
        parts.append(
            f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="18" y2="{bottom:.1f}" stroke="{theme.line}"/>'
        )
        parts.append(svg_text(x(tick), 12, number(tick), 12, theme.muted, anchor="middle"))
    for line in lines:
        middle = y + (row - 22 if narrow else row / 2)
        top = y + 18 if narrow else middle + 5
        end, anchor = (y + 38, "start") if narrow else (middle - 3, "end")
        for i, piece in enumerate(textwrap.wrap(line.label, 44 if narrow else int(left / 8.2))[:2]):
            parts.append(svg_text(0, top + 16 * i, piece, 14.5, theme.ink))
        if line.own is not None:
            fill = theme.card if line.pale else theme.primary
            if line.low is not None and line.high is not None:
                parts.append(
                    f'<line class="own" x1="{x(line.low):.1f}" x2="{x(line.high):.1f}" y1="{middle}" y2="{middle}" stroke="{theme.primary}" stroke-width="5" stroke-linecap="round" opacity=".45"/>'
                )
            parts.append(
                f'<circle cx="{x(line.own):.1f}" cy="{middle}" r="7" fill="{fill}" stroke="{theme.primary}" stroke-width="2"/>'
            )
        if line.published is not None:
            at = x(line.published)
            parts.append(
                f'<path d="M{at:.1f} {middle - 13} l8 13 l-8 13 l-8 -13 z" fill="none" stroke="{theme.accent}" stroke-width="2.5"/>'
            )
        at_x = 0 if narrow else width
        size = 13 if narrow else 15
        parts.append(svg_text(at_x, end, line.said, size, theme.ink, anchor=anchor, bold=True))
        parts.append(
            svg_text(at_x, end + (16 if narrow else 18), line.below, 12.5, theme.muted, anchor=anchor)
        )
        y += row
        parts.append(f'<line x1="0" x2="{width}" y1="{y}" y2="{y}" stroke="{theme.line}"/>')
    return "".join(parts), (width, bottom + 4)


def _frame(view: View, narrow: bool) -> tuple[float, float, float, float]:
    """Width, height of a row, and where the scale begins and ends; narrower, and so larger, in a hall."""
    if narrow:
        return 360.0, 96.0, 8.0, 340.0
    return (940.0, 56.0, 260.0, 610.0) if view.theme.large else (1080.0, 54.0, 300.0, 770.0)


def by_year(view: View, years: Sequence[Year], *, narrow: bool = False) -> tuple[str, Size]:
    """Inner SVG and size of bars by year, the values written over them; marked years are hatched."""
    theme = view.theme
    width, height = (360.0, 284.0) if narrow else (940.0 if view.theme.large else 1080.0, 330.0)
    most = max((year.value for year in years), default=1.0)
    step = width / max(len(years), 1)
    kinds = list(dict.fromkeys(mark for year in years for mark in year.marks))
    floor = height - 34 - _MARK * len(kinds)
    room = floor - 36
    hatch = (
        f'<pattern id="hatched-years" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="{theme.card}"/>'
        f'<line x1="0" x2="0" y1="0" y2="7" stroke="{theme.primary}" stroke-width="4"/></pattern>'
    )
    parts = [f"<defs>{hatch}</defs>"]
    for i, year in enumerate(years):
        tall, left = year.value / most * room, i * step
        fill = "url(#hatched-years)" if year.marks else theme.primary
        parts.append(
            f'<rect x="{left + step * 0.14:.1f}" y="{floor - tall:.1f}" width="{step * 0.72:.1f}" height="{tall:.1f}" fill="{fill}" stroke="{theme.primary}"/>'
        )
        middle = left + step / 2
        if not narrow or year.value == most:
            parts.append(svg_text(middle, floor - tall - 7, view.words.number(year.value), 13, theme.ink, anchor="middle", halo=theme.card))  # fmt: skip
        short = f"’{year.year % 100:02d}" if narrow else str(year.year)
        parts.append(svg_text(middle, floor + 18, short, 11 if narrow else 13, theme.muted, anchor="middle"))
    for row, kind in enumerate(kinds):
        for start, end in _runs([kind in year.marks for year in years]):
            y = floor + 30 + _MARK * row
            left, right = (start + 0.14) * step, (end + 0.86) * step
            centre = min(max((left + right) / 2, 3.4 * len(kind)), width - 3.4 * len(kind))
            parts.append(
                f'<path class="run" d="M{left:.1f} {y - 4}v4H{right:.1f}v-4" fill="none" stroke="{theme.muted}"/>'
            )
            parts.append(svg_text(centre, y + 14, kind, 12, theme.muted, anchor="middle"))
    return "".join(parts), (width, height)


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last place of each run of true values."""
    found: list[tuple[int, int]] = []
    for place, flag in enumerate(flags):
        if flag and found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        elif flag:
            found.append((place, place))
    return found


def svg(inner: str, size: Size, label: str) -> str:
    """A picture for a page from inner SVG and its size."""
    return f'<svg class="dots" viewBox="0 0 {size[0]:.0f} {size[1]:.0f}" role="img" aria-label="{escape(label)}">{inner}</svg>'
