"""The map of a painted ranking, as a deck."""

from __future__ import annotations

import json

from shapely.geometry import shape

from geo import deck, layers
from geo.shapes import Outline
from store import queries
from ui.ask import ask
from ui.painted import Painted, painted
from ui.theme import rgb
from ui.view import View

# Width and height, in CSS pixels, of the map on each kind of screen.
SIZES = {"desk": (860, 455), "tablet": (640, 400), "phone": (330, 230)}


def outlines(build: str, level: str) -> dict[str, Outline]:
    """Outlines of a level by place; empty when the build has none (soums without the official boundaries)."""
    return {place: shape(json.loads(geometry)) for place, geometry, _ in queries.shapes(build, level)}


def origin(build: str) -> str:
    """Where the outlines come from: "outline" (ours, small-scale) or "official"."""
    return queries.shapes(build, "aimag")[0][2]


def draw(
    view: View, indicator: str, level: str, year: int, classes: object, selected: str | None, screen: str
) -> deck.ReadyDeck:
    """The map of an indicator: filled areas for rates, symbols for counts, symbols too where there are no areas."""
    picture = ask(painted, view, indicator, level, year, classes)  # type: ignore[arg-type]
    areas = ask(outlines, view.build, level)
    aimags = ask(outlines, view.build, "aimag")
    as_symbols = picture.is_count or not areas
    stack = [layers.background()]
    stack += _ground(picture, aimags) if as_symbols else _areas(picture, areas)
    if level == "soum":
        stack.append(layers.borders(aimags.values(), rgb(view.theme.ink), line_px=1))
    if as_symbols:
        stack.append(_symbols(picture, screen))
    chosen = areas.get(selected or "") or aimags.get(selected or "")
    if selected and chosen is not None:
        stack.append(layers.selected([chosen], rgb(view.theme.ink), rgb(view.theme.card)))
    elif selected and selected in view.places:
        stack.append(_ring(picture, selected))
    if level == "aimag" and screen != "phone":
        stack.append(_names(picture))
    theme = view.theme
    tooltip = "<b>{name}</b><br>{value}<br><span style='opacity:.75'>{rank}</span><br><small>{about}</small>"
    view_state = deck.fit(*SIZES[screen])
    return deck.draw(stack, view_state, tooltip=tooltip, ink=theme.ink, paper=theme.card, rule=theme.line)


def _ground(picture: Painted, aimags: dict[str, Outline]) -> list[layers.Layer]:
    """Plain land under symbols; aimags can be picked by their area as well."""
    theme, pickable = picture.view.theme, picture.ranking.level == "aimag"
    land = {code: rgb(theme.no_data) for code in aimags}
    fields = _fields(picture) if pickable else {}
    names = {code: picture.view.words.name(picture.view.places[code]) for code in aimags}
    return [layers.choropleth(aimags, land, names=names, line=rgb(theme.card), fields=fields or None)]


def _areas(picture: Painted, areas: dict[str, Outline]) -> list[layers.Layer]:
    view, found = picture.view, picture.ranking
    fill = {
        code: rgb(view.theme.paper if code in found.not_applicable else picture.fill(code)) for code in areas
    }
    names = {code: view.words.name(view.places[code]) for code in areas}
    decimals = 4 if found.level == "aimag" else 3
    stack = [
        layers.choropleth(
            areas, fill, names=names, line=rgb(view.theme.card), fields=_fields(picture), decimals=decimals,
            line_px=0.7 if found.level == "aimag" else 0.3,
        )
    ]  # fmt: skip
    for codes, pattern in ((found.missing, "diagonal"), (found.not_applicable, "horizontal")):
        if codes:
            stack.append(layers.hatch(areas, sorted(codes), rgb(view.theme.muted), pattern=pattern))  # type: ignore[arg-type]
    return stack


def _symbols(picture: Painted, screen: str) -> layers.Layer:
    view, found = picture.view, picture.ranking
    centres = {
        p.code: (p.lon, p.lat) for p in view.level(found.level) if p.lon is not None and p.lat is not None
    }
    most = {"desk": 34, "tablet": 28, "phone": 18}[screen] / (2 if found.level == "soum" else 1)
    if picture.is_count:
        radius = layers.symbol_sizes(found.values, most)
    else:
        radius = {code: most / 2.6 for code in found.values}
    fill = {code: (*rgb(picture.fill(code)), 215) for code in radius}
    names = {code: view.words.name(view.places[code]) for code in radius}
    return layers.symbols(
        centres, radius, fill, names=names, line=rgb(view.theme.card), fields=_fields(picture)
    )


def _ring(picture: Painted, selected: str) -> layers.Layer:
    place, theme = picture.view.places[selected], picture.view.theme
    return layers.symbols(
        {selected: (place.lon or 0, place.lat or 0)}, {selected: 12}, {selected: (0, 0, 0, 0)},
        names={}, line=rgb(theme.ink), line_px=3,
    )  # fmt: skip


def _names(picture: Painted) -> layers.Layer:
    view = picture.view
    places = view.level("aimag")
    centres = {p.code: (p.lon or 0, p.lat or 0) for p in places}
    texts = {p.code: view.words.name(p) for p in places}
    return layers.labels(
        centres, texts, rgb(view.theme.ink), rgb(view.theme.card), size_px=15 if view.theme.large else 11.5,
        font="Noto Sans, Segoe UI, sans-serif", offset_px=layers.LABEL_OFFSETS_PX,
    )  # fmt: skip


def _fields(picture: Painted) -> dict[str, dict[str, str]]:
    """Texts of the tooltip: value with unit, rank, and year with source."""
    view, found = picture.view, picture.ranking
    sources = {s.code: s for s in ask(queries.sources, view.build)}
    publishers = list(
        dict.fromkeys(view.words.of(sources[code], "publisher") for code in found.sources if code in sources)
    )
    about = " · ".join([view.words.year(found.year), *publishers[:2]])
    fields = {}
    for place in view.level(found.level):
        rank = found.rank(place.code)
        said = view.t("{rank} of {n} from the highest", rank=rank, n=len(found.values)) if rank else ""
        fields[place.code] = {"value": picture.said(place.code, unit=True), "rank": said, "about": about}
    return fields
