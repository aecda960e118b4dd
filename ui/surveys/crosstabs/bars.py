"""A crosstab as bars with their intervals: a panel per column answer, all panels on one scale."""

from __future__ import annotations

import textwrap
from html import escape

from survey.crosstabs.table import Crosstab
from survey.results import Estimate
from ui.drawings.text import svg_text
from ui.request import Parameters
from ui.surveys import codebook
from ui.surveys.crosstabs import tables
from ui.surveys.crosstabs.request import Request, from_download
from ui.surveys.marks import PALE, meaning, pattern
from ui.surveys.poster import poster
from ui.view import View

_ROW, _HEAD, _LAYER, _GAP, _BAR = 34.0, 40.0, 30.0, 36.0, 15.0


def svg(view: View, request: Request, table: Crosstab, screen: str) -> str:
    """The bars as an element of a page, in as many panels side by side as the screen has room for."""
    across, panel = {"phone": (1, 330.0), "tablet": (2, 380.0)}.get(
        screen, (2, 400.0) if view.theme.large else (3, 440.0)
    )
    inner, (width, height) = drawing(view, request, table, across, panel)
    label = tables.title(view, table)
    room = "none" if view.theme.large else f"{width:.0f}px"
    return (
        f'<svg class="dots" viewBox="0 0 {width:.0f} {height:.0f}" style="max-width:{room}" role="img" aria-label="{escape(label)}">'
        f"<defs>{pattern(view.theme, view.theme.primary)}</defs>{inner}</svg>"
    )


def picture(view: View, given: Parameters) -> tuple[str, str]:
    """The bars as a picture of their own, with all that must be said beside them."""
    request, table = from_download(view, given)
    wanted = table.wanted
    marks = {estimate.mark for estimate in _drawn(table)} - {""}
    drawn, size = drawing(view, request, table, 3, 440)
    made = poster(
        view, request.choice, drawn, size, table.answered, title=tables.title(view, table), sub=tables.shown(view, request, table),
        notes=(*tables.notes(view, request, table), *(meaning(view, mark) for mark in sorted(marks))),
        method=wanted.method, level=wanted.level, weighted=wanted.weighted,
    )  # fmt: skip
    return f"crosstab-{wanted.column}-by-{wanted.row}", made


