"""The country as SVG: for small maps and for pictures that leave the screen."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from geo.shapes import SvgMap, projected
from ui.ask import ask
from ui.drawings.barb import Point
from ui.maps import outlines
from ui.painted import Painted
from ui.view import View


def svg_map(build: str, level: str) -> SvgMap:
    """Outlines of a level in an equal-area projection."""
    return projected(outlines(build, level))


def centres(view: View) -> dict[str, Point]:
    """Where each aimag's name and number belong, in picture units."""
    drawn = ask(svg_map, view.build, "aimag")
    return {
        place.code: drawn.point(place.lon, place.lat)
        for place in view.level("aimag")
        if place.lon is not None and place.lat is not None
    }


def land(view: View, selected: str | None, told: Mapping[str, str] | None = None) -> str:
    """SVG of the aimags as plain ground; each picks itself. `told` are tooltips, also for those who do not see it."""
    theme, said = view.theme, told or {}
    drawn = ask(svg_map, view.build, "aimag")
    return "".join(
        f'<path d="{path}" fill="{theme.no_data}" stroke="{theme.ink if code == selected else theme.card}"'
        f' stroke-width="{3 if code == selected else 1.2}" fill-rule="evenodd" data-set="aimag={code}" role="button" tabindex="0"'
        f' aria-label="{escape(said.get(code, view.words.name(view.places[code])))}">'
        f"{f'<title>{escape(said[code])}</title>' if code in said else ''}</path>"
        for code, path in sorted(drawn.paths.items(), key=lambda item: item[0] == selected)
    )


def hatching(painted: Painted, name: str = "no-data") -> str:
    """SVG definitions of the patterns for no data and not applicable."""
    theme = painted.view.theme
    return (
        f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="8" height="8" fill="{theme.no_data}"/><line x1="0" x2="0" y1="0" y2="8" stroke="{theme.muted}" stroke-width="2"/></pattern>'
        f'<pattern id="{name}-z" width="9" height="9" patternUnits="userSpaceOnUse">'
        f'<rect width="9" height="9" fill="{theme.paper}"/><circle cx="3" cy="3" r="1.1" fill="{theme.muted}"/></pattern>'
    )


def areas(
    painted: Painted, *, stroke: float = 1.2, selected: str | None = None, pattern: str = "no-data"
) -> str:
    """SVG of the filled areas (or plain land under symbols) of a painted ranking, without the svg element."""
    from geo.layers import symbol_sizes

    view, found = painted.view, painted.ranking
    level = found.level if ask(outlines, view.build, found.level) else "aimag"
    country = ask(svg_map, view.build, level)
    as_symbols = painted.is_count or level != found.level
    shapes = []
    for code, path in country.paths.items():
        if as_symbols:
            fill = view.theme.no_data
        elif code in found.values:
            fill = painted.fill(code)
        else:
            fill = f"url(#{pattern}{'-z' if code in found.not_applicable else ''})"
        shapes.append(
            f'<path d="{path}" fill="{fill}" stroke="{view.theme.card}" stroke-width="{stroke}" fill-rule="evenodd"/>'
        )
    if as_symbols:
        sizes = (
            symbol_sizes(found.values, 46 if found.level == "aimag" else 20)
            if painted.is_count
            else dict.fromkeys(found.values, 7.0)
        )
        for code in sorted(sizes, key=lambda c: -sizes[c]):
            place = view.places[code]
            if place.lon is None or place.lat is None:
                continue
            x, y = country.point(place.lon, place.lat)
            shapes.append(
                f'<circle cx="{x}" cy="{y}" r="{sizes[code]:.1f}" fill="{painted.fill(code)}" fill-opacity=".85" stroke="{view.theme.card}"/>'
            )
    if selected in country.paths:
        shapes.append(
            f'<path d="{country.paths[selected]}" fill="none" stroke="{view.theme.ink}" stroke-width="{stroke * 3}"/>'
        )
    return "".join(shapes)
