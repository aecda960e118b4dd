"""What is wrong with a file is said in sentences, all of them at once, and nothing is imported."""

from __future__ import annotations

import geopandas
import numpy
import pytest
import shapely
from shapely.affinity import scale, translate

from etl.boundaries.shapes import area_km2


@pytest.fixture
def refused(import_files, tmp_path):
    """Import these soums and return the sentences of the refusal."""

    def run(frame: geopandas.GeoDataFrame, name: str = "soums.geojson") -> list[str]:
        frame.to_file(tmp_path / name)
        answer = import_files(tmp_path / name)
        assert answer.status == 1
        assert answer.made is None
        assert answer.out == ""
        return [line for line in answer.problems if not line.startswith("Nothing was imported")]

    return run


def row(frame: geopandas.GeoDataFrame, code: str) -> int:
    return frame.index[frame["pcode"] == code][0]


def test_a_unit_missing(refused, soums):
    assert refused(soums[soums["pcode"] != "MN6504"]) == [
        "soums.geojson has 338 soums; there are 339. "
        "Give the whole country in the division of COD-AB Mongolia.",
        "soums.geojson lacks 1 soum: Battsengel (MN6504). Give a file that has them.",
    ]


def test_a_code_twice_and_one_unknown(refused, soums):
    soums.loc[row(soums, "MN6504"), "pcode"] = "MN6501"
    soums.loc[row(soums, "MN6507"), "pcode"] = "MN9999"
    twice, strange, missing = refused(soums)
    assert "(MN6501) 2 times" in twice
    assert "1 code unknown" in strange and "MN9999" in strange
    assert "lacks 2 soums" in missing and "(MN6504)" in missing and "(MN6507)" in missing


def test_a_bow_tie_and_a_unit_without_shape(refused, soums):
    soums.loc[[row(soums, "MN6504")], "geometry"] = shapely.Polygon(
        [(101, 47), (102, 48), (102, 47), (101, 48)]
    )
    soums.loc[[row(soums, "MN6507")], "geometry"] = None
    absent, tied = refused(soums)
    assert "1 unit has no shape: Bulgan (MN6507)" in absent
    assert "(MN6504) is not a valid polygon: Self-intersection near 101.5, 47.5" in tied


def test_a_unit_that_is_not_an_area(refused, soums):
    centre = soums.loc[row(soums, "MN6504"), "geometry"].centroid
    soums.loc[[row(soums, "MN6504")], "geometry"] = centre
    soums.loc[[row(soums, "MN8501")], "geometry"] = soums.loc[row(soums, "MN8501"), "geometry"].buffer(0.1)
    (sentence,) = refused(soums)
    assert "Battsengel (MN6504) is a Point, not a polygon" in sentence


def test_units_without_any_shape(refused, soums):
    soums.geometry = [None] * len(soums)
    (sentence,) = refused(soums)
    assert "339 units have no shape: Baganuur (MN1101), " in sentence and " and 327 more." in sentence


def test_a_gap_is_named_with_its_size_and_neighbours(refused, soums):
    whole = soums.loc[row(soums, "MN6504"), "geometry"]
    hole = whole.representative_point().buffer(0.02)
    soums.loc[[row(soums, "MN6504")], "geometry"] = whole.difference(hole)
    (sentence,) = refused(soums)
    assert "a gap of 10." in sentence and "km²" in sentence
    assert f"near {hole.representative_point().x:.4f}" in sentence
    assert "Battsengel (MN6504)" in sentence


def test_an_overlap_is_named_with_its_size_and_both_units(refused, soums):
    one, other = row(soums, "MN6504"), row(soums, "MN6507")
    middle = soums.loc[other, "geometry"].representative_point().buffer(0.01)
    soums.loc[[one], "geometry"] = soums.loc[one, "geometry"].union(middle)
    (sentence,) = refused(soums)
    assert "(MN6504)" in sentence and "(MN6507)" in sentence
    assert "overlap by 2." in sentence and "km²" in sentence


