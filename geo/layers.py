"""Map layers from outlines and ready colours; which value has which colour is decided elsewhere.

All layers are GeoJsonLayers whose fill is set on the sub-layer: Streamlit pales every other object it knows
how to pale once one is selected, and a paled class colour no longer agrees with its legend.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import shapely
from pydeck import Layer

from geo.shapes import Outline, Pattern, hatch_lines, rounded

Colour = Sequence[int]
Point = tuple[float, float]
Fields = Mapping[str, Mapping[str, str]]

# Neighbours whose names would lie on one another when the country is 700 px wide.
LABEL_OFFSETS_PX = {"MN-067": (-2.0, -16.0), "MN-035": (6.0, 9.0)}


def choropleth(
    outlines: Mapping[str, Outline],
    fill: Mapping[str, Colour],
    *,
    names: Mapping[str, str],
    line: Colour,
    fields: Fields | None = None,
    line_px: float = 0.7,
    decimals: int = 4,
) -> Layer:
    """Filled areas that can be pointed at and clicked; `fields` are the texts of the tooltip by code."""
    texts = _complete(fields or {}, fill)
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": names.get(code, code)} | texts[code],
            "fill": list(fill[code]),
            "geometry": _geometry(outlines[code], decimals),
        }
        for code in fill
        if code in outlines
    ]
    return Layer(
        "GeoJsonLayer",
        _collection(features),
        id="areas",
        pickable=True,
        get_line_color=list(line),
        line_width_units="'pixels'",
        get_line_width=line_px,
        line_joint_rounded=True,
        _subLayerProps={"polygons-fill": {"getFillColor": "@@=fill"}},
    )


def symbols(
    centres: Mapping[str, Point],
    radius_px: Mapping[str, float],
    fill: Mapping[str, Colour],
    *,
    names: Mapping[str, str],
    line: Colour,
    fields: Fields | None = None,
    line_px: float = 1,
    identifier: str = "symbols",
) -> Layer:
    """Circles at the centres (lon, lat), the largest first so that no smaller one is hidden.

    A second layer of them, such as the ends of bands, needs an `identifier` of its own.
    """
    texts = _complete(fields or {}, radius_px)
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": names.get(code, code)} | texts[code],
            "fill": list(fill[code]),
            "radius": round(radius_px[code], 2),
            "geometry": _point(centres[code]),
        }
        for code in sorted(radius_px, key=lambda code: -radius_px[code])
        if code in centres and radius_px[code] > 0
    ]
    return Layer(
        "GeoJsonLayer",
        _collection(features),
        id=identifier,
        pickable=True,
        point_type="'circle'",
        point_radius_units="'pixels'",
        get_point_radius="radius",
        get_line_color=list(line),
        line_width_units="'pixels'",
        get_line_width=line_px,
        _subLayerProps={"points-circle": {"getFillColor": "@@=fill"}},
    )


def borders(outlines: Iterable[Outline], line: Colour, *, line_px: float = 1.2, decimals: int = 4) -> Layer:
    """Thin outlines of larger units, drawn over the areas."""
    features = [_plain(_geometry(outline, decimals)) for outline in outlines]
    return _lines("borders", features, get_line_color=list(line), get_line_width=line_px)


def selected(
    outlines: Iterable[Outline],
    line: Colour,
    casing: Colour,
    *,
    line_px: float = 3,
    casing_px: float = 1.5,
    decimals: int = 4,
) -> Layer:
    """Thick outlines with a casing on both sides, which stand out from any fill."""
    features = []
    for outline in outlines:
        geometry = _geometry(outline, decimals)
        for width, colour in ((line_px + 2 * casing_px, casing), (line_px, line)):
            features.append(_plain(geometry) | {"width": width, "line": list(colour)})
    return _lines("selected", features, get_line_color="line", get_line_width="width")


def hatch(
    outlines: Mapping[str, Outline],
    codes: Collection[str],
    line: Colour,
    *,
    pattern: Pattern = "diagonal",
    line_px: float = 0.9,
) -> Layer:
    """Lines across the given areas, a mark that no class colour has; one layer per pattern."""
    strokes = [
        stroke for code in codes if code in outlines for stroke in hatch_lines(outlines[code], pattern)
    ]
    features = [_plain({"type": "MultiLineString", "coordinates": strokes})] if strokes else []
    return _lines(f"hatch-{pattern}", features, get_line_color=list(line), get_line_width=line_px)


def labels(
    centres: Mapping[str, Point],
    texts: Mapping[str, str],
    colour: Colour,
    halo: Colour,
    *,
    size_px: float = 12,
    font: str = "sans-serif",
    offset_px: Mapping[str, tuple[float, float]] | None = None,
) -> Layer:
    """Texts at points (lon, lat), each moved by its `offset_px` (right, down).

    `font` is one that the page has loaded, or one of the machine.
    """
    offsets = offset_px or {}
    features = [
        {
            "type": "Feature",
            "properties": {},
            "text": text,
            "offset": list(offsets.get(code, (0, 0))),
            "geometry": _point(centres[code]),
        }
        for code, text in texts.items()
        if code in centres and text
    ]
    # deck.gl prepares pictures of Latin letters alone unless it is told which ones the texts need.
    letters = "".join(sorted({letter for text in texts.values() for letter in text} - {"`"})) or " "
    return Layer(
        "GeoJsonLayer",
        _collection(features),
        id="labels",
        pickable=False,
        point_type="'text'",
        get_text="text",
        get_text_color=list(colour),
        get_text_size=size_px,
        get_text_pixel_offset="offset",
        text_character_set=f"`{letters}`",
        text_font_family=f"`{font}`",
        text_font_weight=600,
        text_font_settings={"sdf": True, "fontSize": 64, "radius": 16, "buffer": 16},
        text_outline_width=12,
        text_outline_color=list(halo),
    )


def background() -> Layer:
    """An invisible sheet under the map, so that a click beside it is told from a second click on an area."""
    sheet = [[40, 5], [170, 5], [170, 75], [40, 75]]
    return Layer(
        "PolygonLayer",
        [0],  # not an object, or the page would show a tooltip for it
        id="background",
        pickable=True,
        stroked=False,
        get_polygon=str(sheet),
        _subLayerProps={"fill": {"getFillColor": [0, 0, 0, 0]}},
    )


def symbol_sizes(
    values: Mapping[str, float | None], max_px: float = 34, *, largest: float | None = None
) -> dict[str, float]:
    """Radius in pixels by code, so that the area of a circle is in proportion to the size of its value.

    `largest` is the value drawn with `max_px`, by default the greatest one; give it to compare years.
    """
    sizes = {code: abs(value) for code, value in values.items() if value is not None and math.isfinite(value)}
    top = largest if largest is not None else max(sizes.values(), default=0)
    return {code: max_px * math.sqrt(size / top) if top > 0 else 0.0 for code, size in sizes.items()}


def legend_values(values: Iterable[float | None]) -> tuple[float, ...]:
    """Three round values, greatest first, for the circles of a legend; fewer for small counts."""
    sizes = [abs(value) for value in values if value is not None and math.isfinite(value)]
    top = max(sizes, default=0)
    if top <= 0:
        return ()
    counts = all(float(size).is_integer() for size in sizes)
    steps = [_round_down(top / share) for share in (1, 4, 20)]
    return tuple(step for step in steps if step >= 1 or not counts)


def _lines(identifier: str, features: list[dict[str, Any]], **accessors: Any) -> Layer:
    return Layer(
        "GeoJsonLayer",
        _collection(features),
        id=identifier,
        pickable=False,
        filled=False,
        stroked=True,
        line_width_units="'pixels'",
        line_joint_rounded=True,
        **accessors,
    )


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _plain(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def _point(place: Point) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(place[0], 4), round(place[1], 4)]}


@lru_cache(maxsize=2000)
def _geometry(outline: Outline, decimals: int) -> dict[str, Any]:
    return shapely.geometry.mapping(rounded(outline, decimals))


def _complete(fields: Fields, codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Every code with every field: the page shows the bare name of a field that is missing."""
    wanted = {field: "" for texts in fields.values() for field in texts}
    return {code: {**wanted, **fields.get(code, {})} for code in codes}


def _round_down(value: float) -> float:
    power = 10 ** math.floor(math.log10(value))
    return next(float(f"{digit * power:.12g}") for digit in (5, 2, 1) if digit * power <= value * (1 + 1e-12))
