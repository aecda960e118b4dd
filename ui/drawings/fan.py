"""Movers by year as bands that widen, against the lines of the target and what was ever registered."""

from __future__ import annotations

from collections.abc import Sequence

from planning.funnel.forecast import Year
from ui.drawings.text import svg_text
from ui.view import View

_HEIGHT, _TOP, _BOTTOM, _LEFT, _RIGHT = 380, 26, 34, 8, 132
_OPACITY = {0.95: 0.18, 0.8: 0.3, 0.5: 0.5}


def fan(
    view: View, years: Sequence[Year], lines: Sequence[int], registered: float | None, *, width: float
) -> tuple[str, float]:
    """Inner SVG and its height: bands of 95, 80 and 50 in 100 draws, the median, one line per target.

    `registered` is the largest number of people who were registered as leaving in a year: the dotted line sums it
    up over the years.
    """
    theme, number = view.theme, view.words.number
    last = years[-1]
    top = 1.06 * max(max(lines), last.bands[0.8][1], min(last.bands[0.95][1], 2.2 * max(lines)))
    span = max(year.year for year in years)
    plot = width - _LEFT - _RIGHT

    def x(year: float) -> float:
        return _LEFT + plot * year / span

    def y(people: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - min(people, top) / top)

    parts = [
        f'<line x1="{_LEFT}" x2="{x(span):.1f}" y1="{y(0):.1f}" y2="{y(0):.1f}" stroke="{theme.muted}"/>'
    ]
    for level, opacity in _OPACITY.items():
        upper = [(x(0), y(0)), *((x(one.year), y(one.bands[level][1])) for one in years)]
        lower = [(x(one.year), y(one.bands[level][0])) for one in reversed(years)]
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in (*upper, *lower))
        parts.append(f'<polygon points="{points}" fill="{theme.primary}" fill-opacity="{opacity}"/>')
    middle = " ".join(
        f"{a:.1f},{b:.1f}" for a, b in [(x(0), y(0)), *((x(o.year), y(o.median)) for o in years)]
    )
    parts.append(f'<polyline points="{middle}" fill="none" stroke="{theme.primary}" stroke-width="2.5"/>')
    for people in lines:
        parts.append(
            f'<line x1="{_LEFT}" x2="{x(span):.1f}" y1="{y(people):.1f}" y2="{y(people):.1f}" stroke="{theme.accent}" stroke-width="1.6"/>'
            + svg_text(_LEFT + 4, y(people) - 6, number(people), 14, theme.accent, bold=True)
        )
    if registered:
        ends = [
            (one, registered * one) for one in (0, *(year.year for year in years)) if registered * one <= top
        ]
        points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in ends)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{theme.ink}" stroke-width="1.5" stroke-dasharray="2 4"/>'
        )
    for one in years:
        if one.year == 1 or one.year == span or span <= 10 or one.year % 5 == 0:
            parts.append(svg_text(x(one.year), _HEIGHT - 12, number(one.year), 13, theme.muted, "middle"))
    parts += _labels(
        view,
        [
            (y(last.median), number(last.median, -2), True),
            *((y(last.bands[0.8][end]), number(last.bands[0.8][end], -2), False) for end in (1, 0)),
        ],
        x(span) + 8,
    )
    return "".join(parts), _HEIGHT


def _labels(view: View, wanted: list[tuple[float, str, bool]], at: float) -> list[str]:
    """Labels at the right, moved apart where they would meet."""
    placed: list[float] = []
    parts = []
    for y, said, bold in wanted:
        while any(abs(y - other) < 17 for other in placed):
            y += 17 if placed and y >= placed[0] else -17
        placed.append(y)
        parts.append(
            svg_text(
                at, y + 5, said, 15 if bold else 13, view.theme.ink if bold else view.theme.muted, bold=bold
            )
        )
    return parts