def test_a_gap_all_around_a_unit_is_measured_without_the_unit(refused, soums):
    index = row(soums, "MN6504")
    before, after = soums.loc[index, "geometry"], soums.loc[index, "geometry"].buffer(-0.001)
    soums.loc[[index], "geometry"] = after
    (sentence,) = refused(soums)
    lost_km2 = numpy.subtract(*area_km2(numpy.array([before, after], dtype=object)))
    assert f"gap of {lost_km2:.2f} km²" in sentence
    assert "(MN6504)" in sentence and "(MN6507)" in sentence


def test_a_border_that_bulges_away_from_its_neighbour_on_a_point_of_its_own(refused, soums):
    index = row(soums, "MN6504")
    first, second, *rest = soums.loc[index, "geometry"].exterior.coords
    inwards = (sum(point) / 2 for point in zip(first, second, strict=True))
    middle = shapely.Point(inwards).buffer(0.002).intersection(soums.loc[index, "geometry"]).centroid
    soums.loc[[index], "geometry"] = shapely.Polygon([first, (middle.x, middle.y), second, *rest])
    (sentence,) = refused(soums)
    assert "gap of" in sentence and "(MN6504)" in sentence


def test_a_border_point_of_one_side_only_is_named_beside_a_larger_fault(refused, soums):
    one, other, third = row(soums, "MN6504"), row(soums, "MN6507"), row(soums, "MN8501")
    middle = soums.loc[other, "geometry"].representative_point().buffer(0.01)
    soums.loc[[one], "geometry"] = soums.loc[one, "geometry"].union(middle)
    soums.loc[[third], "geometry"] = shapely.segmentize(soums.loc[third, "geometry"], 0.01)
    sentences = refused(soums)
    assert "overlap by 2." in sentences[0]
    assert any("the border of Ulaangom (MN8501) does not meet its neighbours" in text for text in sentences)


def test_metres_called_degrees(refused, soums):
    soums = soums.to_crs(32648).set_crs(4326, allow_override=True)
    (sentence,) = refused(soums, "soums.gpkg")
    assert "lies outside Mongolia" in sentence and "WGS 84 (EPSG:4326)" in sentence


def test_latitude_before_longitude(refused, soums):
    soums.geometry = [shapely.transform(shape, lambda points: points[:, ::-1]) for shape in soums.geometry]
    (sentence,) = refused(soums)
    assert "run from 41.58" in sentence


def test_all_units_in_the_wrong_place(refused, soums):
    soums.geometry = [translate(shape, 0.5, 0) for shape in soums.geometry]
    sentences = refused(soums)
    assert "should lie around" in sentences[0]
    assert "more of this kind" in sentences[-1]


def test_codes_of_two_units_exchanged(refused, soums):
    one, other = row(soums, "MN6504"), row(soums, "MN8501")
    soums.loc[[one, other], ["pcode", "adm1_pcode"]] = soums.loc[[other, one], ["pcode", "adm1_pcode"]].values
    sentences = refused(soums)
    assert sum("should lie around" in text for text in sentences) == 2


def test_a_soum_put_in_another_aimag(refused, soums):
    soums.loc[row(soums, "MN6504"), "adm1_pcode"] = "MN85"
    (sentence,) = refused(soums)
    assert "Battsengel (MN6504) is put in aimag MN85; it belongs to Arkhangai (MN65)" in sentence


def test_an_area_far_from_the_official_one(refused, aimags):
    # Orkhon takes a tenth of itself from Bulgan, which surrounds it.
    one, other = row(aimags, "MN61"), row(aimags, "MN63")
    grown = scale(aimags.loc[one, "geometry"], 1.05, 1.05).intersection(
        aimags.loc[[one, other], "geometry"].union_all()
    )
    rest = aimags.loc[other, "geometry"].difference(grown)
    aimags.loc[[one, other], "geometry"] = [grown, rest]
    aimags.geometry = shapely.coverage_clean(aimags.geometry.values, gap_width=0.02)
    (sentence,) = refused(aimags, "aimags.gpkg")
    assert "Orkhon (MN61) has" in sentence and "officially it has 844.0 km²" in sentence


