"""Measuring, joining and generalising polygons that share their borders.

A shape array is a numpy array of shapely polygons in EPSG:4326, one per unit.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import Any

import numpy
import shapely
from pyproj import Geod
from shapely.geometry import mapping

Shapes = numpy.ndarray[Any, Any]

# Measured on COD-AB Mongolia of 19 Oct 2020 (196 173 points), gzipped, and the unit whose area changes most:
#   0.008°  soums 104 KB, aimags 35 KB, worst 3.9 % (MN4101 Zuunmod, 19 km²)
#   0.006°  soums 122 KB, aimags 42 KB, worst 0.8 % (MN4101)
#   0.005°  soums 134 KB, aimags 48 KB, worst 1.0 % (MN2201)
#   0.003°  soums 185 KB, aimags 68 KB, worst 0.5 % (MN4101)
# One tolerance serves both levels, so aimags are dissolved from soums and nest exactly, and room is left for
# the figures that travel with the shapes. The finer tolerances are for editions drawn otherwise.
TOLERANCES_DEG = (0.006, 0.005, 0.004)
MOST_AREA_CHANGE_PCT = 2.0
MOST_GZIP_BYTES = {"aimag": 60_000, "soum": 250_000}
DECIMALS = 4
NOISE_DEG = 1e-6

_EARTH = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Drawing:
    """Generalised shapes in the order given, and what generalising cost.

    `tolerance_deg` is the square root of the smallest triangle kept (Visvalingam–Whyatt).
    """

    shapes: Shapes
    tolerance_deg: float
    worst: int
    worst_area_change_pct: float

    def faults(self) -> list[str]:
        """Why this drawing may not be used; empty when it may."""
        found = []
        if not (shapely.is_valid(self.shapes).all() and shapely.coverage_is_valid(self.shapes)):
            found.append("neighbouring units no longer fit together")
        if self.worst_area_change_pct > MOST_AREA_CHANGE_PCT:
            found.append(f"the area of a unit changes by {self.worst_area_change_pct:.1f} %")
        return found


def area_km2(shapes: Shapes) -> numpy.ndarray[Any, numpy.dtype[numpy.float64]]:
    """Geodesic area of each shape on WGS 84, in km²."""
    # Geod subtracts a hole only when it is wound against its shell, which coverage_simplify does not keep.
    wound = shapely.orient_polygons(shapes)
    return numpy.array([_EARTH.geometry_area_perimeter(shape)[0] / 1e6 for shape in wound])


def join(shapes: Shapes) -> Shapes:
    """Close the noise of drawing tools (up to NOISE_DEG, 0.1 m) between neighbours; larger faults stay."""
    if shapely.coverage_is_valid(shapes):
        return shapes
    joined = shapely.coverage_clean(shapes, gap_width=NOISE_DEG, snapping_distance=NOISE_DEG)
    moved = shapely.hausdorff_distance(shapes, joined)
    return joined if (moved <= 10 * NOISE_DEG).all() else shapes


def draw(shapes: Shapes, tolerance_deg: float) -> Drawing:
    """Generalise shapes that share borders so that they still share them, to four decimals."""
    simple = shapely.coverage_simplify(shapes, tolerance_deg)
    rounded = shapely.transform(simple, lambda points: numpy.round(points, DECIMALS))
    rounded = shapely.remove_repeated_points(rounded, 0)
    change_pct = numpy.abs(area_km2(rounded) / area_km2(shapes) - 1) * 100
    worst = int(change_pct.argmax())
    return Drawing(rounded, tolerance_deg, worst, float(change_pct[worst]))


def dissolve(shapes: Shapes, groups: list[str]) -> tuple[list[str], Shapes]:
    """Unite the shapes of each group; returns the groups in order and one shape for each.

    The shapes share their borders, so every vertex of the result is a vertex of a member.
    """
    names = sorted(set(groups))
    of_group = numpy.array(groups)
    united = [shapely.coverage_union_all(shapes[of_group == name]) for name in names]
    return names, numpy.array(united, dtype=object)


def geojson(codes: list[str], shapes: Shapes) -> bytes:
    """A FeatureCollection with `code` as the only property, outer rings clockwise.

    The text compresses better by a tenth when neighbours stand near one another, as they do by P-code.
    """
    wound = shapely.orient_polygons(shapes, exterior_cw=True)
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": mapping(shape)}
        for code, shape in zip(codes, wound, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def gzip_bytes(content: bytes) -> int:
    """How many bytes the content takes over the wire at the usual level of compression."""
    return len(gzip.compress(content, 6))
