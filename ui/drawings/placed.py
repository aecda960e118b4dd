"""A plan over the country: discs of people placed within rings of those who would come, arrows, what holds people back.

Areas of discs and rings are proportional to people, widths of arrows likewise; the gap between disc and ring is unmet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from math import sqrt

from planning.official import CAPITAL
from ui.drawings.arrows import WIDEST
from ui.drawings.barb import barb
from ui.drawings.country import centres, land
from ui.drawings.text import svg_text
from ui.view import View

LARGEST = 25.0
_LEAST = 3.0  # a disc that somebody is in can be seen
# Aimags near to their neighbours: a name alone beside or below the ring, or both lines to its left or above it.
_BESIDE, _BELOW, _LEFT, _ABOVE = {"MN-037", "MN-064"}, {"MN-035"}, {"MN-067"}, {"MN-049"}


@dataclass(frozen=True)
class Placed:
    """People by aimag: placed there, and those besides who would rather be there; arrows as (from, to) to people.

    `held` says in words what holds people back at an aimag, the first thing only; `told` the whole tooltip.
    """

    people: Mapping[str, float]
    waiting: Mapping[str, float]
    arrows: Mapping[tuple[str, str], float]
    held: Mapping[str, str]
    told: Mapping[str, str]

    @property
    def largest(self) -> float:
        """People of the largest ring."""
        return max((self.people.get(p, 0.0) + self.waiting.get(p, 0.0) for p in self.told), default=0.0)

    def radius(self, people: float) -> float:
        """Radius of so many people in picture units."""
        if not people or not self.largest:
            return 0.0
        return max(_LEAST, LARGEST * sqrt(people / self.largest))


def country(view: View, placed: Placed, selected: str | None, *, large: bool = False) -> str:
    """Inner SVG; an area or a disc picks its aimag. On a small screen, `large`, only some aimags are named."""
    points = centres(view)
    ground = land(view, selected, placed.told)
    widest = max(placed.arrows.values(), default=0.0)
    shafts = "".join(
        _arrow(
            view, points[one], points[other], WIDEST * people / widest, said=_flow(view, one, other, people)
        )
        for (one, other), people in sorted(placed.arrows.items(), key=lambda item: -item[1])
        if one in points and other in points and people
    )
    discs = "".join(
        _disc(view, placed, code, points[code])
        for code in sorted(
            placed.told, key=lambda place: -(placed.people.get(place, 0) + placed.waiting.get(place, 0))
        )
        if code in points
    )
    named = set(placed.told) & set(points)
    if large:
        named = set(sorted(named, key=lambda place: -placed.people.get(place, 0.0))[:3]) | {selected or ""}
    labels = "".join(
        _label(view, placed, code, points[code], large) for code in sorted(named) if code in points
    )
    capital = _capital(view, points[CAPITAL], large) if CAPITAL in points else ""
    return f'{ground}{shafts}{discs}<g pointer-events="none">{capital}{labels}</g>'


def legend(view: View, placed: Placed) -> str:
    """HTML that says what discs, rings and arrows are, with a size to compare."""
    theme, t = view.theme, view.t
    some = placed.largest / 2
    radius = placed.radius(some)
    sized = (
        f'<span><svg width="{2 * radius + 6:.0f}" height="{2 * radius + 6:.0f}" aria-hidden="true">{_circles(theme.primary, theme.accent, theme.card, radius + 3, radius + 3, radius * 0.7, radius)}</svg>'
        f"{escape(t('filled: people who find room; ring: with those who would come besides ({n} people)', n=view.words.number(some, -2 if some >= 1000 else 0)))}</span>"
        if some
        else ""
    )
    shape = _arrow(view, (0, 22), (84, 22), WIDEST * 0.6)
    arrow = (
        f'<span><svg width="86" height="44" aria-hidden="true">{shape}</svg>{escape(t("width: people"))}</span>'
        if placed.arrows
        else ""
    )
    held = (
        f'<span><b class="held">{escape(t("in colour"))}</b> {escape(t("what holds most people back there"))}</span>'
        if placed.held
        else ""
    )
    return f'<div class="flow-key">{sized}{arrow}{held}</div>'


def _flow(view: View, one: str, other: str, people: float) -> str:
    names = " → ".join(view.words.name(view.places[place]) for place in (one, other))
    return f"{names}: {view.words.number(people)}"


def _arrow(
    view: View, one: tuple[float, float], other: tuple[float, float], width: float, said: str = ""
) -> str:
    shape = barb(one, other, max(width, 0.8), (7.0, 7.0))
    if shape is None:
        return ""
    shaft, head = (" ".join(f"{x:.1f},{y:.1f}" for x, y in corners) for corners in shape)
    fill = f'fill="{view.theme.primary}" fill-opacity=".45"'
    return f'<g class="arrow"><title>{escape(said)}</title><polygon points="{shaft}" {fill}/><polygon points="{head}" {fill}/></g>'


def _disc(view: View, placed: Placed, code: str, point: tuple[float, float]) -> str:
    theme = view.theme
    people, waiting = placed.people.get(code, 0.0), placed.waiting.get(code, 0.0)
    inner, outer = placed.radius(people), placed.radius(people + waiting) if waiting else 0.0
    circles = _circles(theme.primary, theme.accent, theme.card, *point, inner, outer)
    return f'<g data-set="aimag={code}" role="button"><title>{escape(placed.told[code])}</title>{circles}</g>'


def _circles(fill: str, ring: str, card: str, x: float, y: float, inner: float, outer: float) -> str:
    around = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{outer:.1f}" fill="{card}" fill-opacity=".45" stroke="{ring}" stroke-width="1.8" stroke-dasharray="4 2.5"/>'
        if outer
        else ""
    )
    disc = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{inner:.1f}" fill="{fill}" fill-opacity=".9"/>'
        if inner
        else ""
    )
    return around + disc


def _label(view: View, placed: Placed, code: str, point: tuple[float, float], large: bool) -> str:
    """The name above the ring; people and what is short in a line below it."""
    theme, size = view.theme, 26 if large else 13
    name = view.words.name(view.places[code])
    people, waiting = placed.people.get(code, 0.0), placed.waiting.get(code, 0.0)
    outer = max(placed.radius(people + waiting), 5.0)
    look = {"size": size, "ink": theme.ink, "bold": True, "halo": theme.card}
    if not large and code in _BESIDE:
        return svg_text(point[0] + outer + 4, point[1] + 4, name, anchor="start", **look)  # type: ignore[arg-type]
    if not large and code in _BELOW:
        return svg_text(point[0], point[1] + outer + 12, name, anchor="middle", **look)  # type: ignore[arg-type]
    x, y, below, anchor = point[0], point[1] - outer - 4, point[1] + outer + (24 if large else 12), "middle"
    if not large and code in _LEFT:
        x, y, below, anchor = point[0] - outer - 4, point[1], point[1] + 12, "end"
    elif not large and code in _ABOVE:
        y, below = point[1] - outer - 16, point[1] - outer - 4
    lines = svg_text(x, y, name, anchor=anchor, **look)  # type: ignore[arg-type]
    counted = view.words.number(people, -1 if people >= 1000 else 0)
    if large or code not in placed.held:
        return lines + svg_text(x, below, counted, 22 if large else 12, theme.ink, anchor, halo=theme.card)
    return lines + (
        f'<text x="{x:.1f}" y="{below:.1f}" font-size="11.5" text-anchor="{anchor}" fill="{theme.accent}" stroke="{theme.card}" stroke-width="4" paint-order="stroke">'
        f'<tspan fill="{theme.ink}" font-weight="700">{escape(counted)}</tspan> · {escape(placed.held[code])}</text>'
    )


def _capital(view: View, point: tuple[float, float], large: bool) -> str:
    """Where the arrows begin; on a small screen without its name, for which there is no room."""
    theme = view.theme
    name = view.words.name(view.places[CAPITAL])
    said = svg_text(point[0] - 22, point[1] - 9, name, 13, theme.ink, "start", bold=True, halo=theme.card)
    return f'<circle cx="{point[0]}" cy="{point[1]}" r="4" fill="{theme.ink}"/>' + ("" if large else said)
