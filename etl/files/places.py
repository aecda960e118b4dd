"""Raw files of places: codes, names, centres, neighbours, regions."""

from __future__ import annotations

from etl.files.columns import PLACES, Column, point, texts
from etl.raw import RawFile

FILES = (
    RawFile(
        "places/aimags.csv",
        (
            Column("aimag_code", refers="aimag_places.iso"),
            *texts("aimag", "iso_3166_2_name", "aimag_mn", "type", "centre", "centre_mn"),
            *texts("centre_soum", required=False),
            *texts("nso_code", "nso_survey_code"),
            Column("established", "INTEGER"),
            Column("area_km2", "DOUBLE", minimum=1),
            Column("soums_2020", "INTEGER"),
            *texts("region_new_2024", "region_old_2001"),
            *reversed(point("centre")),
            *texts("name_variants", "source_ids", required=False),
        ),
        ("aimag_code",),
    ),
    RawFile(
        "places/aimag_places.csv",
        (
            Column("pcode"),
            Column("iso", refers="aimags.aimag_code"),
            *texts(
                "nso",
                "hasc",
                "wikidata",
                "geonames_adm1_id",
                "wof_id",
                "region",
                "name_en",
                "name_nso",
                "name_mn",
            ),
            *texts("capital_en", "capital_mn"),
            *point("capital"),
            *texts("capital_geonames_id", "capital_soum_pcode", required=False),
            *point("label"),
            Column("area_km2", "DOUBLE"),
            Column("area_official_km2", "DOUBLE"),
            Column("n_adm2", "INTEGER"),
        ),
        ("pcode",),
    ),
    RawFile(
        "places/soums.csv",
        (
            *texts("pcode", "nso"),
            Column("adm1_pcode", refers="aimag_places.pcode"),
            Column("adm1_iso", refers="aimags.aimag_code"),
            *texts("adm1_en", "name_en", "name_mn", "name_cod"),
            Column("type", allowed=("soum", "district")),
            Column("area_km2", "DOUBLE", minimum=0),
            *point("centre"),
            *texts("centre_place", "centre_geonames_id", required=False),
            Column("centre_quality", allowed=("A", "B", "C", "D")),
            *point("label"),
        ),
        ("pcode",),
    ),
    RawFile(
        "places/neighbours.csv",
        (
            Column("a", refers="aimag_places.pcode"),
            Column("b", refers="aimag_places.pcode"),
            *texts("a_en", "b_en"),
            Column("shared_km", "DOUBLE", minimum=0),
        ),
        ("a", "b"),
    ),
    RawFile(
        "places/spellings.csv",
        (Column("code", refers=PLACES), *texts("spelling", "kind")),
        ("code", "spelling"),
    ),
    RawFile(
        "places/regions.csv",
        (
            *texts("region"),
            Column("grouping", "INTEGER", allowed=("2024", "2001")),
            *texts("name_en", "name_mn"),
        ),
        ("region",),
    ),
)
