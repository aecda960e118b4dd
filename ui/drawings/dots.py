"""Ranked dots and the distribution, beside a map."""

from __future__ import annotations

from html import escape

from geo.breaks import histogram
from ui.painted import Painted

_ROW, _NAME, _VALUE = 24, 118, 62


def dots(painted: Painted, selected: str | None, *, width: int = 420) -> str:
    """SVG of all places on one scale, highest first; a row picks its place. Places without a value follow."""
    view, found, theme = painted.view, painted.ranking, painted.view.theme
    if not found.values:
        return ""
    low, high = _span(painted)
    track = width - _NAME - _VALUE - 20

    def x(value: float) -> float:
        return 10 + (value - low) / ((high - low) or 1) * track

    rows = []
    absent = sorted(found.missing | found.not_applicable, key=lambda code: view.words.name(view.places[code]))
    param = "soum" if found.level == "soum" else "aimag"
    for index, code in enumerate((*found.order, *absent)):
        y, here = index * _ROW + _ROW / 2, code == selected
        name = view.words.name(view.places[code])
        value = found.values.get(code)
        weight = ' font-weight="700"' if here else ""
        mark = ""
        if value is not None:
            mark = (
                f'<circle cx="{x(value):.1f}" cy="{y}" r="{7 if here else 5.5}" fill="{painted.fill(code)}"'
                f' stroke="{theme.ink if here else theme.muted}" stroke-width="{2.4 if here else 0.8}"/>'
            )
        rows.append(
            f'<g data-set="{param}={code}" role="button" tabindex="0" aria-label="{escape(name)}: {escape(painted.said(code))}">'
            f'<rect x="0" y="{index * _ROW}" width="{width}" height="{_ROW}" fill="transparent"/>'
            f'<line x1="6" x2="{track + 14}" y1="{y}" y2="{y}" stroke="{theme.line}"/>{mark}'
            f'<text x="{track + 26}" y="{y + 4.5}" font-size="13" fill="{theme.ink}"{weight}>{escape(name)}</text>'
            f'<text x="{width - 2}" y="{y + 4.5}" font-size="13" text-anchor="end" fill="{theme.ink if value is not None else theme.muted}"{weight}>'
            f"{escape(painted.said(code) if value is not None else '–')}</text></g>"
        )
    height = len(rows) * _ROW
    middle = (
        found.middle
        if found.middle is not None
        else found.national
        if painted.ranking.indicator.kind == "rate"
        else None
    )
    line = ""
    if middle is not None and low <= middle <= high:
        line = f'<line x1="{x(middle):.1f}" x2="{x(middle):.1f}" y1="0" y2="{height}" stroke="{theme.muted}" stroke-dasharray="3 3"/>'
    label = view.t("All places on one scale, highest first")
    return f'<svg class="dots" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(label)}">{line}{"".join(rows)}</svg>'


def distribution(painted: Painted, *, width: int = 420, height: int = 84) -> str:
    """SVG of how the values are spread, with the edges of the classes drawn through."""
    view, found, theme = painted.view, painted.ranking, painted.view.theme
    bins = histogram(found.values.values(), 14)
    if len(bins) < 2:
        return ""
    low, high = bins[0].lower, bins[-1].upper
    most = max(part.count for part in bins)

    def x(value: float) -> float:
        return 6 + (value - low) / (high - low) * (width - 12)

    bars = "".join(
        f'<rect x="{x(part.lower) + 0.5:.1f}" width="{max(x(part.upper) - x(part.lower) - 1, 1):.1f}"'
        f' y="{height - 18 - part.count / most * (height - 26):.1f}" height="{part.count / most * (height - 26):.1f}" fill="{theme.muted}" opacity=".55"/>'
        for part in bins
    )
    edges = (
        ""
        if painted.is_count
        else "".join(
            f'<line x1="{x(e):.1f}" x2="{x(e):.1f}" y1="2" y2="{height - 16}" stroke="{theme.accent}" stroke-width="1.4"/>'
            for e in painted.breaks.uppers[:-1]
            if low < e < high
        )
    )
    ends = "".join(
        f'<text x="{x(value):.1f}" y="{height - 3}" font-size="11.5" text-anchor="{anchor}" fill="{theme.muted}">{view.value(value, found.indicator)}</text>'
        for value, anchor in ((low, "start"), (high, "end"))
    )
    label = view.t("Distribution of the values; lines are the edges of the classes")
    return f'<svg class="dots" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">{bars}{edges}{ends}</svg>'


def _span(painted: Painted) -> tuple[float, float]:
    values = list(painted.ranking.values.values())
    if painted.ranking.middle is not None:
        values.append(painted.ranking.middle)
    return min(values), max(values)
