"""What must be true of a layer before it is drawn; every fault becomes one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy
import shapely

from etl.boundaries.official import aimags, soums, units
from etl.boundaries.reading import Layer
from etl.boundaries.shapes import NOISE_DEG, area_km2, dissolve

MOST_OFF_OFFICIAL_AREA_PCT = 1.0
MOST_OFF_EACH_OTHER_PCT = 1.0
MOST_AWAY_DEG = 0.1
MONGOLIA = (86.7, 40.6, 120.9, 53.2)  # west, south, east, north, with a degree to spare
_SHOWN = 12
_PUBLISHER = re.compile(r"\bCOD\b|OCHA|\bNSO\b|National Statistic", re.IGNORECASE)


def problems(layers: list[Layer]) -> list[str]:
    """All that is wrong with the layers, alone and together; empty when they may be used."""
    found = [sentence for layer in layers for sentence in _of_layer(layer)]
    if not found and len(layers) == 2:
        found = list(_between(*layers))
    return found


def _of_layer(layer: Layer) -> Iterator[str]:
    yield from _source(layer)
    coded = list(_codes(layer))
    yield from coded
    outside = _outside(layer)
    if outside:
        yield outside
        return
    broken = _capped(list(_broken(layer)), "broken shape")
    yield from broken
    if not broken:
        yield from _overlaps(layer)
        if not coded:
            yield from _gaps(layer)
            yield from _misplaced(layer)
            yield from _areas(layer)


def _source(layer: Layer) -> Iterator[str]:
    for source in layer.sources:
        if not _PUBLISHER.search(source):
            yield (
                f"{layer.where} says its source is “{source[:80]}”, not COD-AB Mongolia. The credit under "
                "every map would be wrong: give the boundaries of the National Statistics Office and UN OCHA."
            )


def _codes(layer: Layer) -> Iterator[str]:
    known = units(layer.level)
    if len(layer.codes) != len(known):
        yield (
            f"{layer.where} has {_counted(layer.codes, layer.level, f'{layer.level}s')}; "
            f"there are {len(known)}. Give the whole country in the division of COD-AB Mongolia."
        )
    rows = [number for number, code in enumerate(layer.codes, start=1) if not code]
    if rows:
        yield (
            f"{layer.where}: {_counted(rows, 'feature has', 'features have')} no code in column "
            f"{layer.code_column} (feature {_listed(rows)} in the order of the file). Write the P-code there."
        )
    counts = Counter(code for code in layer.codes if code)
    twice = [f"{known.get(code, code)} {count} times" for code, count in sorted(counts.items()) if count > 1]
    if twice:
        yield f"{layer.where} has a code on several features: {_listed(twice)}. Unite them or correct it."
    strange = sorted(set(counts) - set(known))
    if strange:
        yield (
            f"{layer.where}: column {layer.code_column} has {_counted(strange, 'code', 'codes')} unknown in "
            f"soums.csv and aimag_places.csv: {_listed(strange)}. Use the P-codes of COD-AB Mongolia."
        )
    missing = sorted(set(known) - set(counts))
    if missing:
        yield (
            f"{layer.where} lacks {_counted(missing, layer.level, f'{layer.level}s')}: "
            f"{_listed(known[code] for code in missing)}. Give a file that has them."
        )
    yield from _capped(
        [
            f"{layer.where}: {known[code]} is put in aimag {aimag}; it belongs to "
            f"{aimags()[known[code].aimag]}. Correct one of the two codes."
            for code, aimag in zip(layer.codes, layer.aimags or [], strict=False)
            if code in known and aimag and aimag != known[code].aimag
        ],
        "soum in another aimag",
    )


def _outside(layer: Layer) -> str:
    west, south, east, north = shapely.total_bounds(layer.shapes)
    least_west, least_south, most_east, most_north = MONGOLIA
    if numpy.isnan(west):  # Nothing is drawn at all, which is said of each unit.
        return ""
    if west >= least_west and south >= least_south and east <= most_east and north <= most_north:
        return ""
    return (
        f"{layer.where} lies outside Mongolia: its coordinates run from {west:.6g}, {south:.6g} to "
        f"{east:.6g}, {north:.6g} when read as {layer.crs}. Save it with its true coordinate system named, "
        "best EPSG:4326 (longitude, latitude)."
    )


def _broken(layer: Layer) -> Iterator[str]:
    bare = [index for index, shape in enumerate(layer.shapes) if shape is None or shape.is_empty]
    if bare:
        yield (
            f"{layer.where}: {_counted(bare, 'unit has', 'units have')} no shape: "
            f"{_listed(_unit(layer, index) for index in bare)}. Take the original file again."
        )
    for index, shape in enumerate(layer.shapes):
        who = f"{layer.where}: {_unit(layer, index)}"
        if index in bare:
            continue
        if shape.geom_type not in ("Polygon", "MultiPolygon"):
            yield f"{who} is a {shape.geom_type}, not a polygon. Give the layer of areas."
        elif not shape.is_valid:
            reason = re.sub(r"\[(\S+) (\S+)\]", r" near \1, \2", shapely.is_valid_reason(shape))
            yield f"{who} is not a valid polygon: {reason}. Repair it (QGIS: Fix geometries), import again."


def _overlaps(layer: Layer) -> Iterator[str]:
    if shapely.coverage_is_valid(layer.shapes):
        return
    edges = shapely.coverage_invalid_edges(layer.shapes)
    flagged = numpy.flatnonzero(~shapely.is_empty(edges))
    near = shapely.STRtree(layer.shapes).query(layer.shapes[flagged], predicate="intersects").T
    pairs = {tuple(sorted((int(flagged[one]), int(other)))) for one, other in near if flagged[one] != other}
    unexplained = set(flagged)
    sentences = []
    for one, other in sorted(pairs):
        shared = shapely.intersection(layer.shapes[one], layer.shapes[other])
        if shared.area > NOISE_DEG**2:
            unexplained -= {one, other}
            sentences.append(
                f"{layer.where}: {_unit(layer, one)} and {_unit(layer, other)} overlap by {_size(shared)} "
                f"near {_place(shared)}. Give each piece of land to one of them."
            )
    for one in sorted(int(index) for index in unexplained):
        sentences.append(
            f"{layer.where}: the border of {_unit(layer, one)} does not meet its neighbours point for point "
            f"near {_place(edges[one])}. Clean the layer (mapshaper -clean) or take the original file."
        )
    yield from _capped(sentences, "overlap or torn border")


def _gaps(layer: Layer) -> Iterator[str]:
    """Land of no unit within the country; one that opens to the outside cannot be told from a border."""
    whole = shapely.union_all(layer.shapes)
    filled = shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(whole)])
    holes = [hole for hole in shapely.get_parts(filled.difference(whole)) if not hole.is_empty]
    tree = shapely.STRtree(layer.shapes)
    sentences = []
    for hole in holes:
        beside = sorted(_unit(layer, index) for index in tree.query(hole, predicate="touches"))
        sentences.append(
            f"{layer.where} has a gap of {_size(hole)} near {_place(hole)}, beside {_listed(beside)}. "
            "Extend a unit over it."
        )
    yield from _capped(sentences, "gap")


def _misplaced(layer: Layer) -> Iterator[str]:
    known = units(layer.level)
    inside = shapely.points([known[code].inside for code in layer.codes])
    away = shapely.distance(layer.shapes, inside)
    yield from _capped(
        [
            f"{layer.where}: {known[layer.codes[index]]} should lie around {_place(inside[index])} but is "
            f"drawn around {_place(layer.shapes[index])}. Correct its code or its coordinates."
            for index in numpy.flatnonzero(away > MOST_AWAY_DEG)
        ],
        "misplaced unit",
    )


def _areas(layer: Layer) -> Iterator[str]:
    known = units(layer.level)
    areas = area_km2(layer.shapes)
    total = Counter[str]()
    for code, area in zip(layer.codes, areas, strict=True):
        total[known[code].aimag] += area
    for code, area in sorted(total.items()):
        official = aimags()[code].area_km2
        off_pct = (area / official - 1) * 100 if official else 0.0
        if abs(off_pct) > MOST_OFF_OFFICIAL_AREA_PCT:
            yield (
                f"{layer.where}: {aimags()[code]} has {area:,.1f} km²; officially it has {official:,.1f} km² "
                f"({off_pct:+.1f} %, at most {MOST_OFF_OFFICIAL_AREA_PCT:.0f} % is allowed). "
                "Give boundaries that are not generalised and of the present division."
            )


def _between(aimag: Layer, soum: Layer) -> Iterator[str]:
    """Compare the aimags as drawn with the aimags that the soums make up."""
    codes, made = dissolve(soum.shapes, [soums()[code].aimag for code in soum.codes])
    drawn = dict(zip(aimag.codes, aimag.shapes, strict=True))
    for code, shape in zip(codes, made, strict=True):
        apart_pct = shape.symmetric_difference(drawn[code]).area / shape.area * 100
        if apart_pct > MOST_OFF_EACH_OTHER_PCT:
            yield (
                f"{aimags()[code]} in {aimag.where} differs by {apart_pct:.1f} % of its area from its soums "
                f"in {soum.where}. Give both levels from one edition, or the soums alone."
            )


def _unit(layer: Layer, index: int) -> str:
    code = layer.codes[index]
    return str(units(layer.level).get(code, code or f"feature {index + 1}"))


def _size(shape: shapely.Geometry) -> str:
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    area = float(area_km2(numpy.array(polygons, dtype=object)).sum())
    return f"{area:,.2f} km²" if area >= 0.01 else f"{area * 1e6:,.0f} m²"


def _place(shape: shapely.Geometry) -> str:
    point = shape.representative_point()
    return f"{point.x:.4f}, {point.y:.4f}"


def _listed(items: Iterable[object]) -> str:
    texts = [str(item) for item in items]
    rest = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + rest


def _capped(sentences: list[str], kind: str) -> list[str]:
    rest = len(sentences) - _SHOWN
    return sentences if rest <= 0 else [*sentences[:_SHOWN], f"… and {rest} more of this kind ({kind})."]


def _counted(items: Sequence[object], one: str, many: str) -> str:
    return f"{len(items)} {one if len(items) == 1 else many}"