def drawing(
    view: View, request: Request, table: Crosstab, across: int, width: float
) -> tuple[str, tuple[float, float]]:
    """The inner SVG of all panels, and its width and height."""
    codes = panels(table)
    across = -(-len(codes) // -(-len(codes) // across))  # as even rows of panels as there can be
    lines = _lines(view, request, table)
    height = _HEAD + sum(_LAYER if code is None and not name[0] else _ROW for name, code in lines)
    most = max((_end(request, estimate) for estimate in _drawn(table)), default=0) or 1
    parts = []
    for index, code in enumerate(codes):
        x, y = index % across * (width + _GAP), index // across * (height + _GAP)
        inner = _panel(view, request, table, code, lines, width, most)
        parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{inner}</g>')
    deep = -(-len(codes) // across)
    return "".join(parts), (across * (width + _GAP) - _GAP, deep * (height + _GAP) - _GAP)


def panels(table: Crosstab) -> tuple[str | None, ...]:
    """The columns that are drawn: of two answers that add up to 100 the first, else all."""
    codes = tables.columns(table)
    alone = table.wanted.measure == "row" and table.column.type == "one" and len(codes) == 2
    return codes[:1] if alone else codes


_Line = tuple[tuple[str, str], tuple[str | None, str | None] | None]


def _lines(view: View, request: Request, table: Crosstab) -> list[_Line]:
    """Names and places of the bars; a line without a place is the heading of a control group."""
    found: list[_Line] = []
    layer: str | None = ""
    for control, row in tables.rows(table):
        if table.control and control != layer:
            layer = control
            found.append((("", tables.layer(view, request, table, control)), None))
        name = view.t("All") if row is None else codebook.answer(view, request.choice, table.row.code, row)
        found.append(((name, "all" if row is None else ""), (control, row)))
    return found


def _panel(
    view: View,
    request: Request,
    table: Crosstab,
    code: str | None,
    lines: list[_Line],
    width: float,
    most: float,
) -> str:
    theme, names = view.theme, width * 0.36
    track = width - names - 96
    head = svg_text(0, 20, tables.column(view, request, table, code), 16, theme.ink, bold=True)
    parts, y = [head], _HEAD
    for (name, kind), place in lines:
        if place is None:
            parts.append(svg_text(0, y + 20, kind, 14, theme.muted, bold=True))
            y += _LAYER
            continue
        estimate = table.cell(*place, code)
        middle = y + _ROW / 2 - 3
        wrapped = textwrap.wrap(name, int(names / 7.4))[:2]
        for line, words in enumerate(wrapped):
            lift = 4.5 if len(wrapped) == 1 else -2 + 14 * line
            parts.append(svg_text(0, middle + lift, words, 13.5, theme.ink, bold=kind == "all"))
        parts.append(_bar(view, request, estimate, names, middle, track / most, all_=kind == "all"))
        said, interval = tables.value(view, request, estimate), tables.between(view, request, estimate)
        unsure = f" [{estimate.mark}]" if estimate.mark == "u" else ""
        parts.append(svg_text(width, middle + (4.5 if not interval else -1), said + unsure, 14, theme.ink, bold=True, anchor="end"))  # fmt: skip
        if interval:
            parts.append(svg_text(width, middle + 13, interval, 11, theme.muted, anchor="end"))
        y += _ROW
    return "".join(parts)


def _bar(
    view: View, request: Request, estimate: Estimate, x: float, middle: float, unit: float, *, all_: bool
) -> str:
    theme, number = view.theme, _number(request, estimate)
    base = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{middle - 14:.1f}" y2="{middle + 14:.1f}" stroke="{theme.line}"/>'
    if number is None:
        return base
    fill = f"url(#{PALE})" if estimate.mark == "u" else theme.muted if all_ else theme.primary
    parts = [
        base,
        f'<rect x="{x:.1f}" y="{middle - _BAR / 2:.1f}" width="{number * unit:.1f}" height="{_BAR}" fill="{fill}" opacity="{0.75 if all_ else 0.9}"/>',
    ]
    if request.intervals and request.percent != "count" and estimate.low is not None and estimate.high is not None:  # fmt: skip
        ends = [x + max(end, 0) * unit for end in (estimate.low, estimate.high)]
        parts.append(f'<line x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="{middle}" y2="{middle}" stroke="{theme.card}" stroke-width="4.5"/>')  # fmt: skip
        parts.append(f'<line x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="{middle}" y2="{middle}" stroke="{theme.ink}" stroke-width="2"/>')  # fmt: skip
        parts += [
            f'<line x1="{end:.1f}" x2="{end:.1f}" y1="{middle - 4}" y2="{middle + 4}" stroke="{theme.ink}" stroke-width="2"/>'
            for end in ends
        ]
    return "".join(parts)


def _number(request: Request, estimate: Estimate) -> float | None:
    """What a bar measures; None for what is hidden or is not there."""
    if estimate.mark not in ("", "u"):
        return None
    if request.percent == "count":
        return float(estimate.n_answer or 0)
    return None if estimate.estimate is None else max(estimate.estimate, 0.0)


def _drawn(table: Crosstab) -> list[Estimate]:
    return [table.cell(*place, code) for place in tables.rows(table) for code in panels(table)]


def _end(request: Request, estimate: Estimate) -> float:
    number = _number(request, estimate)
    if number is None:
        return 0.0
    ends = (number, estimate.high) if request.intervals and request.percent != "count" else (number,)
    return max(end for end in ends if end is not None)
