"""The country with survey shares: fills by class, hatching over low reliability, a fill of its own per mark."""

from __future__ import annotations

from html import escape

from geo.tiles import COLUMNS, ROWS, TILES
from ui.ask import ask
from ui.drawings.country import svg_map
from ui.drawings.text import svg_text
from ui.surveys.marks import meaning
from ui.surveys.shares import Shares
from ui.theme import Theme, on
from ui.view import View

# Where labels move so that those of small neighbours do not meet, in picture units: right, down.
OFFSETS = {
    "MN-067": (-8.0, -14.0), "MN-035": (-4.0, 15.0), "MN-049": (12.0, -9.0), "MN-037": (18.0, 3.0),
    "MN-1": (26.0, 3.0), "MN-047": (-8.0, 13.0), "MN-064": (14.0, 4.0),
}  # fmt: skip
# Too small for a name, which the tiles give; the value alone is written.
_SMALL = {"MN-1", "MN-035", "MN-037", "MN-064"}
# How a mark is drawn in HTML: classes of the style sheet.
_CLASSES = {"": "", "u": "mark-u", "c": "mark-c", "x": "mark-x", "z": "blank"}
MARKS = "ucxz"
TILE_SIZE = (COLUMNS * 110.0, ROWS * 92.0)


def patterns(theme: Theme, name: str) -> str:
    """SVG definitions of the fills of marks; that of [u] is laid over a colour. Ids begin with `name`."""

    def pattern(mark: str, size: int, drawn: str, turn: int = 0) -> str:
        turned = f' patternTransform="rotate({turn})"' if turn else ""
        return f'<pattern id="{name}-{mark}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"{turned}>{drawn}</pattern>'

    def line(size: int, ink: str, width: float, *, across: bool = False, opacity: float = 1) -> str:
        ends = f'x2="{size}" y2="0"' if across else f'x2="0" y2="{size}"'
        return (
            f'<line x1="0" y1="0" {ends} stroke="{ink}" stroke-width="{width}" stroke-opacity="{opacity}"/>'
        )

    ground = '<rect width="9" height="9" fill="{}"/>'
    return (
        pattern("u", 7, line(7, theme.ink, 2.2, opacity=0.6), 45)
        + pattern("c", 7, ground.format(theme.card) + line(7, theme.muted, 1.4) + line(7, theme.muted, 1.4, across=True), 45)
        + pattern("x", 7, ground.format(theme.no_data) + line(7, theme.muted, 1.6, across=True))
        + pattern("z", 9, ground.format(theme.paper) + f'<circle cx="3" cy="3" r="1.1" fill="{theme.muted}"/>')
    )  # fmt: skip


def filled(shares: Shares, place: str, shape: str, name: str) -> str:
    """SVG of a shape, such as `path d="…"`, in the colour and with the mark of a place."""
    fill, mark = shares.fill(place), shares.mark(place)
    if fill is None:
        return f'<{shape} fill="url(#{name}-{mark or "x"})"/>'
    over = f'<{shape} fill="url(#{name}-u)"/>' if mark == "u" else ""
    return f'<{shape} fill="{fill}"/>{over}'


def size(view: View) -> tuple[float, float]:
    """Width and height of the drawn country."""
    return ask(svg_map, view.build, "aimag").view_box[2:]


def country(shares: Shares, selected: str | None, *, large: bool = False, name: str = "map") -> str:
    """Inner SVG of the map; an area picks its aimag. `large` labels, for a small screen, leave out the names."""
    view, theme = shares.view, shares.view.theme
    drawn = ask(svg_map, view.build, "aimag")
    areas, labels = [], []
    for code, path in drawn.paths.items():
        said = shares.full(code)
        shape = f'path d="{path}" stroke="{theme.card}" stroke-width="1.2" fill-rule="evenodd"'
        areas.append(
            f'<g data-set="aimag={code}" role="button" tabindex="0" aria-label="{escape(said)}">'
            f"<title>{escape(said)}</title>{filled(shares, code, shape, name)}</g>"
        )
        place = view.places[code]
        if place.lon is None or place.lat is None:
            continue
        x, y = drawn.point(place.lon, place.lat)
        fill = shares.fill(code)
        ink, halo = (theme.ink, theme.card) if fill is None else (on(fill), fill)
        if code in _SMALL:
            if not large:
                labels.append(
                    svg_text(x, y + 5, shares.said(code), 15, theme.ink, "middle", bold=True, halo=theme.card)
                )
            continue
        if large:
            labels.append(svg_text(x, y + 10, shares.said(code), 27, ink, "middle", bold=True, halo=halo))
            continue
        dx, dy = OFFSETS.get(code, (0, 0))
        labels.append(svg_text(x + dx, y + dy - 3, view.words.name(place), 14, ink, "middle", halo=halo))
        labels.append(
            svg_text(x + dx, y + dy + 14, shares.said(code), 17, ink, "middle", bold=True, halo=halo)
        )
    here = ""
    if selected in drawn.paths:
        here = f'<path d="{drawn.paths[selected]}" fill="none" stroke="{theme.ink}" stroke-width="3.5" pointer-events="none"/>'
    return f'<defs>{patterns(theme, name)}</defs>{"".join(areas)}{here}<g pointer-events="none">{"".join(labels)}</g>'


