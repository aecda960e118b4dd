"""Raw files of the catalogue, of published statements and of instruments."""

from __future__ import annotations

from dataclasses import replace

from etl.files.columns import INDICATOR, PLACE, PLACES, SOURCE, UNIT, VALUE, YEAR, Column, texts
from etl.raw import RawFile
from store.tables import GROUPS

FILES = (
    RawFile(
        "published/facts.csv",
        (
            Column("fact_id", refers="facts_mn.fact_id"),
            *texts("topic", "statement"),
            *texts("value", "unit", required=False),
            YEAR,
            *texts("place", required=False),
            SOURCE,
            *texts("confidence"),
            *texts("note", required=False),
        ),
        ("fact_id",),
    ),
    RawFile(
        "published/facts_mn.csv",
        (
            Column("fact_id", refers="facts.fact_id"),
            *texts("topic_mn", "statement_mn"),
            *texts("value_mn", "unit_mn", "place_mn", required=False),
            *texts("confidence_mn"),
            *texts("note_mn", required=False),
        ),
        ("fact_id",),
    ),
    RawFile(
        "published/intention_conversion.csv",
        (
            *texts("study", "country", "population", "stage_from", "stage_to"),
            Column("horizon_years", "INTEGER"),
            Column("rate_pct", "DOUBLE", minimum=0, maximum=100),
            Column("n", "INTEGER", False),
            SOURCE,
        ),
        ("study", "country", "population", "stage_from", "stage_to"),
    ),
    RawFile(
        "catalogue/sources.csv",
        (
            Column("source_id", refers="sources_mn.source_id"),
            *texts("publisher", "title"),
            *texts("year", "url_or_repo_path", "licence", "read_from", "confidence", "note", required=False),
        ),
        ("source_id",),
    ),
    RawFile(
        "catalogue/sources_mn.csv",
        (
            Column("source_id", refers="sources.source_id"),
            *texts("publisher_mn", "title_mn"),
            *texts("year_mn", "licence_mn", "read_from_mn", "confidence_mn", "note_mn", required=False),
        ),
        ("source_id",),
    ),
    RawFile(
        "catalogue/sources_places.csv",
        (
            *texts("source"),
            Column("kind", allowed=("official", "published")),
            *texts("address", required=False),
            *texts(
                *(
                    f"{name}_{language}"
                    for name in ("publisher", "title", "year", "licence", "read_from", "confidence", "note")
                    for language in ("en", "mn")
                )
            ),
        ),
        ("source",),
    ),
    RawFile(
        "catalogue/corrections.csv",
        (
            *texts("file", "key_column", "key", "column"),
            *texts("expect", required=False),
            Column("action", allowed=("drop", "replace")),
            *texts("new_value", required=False),
            *texts("reason"),
        ),
        ("file", "key", "column"),
    ),
    RawFile(
        "catalogue/nso_tables.csv",
        (
            *texts("theme"),
            Column("table_id", refers="nso_tables_mn.table_id"),
            *texts("title", "path_in_nso_database", "values_in_this_folder", required=False),
        ),
        ("table_id",),
    ),
    RawFile(
        "catalogue/nso_tables_mn.csv",
        (
            Column("table_id", refers="nso_tables.table_id"),
            *texts("theme_mn", "title_mn", "values_mn", required=False),
        ),
        ("table_id",),
    ),
    RawFile("catalogue/units.csv", texts("unit", "label_en", "label_mn"), ("unit",)),
    RawFile("catalogue/sectors.csv", texts("sector_code", "sector_mn"), ("sector_code",)),
    RawFile(
        "catalogue/indicators.csv",
        (
            *texts("indicator"),
            Column("group", allowed=GROUPS),
            Column("kind", allowed=("count", "rate")),
            UNIT,
            Column("decimals", "INTEGER"),
            Column("middle", allowed=("none", "zero", "national")),
            Column("aggregate", allowed=("sum", "formula", "none")),
            *texts("formula", required=False),
            Column("listed", allowed=("0", "1")),
            *texts("name_en", "name_mn", "definition_en", "definition_mn"),
        ),
        ("indicator",),
    ),
    RawFile(
        "catalogue/warnings.csv",
        (
            *texts("warning"),
            INDICATOR,
            Column("place", required=False, refers=PLACES),
            replace(YEAR, name="year_from"),
            replace(YEAR, name="year_to"),
            Column("severity", allowed=("note", "caution")),
            *texts("text_en", "text_mn"),
        ),
        ("warning", "indicator", "place", "year_from"),
    ),
    RawFile(
        "catalogue/not_applicable.csv",
        (INDICATOR, PLACE, *texts("reason_en", "reason_mn")),
        ("indicator", "place"),
    ),
    RawFile(
        "catalogue/published_totals.csv",
        (
            PLACE,
            INDICATOR,
            replace(YEAR, required=True),
            VALUE,
            Column("tolerance", "DOUBLE", minimum=0),
            SOURCE,
        ),
        ("place", "indicator", "year"),
    ),
    RawFile(
        "instrument/losi_items.csv",
        (*texts("version", "criterion"), *texts("item_no", "item"), SOURCE),
        ("version", "criterion", "item_no"),
    ),
    RawFile(
        "instrument/public_information_items.csv",
        (*texts("article", "type", "item_mn", "item_en"), SOURCE),
        (),
    ),
)
