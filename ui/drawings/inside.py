"""One aimag alone, with a symbol on each of its soums."""

from __future__ import annotations

from html import escape

from geo.layers import symbol_sizes
from geo.shapes import SvgMap, projected
from store.queries import Place
from ui.ask import ask
from ui.drawings.marks import Drawing, text
from ui.maps import outlines
from ui.view import View

_WIDTH, _MOST = 520.0, 460.0


def own_map(build: str, aimag: str) -> SvgMap:
    """The outline of one aimag, as large as the picture allows."""
    outline = ask(outlines, build, "aimag")[aimag]
    wide = projected({aimag: outline}, width=_WIDTH)
    height = wide.view_box[3]
    return wide if height <= _MOST else projected({aimag: outline}, width=_WIDTH * _MOST / height)


def symbols(
    view: View,
    aimag: str,
    soums: list[Place],
    values: dict[str, float],
    selected: str | None,
    said: dict[str, str],
    label: str,
) -> Drawing:
    """Circles as large as the values, the largest named; a circle picks its soum."""
    ground = ask(own_map, view.build, aimag)
    _, _, width, height = ground.view_box
    shift, size = (_WIDTH - width) / 2, 15.0 if view.theme.large else 12.5
    parts = [f'<path class="land" d="{ground.paths[aimag]}" fill-rule="evenodd"/>']
    drawn = ask(outlines, view.build, "soum")
    inner = {soum.code: drawn[soum.code] for soum in soums if soum.code in drawn}
    if inner:
        parts += [f'<path class="inner" d="{path}"/>' for path in _aligned(ground, inner).values()]
    sizes = symbol_sizes(values, 26)
    ranked = sorted((soum for soum in soums if soum.code in sizes), key=lambda soum: -sizes[soum.code])
    named = {soum.code for soum in ranked[:6]} | {selected}
    labels = []
    for soum in ranked:
        x, y = ground.point(soum.lon or 0, soum.lat or 0)
        radius, here = sizes[soum.code], soum.code == selected
        pick = "soum=" if here else f"soum={soum.code}"
        parts.append(
            f'<circle class="{"here" if here else "symbol"}" data-set="{pick}" cx="{x}" cy="{y}" r="{max(radius, 3):.1f}">'
            f"<title>{escape(said[soum.code])}</title></circle>"
        )
        if soum.code in named:
            below = y + radius + size + 1
            at = min(below, height - 3)
            labels.append((x, at, view.words.name(soum), here))
    for x, y, name, here in _thinned(labels, size):
        near_edge = "end" if x > width - 45 else "start" if x < 45 else "middle"
        parts.append(text(x, y, name, size, bold=here, anchor=near_edge, halo=True))
    return Drawing(_WIDTH, height, f'<g transform="translate({shift:.1f} 0)">{"".join(parts)}</g>', label)


def _thinned(
    labels: list[tuple[float, float, str, bool]], size: float
) -> list[tuple[float, float, str, bool]]:
    """Names that do not lie on one already placed; the selected one first, then the largest."""
    kept: list[tuple[float, float, str, bool]] = []
    for label in sorted(labels, key=lambda item: not item[3]):
        x, y, name, _ = label
        free = all(
            abs(y - b) > size or abs(x - a) > (len(name) + len(other)) * size * 0.3 for a, b, other, _ in kept
        )
        if free:
            kept.append(label)
    return kept


def _aligned(ground: SvgMap, inner: dict[str, object]) -> dict[str, str]:
    """Soum outlines as paths on the map of their aimag."""
    paths = {}
    for code, outline in inner.items():
        rings = [part.exterior for part in getattr(outline, "geoms", [outline])]
        paths[code] = "".join(
            "M" + "L".join(f"{x},{y}" for x, y in (ground.point(lon, lat) for lon, lat in ring.coords)) + "Z"
            for ring in rings
        )
    return paths
