"""One description per table: it makes the CREATE TABLE, the checks of raw files, and the dictionary page."""

from __future__ import annotations

from store.schema import Column, Table
from store.survey_tables import SURVEY_TABLES

LEVELS = ("country", "region", "aimag", "soum", "district_pair")
GROUPS = ("people", "migration", "jobs", "services", "digital")


def _names(required: bool = True) -> tuple[Column, Column]:
    return Column("name_en", required=required), Column("name_mn", required=required)


YEAR = Column("year", "INTEGER", required=False, minimum=1900, maximum=2100, note="empty = undated")
LON = Column("lon", "DOUBLE", minimum=87, maximum=120, note="degrees east, WGS84")
LAT = Column("lat", "DOUBLE", minimum=41, maximum=53, note="degrees north, WGS84")

TABLES: tuple[Table, ...] = (
    Table("build_info", "What this build is.", (Column("name"), Column("value")), ("name",)),
    Table(
        "raw_file",
        "Every raw file that went into the build, with its provenance.",
        (
            Column("file"),
            Column("sha256"),
            Column("rows", "INTEGER", note="rows that went into the build"),
            Column("title"),
            Column("title_mn"),
            Column("producer"),
            Column("producer_mn"),
            Column("licence"),
            Column("credit"),
            Column("how_read"),
            Column("note"),
            Column("note_mn"),
        ),
        ("file",),
    ),
    Table(
        "region",
        "Regions of two groupings, which are never mixed.",
        (Column("region"), Column("grouping", "INTEGER", allowed=("2024", "2001")), *_names()),
        ("region",),
    ),
    Table(
        "aimag",
        "The 21 aimags and the capital.",
        (
            Column("aimag", note="ISO 3166-2"),
            Column("pcode"),
            Column("nso"),
            *_names(),
            Column("centre_en"),
            Column("centre_mn"),
            Column("centre_lon", "DOUBLE"),
            Column("centre_lat", "DOUBLE"),
            LON,
            LAT,
            Column("area_km2", "DOUBLE", minimum=1),
            Column("established", "INTEGER"),
            Column("soums", "INTEGER"),
            Column("region_2024", refers="region.region"),
            Column("region_2001", refers="region.region"),
            Column("centre_soum", required=False),
        ),
        ("aimag",),
    ),
    Table(
        "soum",
        "Soums of the aimags and districts of the capital.",
        (
            Column("soum", note="P-code"),
            Column("aimag", refers="aimag.aimag"),
            Column("nso"),
            *_names(),
            Column("type", allowed=("soum", "district")),
            Column("area_km2", "DOUBLE", minimum=0),
            LON,
            LAT,
            Column("centre_quality", allowed=("A", "B", "C", "D")),
        ),
        ("soum",),
    ),
    Table(
        "neighbour",
        "Pairs of aimags that share a border, both ways.",
        (Column("aimag"), Column("neighbour"), Column("shared_km", "DOUBLE", minimum=0)),
        ("aimag", "neighbour"),
    ),
    Table(
        "spelling",
        "Further spellings of places.",
        (Column("place"), Column("spelling"), Column("kind")),
        ("place", "spelling"),
    ),
    Table(
        "shape",
        "Outlines to draw, as GeoJSON geometry.",
        (Column("level", allowed=("aimag", "soum")), Column("place"), Column("geometry"), Column("origin")),
        ("level", "place"),
    ),
    Table(
        "unit", "Units and their labels.", (Column("unit"), Column("label_en"), Column("label_mn")), ("unit",)
    ),
    Table(
        "indicator",
        "The dictionary: what each figure means and how it is made.",
        (
            Column("indicator"),
            Column("position", "INTEGER"),
            Column("topic", allowed=GROUPS),
            Column("kind", allowed=("count", "rate")),
            Column("unit", refers="unit.unit"),
            Column("decimals", "INTEGER"),
            Column("middle", allowed=("none", "zero", "national")),
            Column("aggregate", allowed=("sum", "formula", "none")),
            Column("formula", required=False),
            Column("listed", "BOOLEAN"),
            *_names(),
            Column("definition_en"),
            Column("definition_mn"),
        ),
        ("indicator",),
    ),
    Table(
        "source",
        "Where figures and statements were read.",
        (
            Column("source"),
            Column("kind", allowed=("official", "published")),
            Column("address", required=False),
            *(
                Column(f"{name}_{language}", required=False)
                for name in ("publisher", "title", "year", "licence", "read_from", "confidence", "note")
                for language in ("en", "mn")
            ),
        ),
        ("source",),
    ),
    Table(
        "observation",
        "One figure: an indicator in a place and year.",
        (
            Column("indicator", refers="indicator.indicator"),
            Column("level", allowed=LEVELS),
            Column("place"),
            YEAR,
            Column("value", "DOUBLE"),
            Column("kind", allowed=("official", "published", "calculated")),
            Column("sources", note="source ids separated by ;"),
        ),
        ("indicator", "level", "place", "year"),
    ),
    Table(
        "not_applicable",
        "Where an indicator has no meaning, which is not the same as no data.",
        (Column("indicator"), Column("place"), Column("reason_en"), Column("reason_mn")),
        ("indicator", "place"),
    ),
    Table(
        "warning",
        "Usage warnings shown beside the figures they concern.",
        (
            Column("warning"),
            Column("indicator"),
            Column("place", required=False),
            Column("year_from", "INTEGER", required=False),
            Column("year_to", "INTEGER", required=False),
            Column("severity", allowed=("note", "caution")),
            Column("text_en"),
            Column("text_mn"),
        ),
    ),
    Table(
        "fact",
        "Published and official statements, as reported.",
        (
            Column("fact"),
            Column("source", refers="source.source"),
            Column("value", required=False),
            YEAR,
            *(
                Column(f"{name}_{language}", required=name in ("topic", "statement", "confidence"))
                for name in ("topic", "statement", "unit", "place", "confidence", "note")
                for language in ("en", "mn")
            ),
            Column("value_mn", required=False),
        ),
        ("fact",),
    ),
    Table(
        "conversion",
        "How many of those who wished or planned to move did, in published studies.",
        (
            Column("study"),
            Column("country"),
            Column("population"),
            Column("stage_from"),
            Column("stage_to"),
            Column("horizon_years", "INTEGER"),
            Column("rate_pct", "DOUBLE", minimum=0, maximum=100),
            Column("n", "INTEGER", required=False),
            Column("source", refers="source.source"),
        ),
    ),
    Table(
        "wage",
        "National average monthly wage by section of economic activity.",
        (
            Column("indicator"),
            Column("sector"),
            *_names(),
            Column("year", "INTEGER"),
            Column("value", "DOUBLE", minimum=0),
            Column("unit"),
            Column("source", refers="source.source"),
        ),
        ("indicator", "sector", "year"),
    ),
    Table(
        "nso_table",
        "Official tables by subject, those that hold what is missing here among them.",
        (
            Column("position", "INTEGER"),
            Column("table_id"),
            Column("theme_en"),
            Column("theme_mn"),
            Column("title_en"),
            Column("title_mn"),
            Column("here_en"),
            Column("here_mn"),
        ),
        ("position",),
    ),
    Table(
        "losi_item",
        "Items of the Local Online Service Index.",
        (Column("version"), Column("criterion"), Column("item_no"), Column("item"), Column("source")),
        ("version", "criterion", "item_no"),
    ),
    Table(
        "open_information_item",
        "Items of open information that the law lists, as far as they could be read.",
        (Column("article"), Column("type"), Column("item_mn"), Column("item_en"), Column("source")),
    ),
    Table(
        "published_total",
        "Figures published for the country, a region or a unit, which the build must reproduce.",
        (
            Column("place"),
            Column("indicator"),
            Column("year", "INTEGER"),
            Column("value", "DOUBLE"),
            Column("tolerance", "DOUBLE", minimum=0),
            Column("source"),
        ),
        ("place", "indicator", "year"),
    ),
    *SURVEY_TABLES,
)
