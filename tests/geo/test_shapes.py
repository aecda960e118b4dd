"""Outlines are read by code, and drawn in true proportion."""

import json
import re
from pathlib import Path

import pytest
import shapely

from geo.shapes import hatch_lines, projected, read_outlines, rounded

OUTLINE = Path(__file__).parents[2] / "data/raw/boundaries/aimag_outline.geojson"
OUTLINES = read_outlines(OUTLINE)
AIMAG_KM2 = {"MN-053": 165_164, "MN-061": 123_523, "MN-035": 841, "MN-1": 4_736, "MN-071": 45_754}


def collection(*features: tuple[dict[str, str], dict[str, object] | None]) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": p, "geometry": g} for p, g in features],
        }
    ).encode()


def square(west: float, south: float, size: float = 1) -> dict[str, object]:
    return dict(shapely.box(west, south, west + size, south + size).__geo_interface__)


def picture(path: str) -> shapely.Geometry:
    rings = [
        [tuple(map(float, point.split(","))) for point in ring.split("L")]
        for ring in re.findall(r"M([^Z]+)Z", path)
    ]
    return shapely.unary_union([shapely.Polygon(ring) for ring in rings])


def test_the_shipped_outline_has_every_aimag() -> None:
    assert len(OUTLINES) == 22
    assert OUTLINES["MN-1"].geom_type == "MultiPolygon"


def test_a_code_is_taken_before_iso_and_iso_before_pcode() -> None:
    given = collection(
        ({"pcode": "MN11", "iso": "MN-1"}, square(100, 45)),
        ({"pcode": "MN6504", "code": "x"}, square(102, 45)),
    )
    assert list(read_outlines(given)) == ["MN-1", "x"]


def test_every_unusable_feature_is_named() -> None:
    bad = collection(
        ({"name": "?"}, square(100, 45)),
        ({"code": "a"}, square(100, 45)),
        ({"code": "a"}, square(101, 45)),
        ({"code": "b"}, None),
    )
    with pytest.raises(
        ValueError, match=r"feature 1 has none.*feature 3 repeats the code a.*feature 4 \(b\)"
    ):
        read_outlines(bad)
    with pytest.raises(ValueError, match="not a GeoJSON FeatureCollection"):
        read_outlines(b'{"type": "Feature"}')


def test_the_picture_fills_its_width_and_keeps_areas_in_proportion() -> None:
    drawn = projected(OUTLINES)
    shapes = {code: picture(path) for code, path in drawn.paths.items()}
    west, north, east, south = shapely.total_bounds(list(shapes.values()))
    assert (west, round(east)) == (4, 996)
    assert (north, round(south, 1)) == (4, round(drawn.view_box[3] - 4, 1))
    unit = shapes["MN-053"].area / AIMAG_KM2["MN-053"]
    for code, km2 in AIMAG_KM2.items():
        assert shapes[code].area / unit == pytest.approx(km2, rel=0.02)


def test_places_fall_into_their_aimag_in_the_picture() -> None:
    drawn = projected(OUTLINES, width=640)
    for code, outline in OUTLINES.items():
        inside = outline.representative_point()
        assert picture(drawn.paths[code]).buffer(0.2).contains(shapely.Point(drawn.point(inside.x, inside.y)))


def test_paths_have_one_decimal_and_are_closed() -> None:
    for path in projected(OUTLINES).paths.values():
        assert re.fullmatch(r"(M-?\d+\.\d,-?\d+\.\d(L-?\d+\.\d,-?\d+\.\d)+Z)+", path)


def test_holes_stay_open() -> None:
    ring = shapely.Polygon(shapely.box(100, 45, 104, 48).exterior, [shapely.box(101, 46, 102, 47).exterior])
    assert projected({"a": ring}).paths["a"].count("M") == 2


def test_rounding_keeps_the_shape() -> None:
    small = rounded(OUTLINES["MN-035"], 2)
    assert small.area == pytest.approx(OUTLINES["MN-035"].area, rel=0.1)
    assert {round(x, 2) == x for x, _ in small.exterior.coords} == {True}


@pytest.mark.parametrize("pattern", ["diagonal", "cross", "horizontal"])
def test_hatching_stays_inside_and_reaches_every_part(pattern: str) -> None:
    for code in ("MN-053", "MN-035", "MN-1"):
        lines = [shapely.LineString(line) for line in hatch_lines(OUTLINES[code], pattern)]
        assert len(lines) >= 3
        assert OUTLINES[code].buffer(0.002).contains(shapely.MultiLineString(lines))
    flat = {line[0][1] == line[1][1] for line in hatch_lines(OUTLINES["MN-053"], pattern)}
    assert flat == ({True} if pattern == "horizontal" else {False})