def test_aimags_of_another_edition_than_the_soums(import_files, geo, tmp_path):
    aimags = geopandas.read_file(geo / "cc0" / "mng_adm1_cc0.geojson").drop(columns="source")
    aimags.to_file(tmp_path / "aimags.geojson")
    run = import_files(tmp_path / "aimags.geojson", geo / "mng_adm2_light.geojson")
    assert run.status == 1
    assert any("Orkhon (MN61) in aimags.geojson differs by 2." in text for text in run.problems)


def test_boundaries_of_another_producer(import_files, geo):
    soums = import_files(geo / "cc0" / "mng_adm2_cc0.geojson")
    text = "\n".join(soums.problems)
    assert soums.status == 1
    assert soums.problems[0] == "Nothing was imported: 4 problems."
    assert "Who's On First" in text and "has 336 soums; there are 339" in text
    assert "1 feature has no code in column pcode (feature 334 in the order of the file)" in text
    assert (
        "lacks 4 soums: Kherlen (MN2101), Baruun-Urt (MN2201), Bor-Undur (MN2352), Ulaangom (MN8501)" in text
    )
    aimags = import_files(geo / "cc0" / "mng_adm1_cc0.geojson")
    assert aimags.status == 1
    assert len(aimags.problems) == 1 and "Who's On First" in aimags.problems[0]


def test_one_level_in_two_files(import_files, geo):
    run = import_files(geo / "mng_adm2.geojson", geo / "mng_adm2_light.geojson")
    assert run.status == 1
    assert run.problems == [
        "The soums are there 2 times: in mng_adm2.geojson and in mng_adm2_light.geojson. "
        "Give one of them only."
    ]


def test_a_layer_without_known_columns_is_described(refused, soums):
    (sentence,) = refused(soums[["name_mn", "geometry"]])
    assert "layer soums with columns name_mn" in sentence and "ADM2_PCODE" in sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.geojson", lambda geo: (geo / "mng_adm2_light.geojson").read_bytes()[:200_000]),
        ("cut.geojson.gz", lambda geo: (geo / "mng_adm2_full.geojson.gz").read_bytes()[:200_000]),
        ("text.geojson", lambda geo: b"MN6504;Battsengel\nMN6507;Khangai\n"),
        ("empty.geojson", lambda geo: b""),
        ("page.zip", lambda geo: b"<!doctype html><title>Sign in</title>"),
        ("cut.zip", lambda geo: b"PK\x03\x04" + bytes(100)),
        ("table.geojson", lambda geo: b'{"rows": [1, 2]}'),
    ],
)
def test_a_file_that_is_no_boundary_file_is_named(import_files, geo, tmp_path, name, content):
    (tmp_path / name).write_bytes(content(geo))
    run = import_files(tmp_path / name)
    assert (run.status, run.made) == (1, None)
    (sentence,) = run.problems
    assert sentence.startswith(name)
    assert str(tmp_path) not in sentence and "does not exist" not in sentence
    assert "download" in sentence or "Give" in sentence


def test_a_shapefile_cut_short(import_files, soums, tmp_path):
    soums[["adm1_pcode", "pcode", "geometry"]].to_file(tmp_path / "soums.shp")
    whole = (tmp_path / "soums.shp").read_bytes()
    (tmp_path / "soums.shp").write_bytes(whole[: len(whole) // 2])
    run = import_files(tmp_path / "soums.shp")
    assert (run.status, run.made) == (1, None)
    (sentence,) = run.problems
    assert "units have no shape: " in sentence and "more. Take the original file again." in sentence


def test_every_file_that_is_not_there_is_named(import_files, tmp_path):
    run = import_files(tmp_path / "one.shp", tmp_path / "two.shp")
    assert run.status == 2
    assert ["one.shp" in run.problems[0], "two.shp" in run.problems[1]] == [True, True]


def test_a_store_that_cannot_be_written(import_files, geo, store):
    store.write_text("a file where the folder should be")
    run = import_files(geo / "mng_adm1_light.geojson")
    assert run.status == 1
    assert run.problems[0].startswith("Nothing was imported") and len(run.problems) == 1
