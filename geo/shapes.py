"""Outlines of places: read from GeoJSON, and drawn as paths for pictures."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, shape

Outline: TypeAlias = Polygon | MultiPolygon
Pattern = Literal["diagonal", "cross", "horizontal"]
CODE_PROPERTIES = ("code", "iso", "pcode")
# Equal areas, so that a large aimag does not look larger than it is; parallels a sixth inside the country.
ALBERS = "+proj=aea +lat_1=43 +lat_2=51 +lat_0=46.9 +lon_0=103.8 +ellps=WGS84 +units=m"

HATCH_STEP_DEGREES = 0.32
# A degree of latitude is drawn 1.46 times as long as one of longitude in the middle of Mongolia.
DIAGONAL_SLOPE = math.cos(math.radians(46.9))


@dataclass(frozen=True)
class SvgMap:
    """Outlines as SVG paths in one picture; `view_box` is left, top, width, height in picture units."""

    view_box: tuple[float, float, float, float]
    paths: dict[str, str]
    west_m: float
    north_m: float
    units_per_m: float
    margin: float

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place lies in the picture, in picture units from its left upper corner."""
        x, y = _albers().transform(lon, lat)
        return (
            round((x - self.west_m) * self.units_per_m + self.margin, 1),
            round((self.north_m - y) * self.units_per_m + self.margin, 1),
        )


def read_outlines(source: str | Path | bytes) -> dict[str, Outline]:
    """Outlines by code from a GeoJSON FeatureCollection in degrees, given as a path or as bytes.

    The code is the property `code`, else `iso`, else `pcode`. Raises ValueError naming every feature that
    has no code, no area or a code seen before.
    """
    text = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = "GeoJSON" if isinstance(source, bytes) else Path(source).name
    try:
        collection = json.loads(text)
        features = collection["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{name}: not a GeoJSON FeatureCollection ({error}).") from error
    outlines: dict[str, Outline] = {}
    problems: list[str] = []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") or {}
        code = next((str(properties[key]) for key in CODE_PROPERTIES if properties.get(key)), None)
        geometry = feature.get("geometry") or {}
        if code is None:
            problems.append(f"feature {number} has none of the properties {', '.join(CODE_PROPERTIES)}")
        elif code in outlines:
            problems.append(f"feature {number} repeats the code {code}")
        elif geometry.get("type") not in ("Polygon", "MultiPolygon"):
            problems.append(f"feature {number} ({code}) is no Polygon or MultiPolygon")
        else:
            outlines[code] = shape(geometry)
    if problems:
        raise ValueError(f"{name}: " + "; ".join(problems) + ".")
    return outlines


def projected(outlines: Mapping[str, Outline], width: float = 1000, margin: float = 4) -> SvgMap:
    """Outlines in an equal-area conic projection, scaled to a picture `width` units wide."""
    flat = {code: shapely.transform(outline, _to_albers) for code, outline in outlines.items()}
    west, south, east, north = shapely.total_bounds(list(flat.values()))
    scale = (width - 2 * margin) / (east - west)
    height = round(float((north - south) * scale + 2 * margin), 1)

    def to_picture(points: np.ndarray) -> np.ndarray:
        x, y = points.T
        return np.column_stack([(x - west) * scale + margin, (north - y) * scale + margin])

    paths = {code: _path(shapely.transform(outline, to_picture)) for code, outline in flat.items()}
    return SvgMap((0, 0, width, height), paths, float(west), float(north), float(scale), margin)


def rounded(outline: Outline, decimals: int) -> Outline:
    """The outline with its coordinates rounded, which keeps what is sent to a browser small."""
    return shapely.transform(outline, lambda points: points.round(decimals))


@lru_cache(maxsize=2000)
def hatch_lines(outline: Outline, pattern: Pattern) -> list[list[list[float]]]:
    """Lines [[lon, lat], [lon, lat]] across an area; closer together where it is small."""
    west, south, east, north = outline.bounds
    step = min(HATCH_STEP_DEGREES, math.sqrt(outline.area) / 3)
    slopes = {"diagonal": [1], "cross": [1, -1], "horizontal": [0]}[pattern]
    lines: list[LineString] = []
    for slope in slopes:
        rise = slope * DIAGONAL_SLOPE * (east - west)
        # On one raster for the whole country, so that lines run on across a border.
        spacing = step * DIAGONAL_SLOPE * (math.sqrt(2) if slope else 1)
        start = slope * DIAGONAL_SLOPE * west
        first = math.floor((south - start - max(rise, 0)) / spacing)
        last = math.ceil((north - start - min(rise, 0)) / spacing)
        for i in range(first, last + 1):
            y = start + i * spacing
            lines.append(LineString([(west, y), (east, y + rise)]))
    inside = shapely.intersection(MultiLineString(lines), outline)
    pieces = shapely.get_parts(inside)
    return [
        [[round(x, 3), round(y, 3)] for x, y in piece.coords]
        for piece in pieces
        if isinstance(piece, LineString) and not piece.is_empty
    ]


def _path(outline: Outline) -> str:
    return "".join(_ring(ring) for part in _polygons(outline) for ring in (part.exterior, *part.interiors))


def _polygons(outline: Outline) -> Iterable[Polygon]:
    return outline.geoms if isinstance(outline, MultiPolygon) else [outline]


def _ring(ring: shapely.LinearRing) -> str:
    points = [f"{x:.1f},{y:.1f}" for x, y in ring.coords[:-1]]
    kept = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
    return "M" + "L".join(kept) + "Z"


@lru_cache(maxsize=1)
def _albers() -> Transformer:
    return Transformer.from_crs("EPSG:4326", ALBERS, always_xy=True)


def _to_albers(points: np.ndarray) -> np.ndarray:
    return np.column_stack(_albers().transform(points[:, 0], points[:, 1]))
