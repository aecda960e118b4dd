"""Arrivals, departures and their difference by year."""

from __future__ import annotations

from dataclasses import dataclass

from ui.drawings.marks import Drawing, apart, bar, hover, line, text, ticks
from ui.view import View

_TOP, _LEFT = 34, 46


@dataclass(frozen=True)
class Year:
    """Moves registered in a year, in people."""

    year: int
    arrivals: float
    departures: float
    net: float


def flows(
    view: View,
    years: tuple[Year, ...],
    *,
    banned: tuple[int, int],
    paused: frozenset[int],
    width: float,
    label: str,
) -> Drawing:
    """Bars up and down with the net as a line; years of the ban shaded, years with an election marked."""
    t, number = view.t, view.words.number
    size = 15 if view.theme.large else 12.5
    right, height = size * 8.2, 400.0 if width > 500 else 330.0
    bottom = height - size * 3.6
    high, low = 1.05 * max(row.arrivals for row in years), -1.05 * max(row.departures for row in years)
    step = (width - _LEFT - right) / len(years)

    def y(value: float) -> float:
        return _TOP + (high - value) / (high - low) * (bottom - _TOP)

    def x(row: Year) -> float:
        return _LEFT + (row.year - years[0].year) * step

    parts = [_ban(view, [x(row) for row in years if banned[0] <= row.year <= banned[1]], step, bottom, size)]
    for value in ticks(low, high, 6):
        parts.append(line(_LEFT, y(value), width - right, y(value), ink="line"))
        parts.append(text(_LEFT - 6, y(value) + 4, number(abs(value)), size - 1.5, ink="muted", anchor="end"))
    every = 1 if step > size * 2.6 else 2 if step > size * 1.4 else 3
    for row in years:
        parts.append(
            bar(x(row) + step * 0.16, y(row.arrivals), step * 0.68, y(0) - y(row.arrivals), "primary")
        )
        parts.append(bar(x(row) + step * 0.16, y(0), step * 0.68, y(-row.departures) - y(0), "accent"))
        if (years[-1].year - row.year) % every == 0:
            parts.append(
                text(
                    x(row) + step / 2,
                    bottom + size * 1.3,
                    str(row.year),
                    size - 1,
                    ink="muted",
                    anchor="middle",
                )
            )
        if row.year in paused:
            parts.append(_diamond(x(row) + step / 2, bottom + size * 1.95, size * 0.32))
    parts.append(line(_LEFT, y(0), width - right, y(0), ink="muted"))
    points = " ".join(f"{x(row) + step / 2:.1f},{y(row.net):.1f}" for row in years)
    parts.append(f'<polyline points="{points}" fill="none" stroke="var(--card)" stroke-width="5"/>')
    parts.append(f'<polyline points="{points}" fill="none" stroke="var(--ink)" stroke-width="2"/>')
    for row in years:
        parts.append(
            f'<circle cx="{x(row) + step / 2:.1f}" cy="{y(row.net):.1f}" r="3.4" fill="var(--ink)" stroke="var(--card)" stroke-width="1.2"/>'
        )
        said = t(
            "{year}: {arrivals} moved in, {departures} moved out, net {net}", year=row.year, arrivals=number(row.arrivals),
            departures=number(row.departures), net=number(row.net, signed=True),
        )  # fmt: skip
        parts.append(hover(x(row), _TOP, step, bottom - _TOP, said))
    last = years[-1]
    ends = [
        (y(last.arrivals / 2), t("moved in"), number(last.arrivals), "primary"),
        (y(last.net), t("net"), number(last.net, signed=True), "ink"),
        (y(-last.departures / 2), t("moved out"), number(last.departures), "accent"),
    ]
    for (_, name, amount, ink), at in zip(ends, apart([end[0] for end in ends], size * 2.5), strict=True):
        parts.append(text(width - right + 8, at - 2, amount, size + 1, ink=ink, bold=True))
        parts.append(text(width - right + 8, at + size, name, size - 1, ink=ink))
    if any(row.year in paused for row in years):
        parts.append(_diamond(_LEFT + size * 0.4, height - size * 0.62, size * 0.32))
        note = t("election year: registration of moves stops for months")
        parts.append(text(_LEFT + size * 1.2, height - 4, note, size - 1.5, ink="muted"))
    return Drawing(width, height, "".join(parts), label)


def _diamond(x: float, y: float, half: float) -> str:
    return f'<path d="M{x:.1f},{y - half:.1f}l{half:.1f},{half:.1f} {-half:.1f},{half:.1f} {-half:.1f},{-half:.1f}z" fill="var(--accent)"/>'


def _ban(view: View, starts: list[float], step: float, bottom: float, size: float) -> str:
    if not starts:
        return ""
    middle = (starts[0] + starts[-1] + step) / 2
    return bar(
        starts[0], _TOP - 4, starts[-1] + step - starts[0], bottom - _TOP + 4, "no-data", opacity=0.7
    ) + "".join(
        text(middle, _TOP - 22 + 13 * i, said, size - 2, ink="muted", anchor="middle")
        for i, said in enumerate(view.t("registration in the capital|restricted").split("|"))
    )
