"""Every edition and format that a person may have is imported, and what is kept can be drawn."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import geopandas
import numpy
import pyogrio
import pytest
import shapely
from shapely.affinity import translate

from etl.boundaries import CREDIT, main
from etl.boundaries.shapes import area_km2, draw


def shapes_of(path: Path) -> dict[str, shapely.Geometry]:
    features = json.loads(path.read_bytes())["features"]
    assert all(list(feature["properties"]) == ["code"] for feature in features)
    return {
        feature["properties"]["code"]: shapely.geometry.shape(feature["geometry"]) for feature in features
    }


def test_the_full_boundaries_are_drawn_within_the_limits(geo, import_files):
    run = import_files(geo / "mng_adm2_full.geojson.gz")
    assert (run.status, run.problems) == (0, [])
    source = geopandas.read_file(f"/vsigzip/{geo / 'mng_adm2_full.geojson.gz'}").set_index("pcode")
    soums, aimags = shapes_of(run.made.soum), shapes_of(run.made.aimag)
    assert set(soums) == set(source.index)
    assert set(aimags) == set(source["adm1_iso"])

    drawn = numpy.array([soums[code] for code in source.index], dtype=object)
    whole = numpy.array(list(aimags.values()), dtype=object)
    assert shapely.is_valid(drawn).all() and shapely.coverage_is_valid(drawn)
    assert shapely.is_valid(whole).all() and shapely.coverage_is_valid(whole)
    change_pct = numpy.abs(area_km2(drawn) / area_km2(numpy.asarray(source.geometry)) - 1) * 100
    assert change_pct.max() <= 2
    assert run.made.note["worst_area_change"] == {
        "code": source.index[change_pct.argmax()],
        "percent": round(change_pct.max(), 2),
    }
    assert len(gzip.compress(run.made.soum.read_bytes(), 6)) <= 250_000
    assert len(gzip.compress(run.made.aimag.read_bytes(), 6)) <= 60_000


def test_both_levels_nest_and_are_wound_clockwise_with_four_decimals(geo, import_files, all_soums):
    made = import_files(geo / "mng_adm2_light.geojson").made
    soums, aimags = shapes_of(made.soum), shapes_of(made.aimag)
    for iso, members in all_soums.groupby("adm1_iso")["pcode"]:
        assert shapely.coverage_union_all([soums[code] for code in members]).equals(aimags[iso]), iso
    for unit in [*soums.values(), *aimags.values()]:
        for polygon in shapely.get_parts(unit):
            assert not polygon.exterior.is_ccw
            assert all(hole.is_ccw for hole in polygon.interiors)
        points = shapely.get_coordinates(unit)
        assert (points == points.round(4)).all()


def test_the_set_says_where_it_comes_from(geo, import_files):
    made = import_files(geo / "mng_adm1.geojson", geo / "mng_adm2.geojson").made
    assert made.note["credit"] == CREDIT
    assert made.note["licence"] == "CC BY 3.0 IGO"
    assert made.note["units"] == {"aimag": 22, "soum": 339}
    assert made.note["sources"] == [
        {"file": name, "sha256": sha256((geo / name).read_bytes()).hexdigest()}
        for name in ("mng_adm1.geojson", "mng_adm2.geojson")
    ]


def test_aimags_alone_are_imported_and_the_missing_soums_named(geo, import_files):
    run = import_files(geo / "mng_adm1_light.geojson")
    assert run.status == 0
    assert run.made.soum is None
    assert len(shapes_of(run.made.aimag)) == 22
    assert "Soum boundaries are missing" in run.out


def test_a_geopackage_of_several_layers_in_another_coordinate_system(import_files, aimags, soums, tmp_path):
    path = tmp_path / "mng_admbnda.gpkg"
    country = geopandas.GeoDataFrame({"ADM0_PCODE": ["MN"]}, geometry=[aimags.union_all()], crs=4326)
    country.to_file(path, layer="adm0")
    aimags = aimags[["pcode", "geometry"]].rename(columns={"pcode": "ADM1_PCODE"}).to_crs(32648)
    aimags.to_file(path, layer="adm1")
    soums = soums[["adm1_pcode", "pcode", "geometry"]].to_crs(32648)
    soums.columns = ["ADM1_PCODE", "ADM2_PCODE", "geometry"]
    soums.to_file(path, layer="adm2")
    capitals = soums.set_geometry(soums.representative_point())
    capitals.to_file(path, layer="capitals")
    run = import_files(path)
    assert (run.status, run.problems) == (0, [])
    assert run.made.note["units"] == {"aimag": 22, "soum": 339}
    assert "UTM" in run.made.note["layers"]["soum"]["read_as"]
    west, south, east, north = shapely.total_bounds(list(shapes_of(run.made.soum).values()))
    assert (west, south, east, north) == pytest.approx((87.7344, 41.5818, 119.9315, 52.1484), abs=0.01)


@pytest.mark.parametrize(
    ("aimag_column", "soum_column"),
    [("ADM1_PCODE", "ADM2_PCODE"), ("admin1Pcode", "admin2Pcode"), ("adm1_pcode", "adm2_pcode")],
)
def test_a_zipped_shapefile_in_a_folder(import_files, soums, tmp_path, aimag_column, soum_column):
    inner = tmp_path / "shp" / "MNG"
    inner.mkdir(parents=True)
    soums = soums[["adm1_pcode", "pcode", "name_mn", "geometry"]]
    soums.columns = [aimag_column, soum_column, "name", "geometry"]
    # The driver itself would rename admin1Pcode; the publisher's tool cuts it at ten characters.
    soums.rename(columns=lambda name: name[:10]).to_file(inner / "mng_adm2.shp", encoding="utf-8")
    (inner / "._mng_adm2.shp").write_bytes(b"what a Mac adds")
    archive = shutil.make_archive(str(tmp_path / "mng_shp"), "zip", tmp_path / "shp")
    run = import_files(archive)
    assert (run.status, run.problems) == (0, [])
    assert run.made.note["units"]["soum"] == 339


def test_a_plain_shapefile_records_all_its_parts(import_files, aimags, tmp_path):
    aimags[["pcode", "geometry"]].to_file(tmp_path / "adm1.shp")
    run = import_files(tmp_path / "adm1.shp")
    assert run.status == 0
    assert {".shp", ".shx", ".dbf", ".prj"} <= {
        Path(part["file"]).suffix for part in run.made.note["sources"]
    }


def test_a_zipped_filegdb_whose_folder_has_no_name(import_files, soums, tmp_path):
    columns = {"adm1_pcode": "adm1_pcode", "pcode": "adm2_pcode", "geometry": "geometry"}
    soums = soums[list(columns)].rename(columns=columns)
    database = tmp_path / "mng.gdb"
    pyogrio.write_dataframe(
        soums,
        database,
        driver="OpenFileGDB",
        layer="mng_admin2",
        geometry_type="MultiPolygon",
        promote_to_multi=True,
    )
    with zipfile.ZipFile(tmp_path / "mng_admin_boundaries.gdb.zip", "w") as archive:
        for part in database.iterdir():
            archive.write(part, part.name)
    run = import_files(tmp_path / "mng_admin_boundaries.gdb.zip")
    assert (run.status, run.problems) == (0, [])
    assert run.made.note["units"]["soum"] == 339


def test_edge_matched_twins_of_the_publisher_are_passed_over(import_files, aimags, soums, tmp_path):
    soums = soums.rename(columns={"pcode": "adm2_pcode"})
    aimags = aimags.rename(columns={"pcode": "adm1_pcode"})
    for name, layer in {"mng_admin1": aimags, "mng_admin2": soums}.items():
        layer.to_file(tmp_path / f"{name}.geojson")
        layer.to_file(tmp_path / f"{name}_em.geojson")
    with zipfile.ZipFile(tmp_path / "mng_admin_boundaries.geojson.zip", "w") as archive:
        for part in tmp_path.glob("*.geojson"):
            archive.write(part, part.name)
    run = import_files(tmp_path / "mng_admin_boundaries.geojson.zip")
    assert (run.status, run.problems) == (0, [])
    assert run.made.note["layers"]["soum"]["where"].endswith("layer mng_admin2")


def test_noise_between_neighbours_is_closed(import_files, soums, tmp_path):
    noise = numpy.random.default_rng(1)
    soums.geometry = [translate(soum, *noise.normal(0, 1e-9, 2)) for soum in soums.geometry]
    assert not shapely.coverage_is_valid(numpy.asarray(soums.geometry))
    pyogrio.write_dataframe(soums, tmp_path / "noisy.gpkg")
    run = import_files(tmp_path / "noisy.gpkg")
    assert (run.status, run.problems) == (0, [])
    assert shapely.coverage_is_valid(numpy.array(list(shapes_of(run.made.soum).values()), dtype=object))


def test_a_border_point_of_one_side_only_is_given_to_both(import_files, soums, tmp_path):
    index = soums.index[soums["pcode"] == "MN6504"][0]
    soums.loc[[index], "geometry"] = shapely.segmentize(soums.loc[index, "geometry"], 0.01)
    assert not shapely.coverage_is_valid(numpy.asarray(soums.geometry))
    soums.to_file(tmp_path / "soums.gpkg")
    run = import_files(tmp_path / "soums.gpkg")
    assert (run.status, run.problems) == (0, [])


def test_the_area_of_a_unit_with_a_hole_leaves_the_hole_out_however_it_is_wound(all_soums):
    with_hole = all_soums.set_index("pcode").geometry["MN6240"]
    assert with_hole.interiors
    alike = shapely.Polygon(with_hole.exterior, [hole.reverse() for hole in with_hole.interiors])
    areas = area_km2(numpy.array([with_hole, alike], dtype=object))
    assert areas[0] == pytest.approx(areas[1], rel=1e-12)
    assert areas[0] == pytest.approx(3514.8, rel=0.01)


def test_a_drawing_too_coarse_for_a_town_is_a_fault(all_soums):
    drawing = draw(numpy.asarray(all_soums.geometry), 0.02)
    assert drawing.worst_area_change_pct > 2
    assert len(drawing.faults()) == 1
    assert draw(numpy.asarray(all_soums.geometry), 0.006).faults() == []


def test_the_store_is_built_again_after_an_import(geo, store, capsys):
    assert main([str(geo / "mng_adm1_light.geojson")], rebuild=lambda: "20261124-abc") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "20261124-abc"


def test_nothing_is_built_after_a_refusal(geo, store):
    built = []
    assert main([str(geo / "cc0" / "mng_adm2_cc0.geojson")], rebuild=lambda: built.append(1) or "") == 1
    assert built == []
