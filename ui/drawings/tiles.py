"""The 22 units as equal tiles, in step with the map."""

from __future__ import annotations

from html import escape

from geo.tiles import TILES
from ui.painted import Painted
from ui.theme import on


def tiles(painted: Painted, selected: str | None) -> str:
    """HTML of the tile grid; a tile picks its unit."""
    view = painted.view
    cells = []
    for code, place in sorted(TILES.items(), key=lambda item: (item[1].row, item[1].column)):
        fill = painted.fill(code)
        absent = code not in painted.ranking.values
        mark = ("blank" if code in painted.ranking.not_applicable else "hatch") if absent else ""
        ink = view.theme.ink if absent else on(fill)
        style = "" if absent else f"background:{fill};"
        name, value = view.words.name(view.places[code]), painted.said(code)
        cells.append(
            f'<button type="button" class="{mark}{" here" if code == selected else ""}" data-set="aimag={code}"'
            f' style="{style}color:{ink};grid-column:{place.column + 1};grid-row:{place.row + 1}"'
            f' aria-pressed="{"true" if code == selected else "false"}" title="{escape(name)}: {escape(value)}">'
            f"<span>{escape(name)}</span><b>{escape(value if not absent else '–')}</b></button>"
        )
    return f'<div class="tiles" role="group" aria-label="{escape(view.t("Tile map of the 22 units"))}">{"".join(cells)}</div>'
