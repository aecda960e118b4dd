"""Flows as arrows over the country: width is proportional to the share, the half barb tells the direction.

An arrow of low reliability has a hollow, dashed shaft; those who stay in their own aimag are a ring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from math import sqrt
from typing import NamedTuple

from survey.results import Estimate
from ui.drawings.barb import Barb, Point, barb
from ui.drawings.country import centres, land
from ui.drawings.share_map import OFFSETS
from ui.drawings.text import svg_text
from ui.surveys import say
from ui.surveys.shares import CAPITAL
from ui.view import View

WIDEST, LARGEST_RING = 13.0, 22.0
_GAP = 7.0
_SMALL, _LARGE = 13, 27  # of names
_LETTER = 17.0  # width of a large letter


class Arrow(NamedTuple):
    """A flow to draw: from a place to a place."""

    origin: str
    wanted: str
    estimate: Estimate


class Scale(NamedTuple):
    """The shares that are drawn at the greatest width and as the largest ring; 0 where there are none."""

    widest: float
    ring: float

    def width(self, share: float) -> float:
        """Width of an arrow in picture units."""
        return WIDEST * share / self.widest if self.widest else 0.0

    def radius(self, share: float) -> float:
        """Radius of a ring in picture units; its area is proportional to the share."""
        return LARGEST_RING * sqrt(share / self.ring) if self.ring else 0.0


def scale_of(flows: Iterable[Estimate], within: Iterable[Estimate] = ()) -> Scale:
    """The scale that all flows and rings of a matrix share, whatever is drawn of them."""
    return Scale(
        max((flow.estimate or 0.0 for flow in flows), default=0.0),
        max((stay.estimate or 0.0 for stay in within), default=0.0),
    )


def country(
    view: View,
    arrows: Iterable[Arrow],
    scale: Scale,
    selected: str | None,
    *,
    within: Mapping[str, Estimate] | None = None,
    large: bool = False,
) -> str:
    """Inner SVG of the arrows over the country, the largest underneath; an area picks its aimag.

    `within` are those who stay in their own aimag, drawn as rings. On a small screen, `large`, only the selected
    place and ends of the widest arrows are named, as far as there is room.
    """
    theme = view.theme
    points = centres(view)
    ordered = sorted(arrows, key=lambda arrow: -(arrow.estimate.estimate or 0.0))
    ground = land(view, selected)
    rings = "".join(
        _ring(view, place, points[place], scale, estimate)
        for place, estimate in (within or {}).items()
        if estimate.estimate and place in points
    )
    gap = {place: _GAP for place in points}
    for place, estimate in (within or {}).items():
        gap[place] = max(_GAP, scale.radius(estimate.estimate or 0.0) + 3)
    shapes = "".join(
        arrow_shape(view, arrow, barb(points[one], points[other], scale.width(share), (gap[one], gap[other])))
        for arrow in ordered
        if (share := arrow.estimate.estimate)
        and (one := arrow.origin) in points
        and (other := arrow.wanted) in points
    )
    named = list(points)
    if large:
        ends = [place for arrow in ordered for place in (arrow.wanted, arrow.origin)]
        named = _apart(view, points, [*([selected] if selected else []), CAPITAL, *ends])
    labels = "".join(
        _name(view, code, points[code], code in (selected, CAPITAL), large)
        for code in sorted(named)
        if code in points
    )
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="2.6" fill="{theme.ink}"/>' for x, y in points.values())
    return f'{ground}{rings}{shapes}<g pointer-events="none">{dots}{labels}</g>'


def arrow_shape(view: View, arrow: Arrow, shape: Barb | None) -> str:
    """SVG of an arrow with its tooltip; of low reliability, its shaft is hollow and dashed."""
    if shape is None:
        return ""
    theme = view.theme
    shaft, head = (" ".join(f"{x:.1f},{y:.1f}" for x, y in corners) for corners in shape)
    solid = f'fill="{theme.primary}" fill-opacity=".9"'
    hollow = f'fill="{theme.card}" fill-opacity=".75" stroke="{theme.primary}" stroke-width="1.4" stroke-dasharray="4 2.5"'
    look = hollow if arrow.estimate.mark == "u" else solid
    title = f"<title>{escape(said(view, arrow))}</title>"
    return f'<g class="arrow">{title}<polygon points="{shaft}" {look}/><polygon points="{head}" {solid}/></g>'


def said(view: View, arrow: Arrow) -> str:
    """An arrow in words: from, to, share, interval, mark."""
    names = " → ".join(view.words.name(view.places[place]) for place in (arrow.origin, arrow.wanted))
    return f"{names}: {say.cell(view, arrow.estimate)} %"


def legend(view: View, scale: Scale, *, rings: bool) -> list[tuple[str, float, str]]:
    """What the looks mean, one after the other: inner SVG 44 high, its width, and words."""
    t, number = view.t, view.words.number
    samples = [(scale.widest, ""), (scale.widest / 3, ""), (scale.widest / 2, "u")]
    found = []
    for share, mark in samples:
        sample = Arrow(CAPITAL, CAPITAL, Estimate((), None, "proportion", share, *(None,) * 8, mark))
        shape = barb((0, 18), (84, 18), scale.width(share), (2, 2))
        words = t("[u] low reliability") if mark else f"{number(100 * share, 1)} %"
        found.append((arrow_shape(view, sample, shape), 86.0, words))
    if rings and scale.ring:
        radius = scale.radius(scale.ring / 2)
        ring = f'<circle cx="24" cy="22" r="{radius:.1f}" fill="none" stroke="{view.theme.accent}" stroke-width="2.5"/>'
        found.append((ring, 48.0, t("want their own aimag: {share} %", share=number(50 * scale.ring, 1))))
    return found


def legend_html(view: View, scale: Scale, *, rings: bool) -> str:
    """HTML of the legend."""
    items = "".join(
        f'<span><svg width="{width:.0f}" height="44" aria-hidden="true">{svg}</svg>{escape(words)}</span>'
        for svg, width, words in legend(view, scale, rings=rings)
    )
    return f'<div class="flow-key">{items}</div>'


def legend_picture(view: View, scale: Scale, y: float, *, rings: bool) -> str:
    """Inner SVG of the legend at a height, for pictures that leave the screen."""
    parts, x = [], 0.0
    for svg, width, words in legend(view, scale, rings=rings):
        parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{svg}</g>')
        parts.append(svg_text(x + width + 8, y + 26, words, 12, view.theme.ink))
        x += width + 40 + 7 * len(words)
    return "".join(parts)


def _name(view: View, place: str, point: Point, bold: bool, large: bool) -> str:
    """The name of a place above its dot, or below it where a small neighbour has its name above."""
    right, down = OFFSETS.get(place, (0.0, 0.0))
    rise = 22.0 if down > 10 else down - 9
    if large:
        right, rise = 0.0, -14.0
    name = view.words.name(view.places[place])
    ink, card = view.theme.ink, view.theme.card
    return svg_text(
        point[0] + right,
        point[1] + rise,
        name,
        _LARGE if large else _SMALL,
        ink,
        "middle",
        bold=bold,
        halo=card,
    )


def _apart(view: View, points: Mapping[str, Point], places: Iterable[str]) -> list[str]:
    """The first places, at most four, whose names in large type do not run into one another."""
    named: list[str] = []
    for place in dict.fromkeys(place for place in places if place in points):
        width = _LETTER * len(view.words.name(view.places[place]))
        free = all(
            abs(points[place][0] - points[other][0])
            > (width + _LETTER * len(view.words.name(view.places[other]))) / 2
            or abs(points[place][1] - points[other][1]) > _LARGE
            for other in named
        )
        if free and len(named) < 4:
            named.append(place)
    return named


def _ring(view: View, place: str, point: Point, scale: Scale, estimate: Estimate) -> str:
    dashes = ' stroke-dasharray="4 3"' if estimate.mark == "u" else ""
    told = said(view, Arrow(place, place, estimate))
    return (
        f'<circle class="ring" cx="{point[0]}" cy="{point[1]}" r="{scale.radius(estimate.estimate or 0.0):.1f}" fill="{view.theme.card}"'
        f' fill-opacity=".5" stroke="{view.theme.accent}" stroke-width="2.5"{dashes}><title>{escape(told)}</title></circle>'
    )