def tiles(shares: Shares, selected: str | None) -> str:
    """HTML of the 22 units as equal tiles, in step with the map; a tile picks its unit."""
    view = shares.view
    cells = []
    for code, place in sorted(TILES.items(), key=lambda item: (item[1].row, item[1].column)):
        fill, mark = shares.fill(code), shares.mark(code)
        style = "" if fill is None else f"background-color:{fill};"
        ink = view.theme.ink if fill is None else on(fill)
        here = code == selected
        cells.append(
            f'<button type="button" class="{_CLASSES[mark]}{" here" if here else ""}" data-set="aimag={code}"'
            f' style="{style}color:{ink};--ground:{fill or view.theme.card};grid-column:{place.column + 1};grid-row:{place.row + 1}"'
            f' aria-pressed="{"true" if here else "false"}" title="{escape(shares.full(code))}">'
            f"<span>{escape(view.words.name(view.places[code]))}</span><b>{escape(shares.said(code))}</b></button>"
        )
    return f'<div class="tiles" role="group" aria-label="{escape(view.t("Tile map of the 22 units"))}">{"".join(cells)}</div>'


def tile_picture(shares: Shares, selected: str | None, *, name: str = "tile") -> str:
    """Inner SVG of the tile grid, `TILE_SIZE` wide and high, for pictures that leave the screen."""
    view, theme = shares.view, shares.view.theme
    cells = []
    for code, tile in TILES.items():
        x, y, fill = tile.column * 110, tile.row * 92, shares.fill(code)
        ink, halo = (theme.ink, theme.card) if fill is None else (on(fill), fill)
        border = f' stroke="{theme.ink}" stroke-width="4"' if code == selected else ""
        shape = f'rect x="{x + 2}" y="{y + 2}" width="106" height="88" rx="5"{border}'
        cells.append(filled(shares, code, shape, name))
        cells.append(svg_text(x + 10, y + 28, view.words.name(view.places[code]), 13.5, ink, halo=halo))
        cells.append(svg_text(x + 10, y + 62, shares.said(code), 24, ink, bold=True, halo=halo))
    return f"<defs>{patterns(theme, name)}</defs>{''.join(cells)}"


def legend(shares: Shares, selected: str | None) -> str:
    """HTML of the legend: classes with their edges and counts, and the meaning of every mark that occurs."""
    view, breaks = shares.view, shares.breaks
    here = breaks.index(shares.value(selected or ""))
    limits = [*edges(shares), ""][: len(shares.colours)]
    classes = "".join(
        f'<div class="class{" here" if index == here else ""}"><span class="edge">{limit}</span>'
        f'<i style="background:{colour}"></i><small>{count}</small></div>'
        for index, (colour, count, limit) in enumerate(
            zip(shares.colours, breaks.counts, limits, strict=True)
        )
    )
    note = f'<span class="sr">{escape(view.t("Below each class: number of places"))}</span>'
    marks = "".join(
        f'<span><i class="{_CLASSES[mark]}"></i>{escape(said)}</span>' for mark, said in explained(shares)
    )
    bar = f'<div class="bar" style="padding-top:1.2rem">{note}{classes}</div>' if classes else ""
    return f'<div class="legend">{bar}<div class="marks survey">{marks}</div></div>'


def legend_picture(shares: Shares, y: float, *, name: str = "map") -> tuple[str, float]:
    """Inner SVG of the legend from a height on, and its own height."""
    theme, parts, x = shares.view.theme, [], 0.0
    for colour, limit in zip(shares.colours, [*edges(shares), ""][: len(shares.colours)], strict=True):
        parts.append(f'<rect x="{x}" y="{y + 18}" width="70" height="13" fill="{colour}"/>')
        parts.append(svg_text(x + 70, y + 12, limit, 11.5, theme.ink, "middle"))
        x += 70
    parts.append(svg_text(x + 12, y + 29, unit(shares), 11.5, theme.muted))
    for row, (mark, said) in enumerate(explained(shares)):
        top = y + 44 + 20 * row
        ground = (
            shares.colours[-2 if len(shares.colours) > 1 else -1]
            if mark == "u" and shares.colours
            else "none"
        )
        parts.append(f'<rect x="0" y="{top}" width="30" height="13" fill="{ground}" stroke="{theme.line}"/>')
        parts.append(f'<rect x="0" y="{top}" width="30" height="13" fill="url(#{name}-{mark})"/>')
        parts.append(svg_text(40, top + 11, said, 11.5, theme.muted))
    return "".join(parts), 50.0 + 20 * len(explained(shares))


def explained(shares: Shares) -> list[tuple[str, str]]:
    """The marks that occur, each with its meaning and the number of places."""
    counts = {mark: sum(shares.mark(code) == mark for code in TILES) for mark in MARKS}
    return [(mark, f"{meaning(shares.view, mark)} ({count})") for mark, count in counts.items() if count]


def edges(shares: Shares) -> list[str]:
    """The edges between classes in words, with the decimals of the values, or more where two would read the same."""
    said: list[str] = []
    for decimals in range(int(shares.show == "width"), 4):
        said = [shares.view.words.number(edge, decimals) for edge in shares.breaks.uppers[:-1]]
        if len(set(said)) == len(said):
            break
    return said


def unit(shares: Shares) -> str:
    """The unit of what is drawn."""
    return shares.view.t("percentage points") if shares.show == "width" else shares.view.t("per cent")
