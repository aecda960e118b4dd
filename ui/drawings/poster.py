"""A map or tile grid as a picture that explains itself on paper and on a slide."""

from __future__ import annotations

import textwrap
from html import escape

from geo.layers import LABEL_OFFSETS_PX, legend_values, symbol_sizes
from geo.tiles import COLUMNS, TILES
from store import queries
from ui.ask import ask
from ui.captions import boundary_credit, kind
from ui.drawings.country import areas, hatching, svg_map
from ui.drawings.legend import edges, sentence
from ui.drawings.text import svg_text
from ui.maps import origin
from ui.painted import Painted
from ui.theme import on

WIDTH, HEIGHT = 1600, 1120
_FONT = "Noto Sans, Segoe UI, DejaVu Sans, Arial, sans-serif"


def map_poster(painted: Painted, place: str | None) -> str:
    """SVG of the map with title, legend, sentence, sources and build."""
    view = painted.view
    country = ask(svg_map, view.build, "aimag")
    left, top, width, height = country.view_box
    scale = min(1480 / width, 700 / height)
    names = []
    for aimag in view.level("aimag"):
        x, y = country.point(aimag.lon or 0, aimag.lat or 0)
        dx, dy = LABEL_OFFSETS_PX.get(aimag.code, (0, 0))
        names.append(
            svg_text(
                60 + (x - left) * scale + dx,
                150 + (y - top) * scale + dy + 5,
                view.words.name(aimag),
                17,
                view.theme.ink,
                anchor="middle",
                halo=view.theme.card,
            )
        )
    body = f'<g transform="translate(60 150) scale({scale:.4f}) translate({-left} {-top})">{areas(painted, selected=place)}</g>{"".join(names)}'
    return _page(painted, place, body, boundaries=boundary_credit(view, ask(origin, view.build)))


def tile_poster(painted: Painted, place: str | None) -> str:
    """SVG of the tile grid with title, legend, sentence, sources and build."""
    view, step = painted.view, 1480 / COLUMNS
    cells = []
    for code, tile in TILES.items():
        absent = code not in painted.ranking.values
        pattern = "no-data-z" if code in painted.ranking.not_applicable else "no-data"
        fill = f"url(#{pattern})" if absent else painted.fill(code)
        ink = view.theme.ink if absent else on(painted.fill(code))
        x, y = 60 + tile.column * step, 170 + tile.row * 160
        border = view.theme.ink if code == place else "none"
        cells.append(
            f'<rect x="{x:.1f}" y="{y}" width="{step - 8:.1f}" height="150" rx="8" fill="{fill}" stroke="{border}" stroke-width="5"/>'
        )
        cells.append(svg_text(x + 12, y + 34, view.words.name(view.places[code]), 21, ink))
        cells.append(svg_text(x + 12, y + 78, "–" if absent else painted.said(code), 30, ink, bold=True))
    return _page(painted, place, "".join(cells))


def _page(painted: Painted, place: str | None, body: str, boundaries: str = "") -> str:
    view, found, theme = painted.view, painted.ranking, painted.view.theme
    unit = view.words.of(found.indicator, "unit")
    title = f"{view.words.name(found.indicator)}, {view.words.year(found.year)}"
    sources = {source.code: source for source in ask(queries.sources, view.build)}
    cited = "; ".join(
        f"{view.words.of(sources[c], 'publisher')}, {view.words.of(sources[c], 'title')}"
        for c in found.sources
        if c in sources
    )
    cautions = [view.words.of(w, "text") for w in found.warnings if w.severity == "caution"]
    foot = [
        f"{view.t('Source')}: {cited} · {', '.join(kind(view, code) for code in sorted(found.kinds))}",
        *dict.fromkeys(cautions), *([boundaries] if boundaries else []),
        f"{view.t('Nutag')} · {view.t('build')} {view.build}",
    ]  # fmt: skip
    lines = [line for text in foot for line in textwrap.wrap(text, 170)][:7]
    parts = [
        svg_text(60, 68, title, 40, theme.ink, bold=True),
        svg_text(60, 108, f"{view.words.of(found.indicator, 'definition')} ({unit})", 20, theme.muted),
        body,
        _legend(painted),
        svg_text(60, 962, f"{sentence(painted, place)}", 23, theme.ink),
        *(svg_text(60, 1000 + 19 * i, line, 15, theme.muted) for i, line in enumerate(lines)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{_FONT}">'
        f"<title>{escape(title)}</title><defs>{hatching(painted)}</defs>"
        f'<rect width="100%" height="100%" fill="{theme.card}"/>{"".join(parts)}</svg>'
    )


def _legend(painted: Painted) -> str:
    view, found, theme = painted.view, painted.ranking, painted.view.theme
    parts, x = [], 60.0
    if painted.is_count:
        values = [abs(value) for value in found.values.values()]
        steps = legend_values(values)
        sizes = symbol_sizes(
            {str(i): step for i, step in enumerate(steps)} | {"most": max(values, default=0)}, 34
        )
        for i, step in enumerate(steps):
            radius = sizes[str(i)]
            parts.append(
                f'<circle cx="{x + radius:.1f}" cy="{915 - radius:.1f}" r="{radius:.1f}" fill="none" stroke="{theme.muted}" stroke-width="1.5"/>'
            )
            parts.append(
                svg_text(
                    x + 2 * radius + 8, 913, view.value(step, found.indicator, signed=False), 17, theme.muted
                )
            )
            x += 2 * radius + 130
    else:
        limits = [*edges(painted), ""]
        for colour, count, limit in zip(painted.colours, painted.breaks.counts, limits, strict=True):
            parts.append(f'<rect x="{x}" y="880" width="120" height="22" fill="{colour}"/>')
            parts.append(svg_text(x + 60, 922, str(count), 15, theme.muted, anchor="middle"))
            parts.append(svg_text(x + 120, 872, limit, 17, theme.ink, anchor="middle"))
            x += 120
        x += 50
    for pattern, said, count in (
        ("no-data", view.t("no data"), len(found.missing)),
        ("no-data-z", view.t("not applicable"), len(found.not_applicable)),
    ):
        if count:
            parts.append(
                f'<rect x="{x}" y="880" width="34" height="22" fill="url(#{pattern})" stroke="{theme.line}"/>'
            )
            parts.append(svg_text(x + 44, 897, f"{said} ({count})", 17, theme.muted))
            x += 260
    return "".join(parts)
