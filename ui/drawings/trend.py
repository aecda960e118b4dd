"""One indicator over the years, a place against the country."""

from __future__ import annotations

from collections.abc import Callable

from explore.figures import Series
from ui.drawings.marks import Drawing, apart, hover, line, text, ticks

WIDTH, HEIGHT = 300.0, 182.0


def trend(
    title: str,
    sub: str,
    here: Series,
    country: Series,
    *,
    names: tuple[str, str],
    write: Callable[[float], str],
    large: bool,
    label: str,
) -> Drawing:
    """The place in colour, the country in grey, each with its last value; a year without a figure breaks the line."""
    size = 14.5 if large else 12.0
    top, bottom, left, right = size * 3.4, HEIGHT - size * 1.9, size * 3.5, WIDTH - size * 4.4
    points = (*here, *country)
    years, values = [year for year, _ in points], [value for _, value in points]
    first, last, low, high = min(years), max(years), min(values), max(values)
    low, high = (low, high) if high > low else (low - 1, high + 1)

    def x(year: int) -> float:
        return left + (year - first) / ((last - first) or 1) * (right - left)

    def y(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - top)

    parts = [text(0, size, title, size + 0.5, bold=True), text(0, size * 2.2, sub, size - 1.5, ink="muted")]
    for value in ticks(low, high, 4):
        parts.append(line(left, y(value), right, y(value), ink="muted" if value == 0 else "line"))
        parts.append(text(left - 5, y(value) + 4, write(value), size - 2, ink="muted", anchor="end"))
    for year, anchor in ((first, "start"), (last, "end")) if last > first else ((first, "middle"),):
        parts.append(text(x(year), HEIGHT - 4, str(year), size - 1.5, ink="muted", anchor=anchor))
    for series, ink, width in ((country, "muted", 1.8), (here, "primary", 2.8)):
        parts.append(_lines(series, x, y, ink, width))
    ends = [(series[-1][1], ink) for series, ink in ((here, "primary"), (country, "muted")) if series]
    for (value, ink), at in zip(ends, apart([y(value) for value, _ in ends], size * 1.1), strict=True):
        parts.append(text(right + 7, at + 4, write(value), size, ink=ink, bold=ink == "primary"))
    half = (right - left) / ((last - first) or 1) / 2
    for year in sorted(set(years)):
        said = [
            f"{name}: {write(dict(series)[year])}"
            for name, series in zip(names, (here, country), strict=True)
            if year in dict(series)
        ]
        parts.append(hover(x(year) - half, top, 2 * half, bottom - top, f"{year}. {'; '.join(said)}"))
    return Drawing(WIDTH, HEIGHT, "".join(parts), label)


def _lines(
    series: Series, x: Callable[[int], float], y: Callable[[float], float], ink: str, width: float
) -> str:
    """A line through each run of years without a gap, and its last point."""
    runs: list[list[tuple[int, float]]] = []
    for year, value in series:
        if runs and year == runs[-1][-1][0] + 1:
            runs[-1].append((year, value))
        else:
            runs.append([(year, value)])
    drawn = "".join(
        f'<polyline points="{" ".join(f"{x(year):.1f},{y(value):.1f}" for year, value in run)}" fill="none" stroke="var(--{ink})"'
        f' stroke-width="{width:g}" stroke-linejoin="round" stroke-linecap="round"/>'
        for run in runs
    )
    marked = [run[0] for run in runs if len(run) == 1] + list(series[-1:])
    return drawn + "".join(
        f'<circle cx="{x(year):.1f}" cy="{y(value):.1f}" r="{width + 0.6:g}" fill="var(--{ink})"/>'
        for year, value in marked
    )
