"""The real raw files and the store that is built from them: nothing lost, nothing twice, all as described."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from etl.files import FILES, OUTLINE
from etl.raw import RAW, digest
from store import builds, connection, queries
from store.schema import Column, Table
from store.tables import TABLES

Observation = tuple[str, str, str, int | None, float]
DESCRIBED = [file.path for file in FILES] + [OUTLINE]
TEXTS = {"title", "title_mn", "producer", "producer_mn", "licence", "credit", "how_read", "sha256"}


@pytest.fixture(scope="module")
def build(built_store: Path) -> str:
    return builds.current(built_store)


@pytest.fixture(scope="module")
def con(build: str) -> Iterator[duckdb.DuckDBPyConnection]:
    with connection.cursor(build) as con:
        yield con


def rows(name: str) -> list[dict[str, str]]:
    with (RAW / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_raw_file_is_described_and_every_description_has_its_file() -> None:
    found = {
        file.relative_to(RAW).as_posix()
        for file in RAW.rglob("*")
        if file.is_file() and file.suffix != ".yml"
    }
    assert found == set(DESCRIBED)


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_sidecar_says_where_a_file_comes_from(name: str) -> None:
    note = yaml.safe_load((RAW / f"{name}.yml").read_text(encoding="utf-8"))
    assert [text for text in TEXTS if not str(note.get(text) or "").strip()] == []
    assert note["sha256"] == digest(RAW / name)
    if name.endswith(".csv"):
        assert note["rows"] == len(rows(name))


def figures() -> Iterator[Observation]:
    """Every raw figure, read without the build's code; the capital's districts stand in two files."""
    soums = {row["nso"]: row for row in rows("places/soums.csv")}
    for file in sorted((RAW / "figures").glob("*.csv")):
        for row in rows(f"figures/{file.name}"):
            year = int(row["year"]) if row["year"] else None
            if file.stem == "wages_national_by_sector":
                continue
            if file.stem == "soums_2020":
                if row["nso_soum_code"] == "18340":  # a village, no soum
                    continue
                place = soums[row["nso_soum_code"]]
                columns = {
                    "population_resident": "population_resident",
                    "herder_households": "herder_households",
                    "livestock": "livestock_thousand_head",
                }
                for indicator, column in columns.items():
                    twice = indicator == "population_resident" and place["type"] == "district"
                    if row[column] and not twice:
                        yield indicator, "soum", place["pcode"], year, float(row[column])
            elif file.stem == "ub_districts":
                codes = [soums[code]["pcode"] for code in row["nso_code"].split(";")]
                level = "soum" if len(codes) == 1 else "district_pair"
                yield row["indicator"], level, "+".join(codes), year, float(row["value"])
            elif file.stem == "national":
                yield row["indicator"], "country", row["place"], year, float(row["value"])
            else:
                yield row["indicator"], "aimag", row["aimag_code"], year, float(row["value"])


def test_every_raw_figure_is_in_the_store_exactly_once(con: duckdb.DuckDBPyConnection) -> None:
    expected = Counter(figures())
    assert len(expected) > 4900 and set(expected.values()) == {1}
    stored = con.execute(
        "SELECT indicator, level, place, year, value FROM observation WHERE kind <> 'calculated' AND indicator <> 'area_km2'"
    ).fetchall()
    assert Counter(stored) == expected


def test_the_two_files_of_the_capitals_districts_agree() -> None:
    one = {
        row["nso_soum_code"]: float(row["population_resident"])
        for row in rows("figures/soums_2020.csv")
        if row["aimag_code"] == "MN-1"
    }
    other = {
        row["nso_code"]: float(row["value"])
        for row in rows("figures/ub_districts.csv")
        if (row["indicator"], row["year"]) == ("population_resident", "2020")
    }
    assert len(one) == 9 and one == other


def test_areas_are_those_of_the_places(con: duckdb.DuckDBPyConnection) -> None:
    stored = con.execute(
        "SELECT place, value FROM observation WHERE indicator = 'area_km2' AND kind <> 'calculated'"
    ).fetchall()
    aimags = [(row["aimag_code"], float(row["area_km2"])) for row in rows("places/aimags.csv")]
    soums = [(row["pcode"], float(row["area_km2"])) for row in rows("places/soums.csv")]
    assert Counter(stored) == Counter(aimags + soums)


def test_every_wage_is_in_the_store_exactly_once(con: duckdb.DuckDBPyConnection) -> None:
    expected = Counter(
        (row["indicator"], row["sector_code"], int(row["year"]), float(row["value"]))
        for row in rows("figures/wages_national_by_sector.csv")
    )
    stored = con.execute("SELECT indicator, sector, year, value FROM wage").fetchall()
    assert Counter(stored) == expected


@pytest.mark.parametrize(
    ("table", "files"),
    [
        ("fact", ["published/facts.csv"]),
        ("conversion", ["published/intention_conversion.csv"]),
        ("source", ["catalogue/sources.csv", "catalogue/sources_places.csv"]),
        ("nso_table", ["catalogue/nso_tables.csv"]),
        ("indicator", ["catalogue/indicators.csv"]),
        ("unit", ["catalogue/units.csv"]),
        ("warning", ["catalogue/warnings.csv"]),
        ("not_applicable", ["catalogue/not_applicable.csv"]),
        ("published_total", ["catalogue/published_totals.csv"]),
        ("spelling", ["places/spellings.csv"]),
        ("region", ["places/regions.csv"]),
        ("neighbour", ["places/neighbours.csv"] * 2),
        ("losi_item", ["instrument/losi_items.csv"]),
        ("open_information_item", ["instrument/public_information_items.csv"]),
        ("survey", ["survey/surveys.csv"]),
        ("round", ["survey/rounds.csv"]),
        ("question", ["survey/questions.csv"]),
        ("wording", ["survey/wordings.csv"]),
        ("raw_file", []),
    ],
)
def test_no_row_of_a_list_is_lost(con: duckdb.DuckDBPyConnection, table: str, files: list[str]) -> None:
    [(count,)] = con.execute(f"SELECT count(*) FROM {table}").fetchall()
    assert count == (sum(len(rows(file)) for file in files) or len(DESCRIBED))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_meets_its_description(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    described = con.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $name ORDER BY column_index",
        {"name": table.name},
    ).fetchall()
    assert described == [(column.name, column.type) for column in table.columns]
    content = con.execute(f"SELECT * FROM {table.name}").fetchall()
    assert content
    if table.key:
        places = [[column.name for column in table.columns].index(name) for name in table.key]
        assert max(Counter(tuple(row[i] for i in places) for row in content).values()) == 1
    for column, cells in zip(table.columns, zip(*content, strict=True), strict=True):
        assert faults(con, column, cells) == [], column.name


def faults(con: duckdb.DuckDBPyConnection, column: Column, cells: tuple[Any, ...]) -> list[Any]:
    """The cells of a column that do not fit its description."""
    present = [cell for cell in cells if cell is not None]
    bad: list[Any] = [] if not column.required else [cell for cell in cells if cell is None]
    bad += [cell for cell in present if column.allowed and str(cell) not in column.allowed]
    bad += [cell for cell in present if column.minimum is not None and cell < column.minimum]
    bad += [cell for cell in present if column.maximum is not None and cell > column.maximum]
    if column.refers:
        table, name = column.refers.split(".")
        bad += set(present) - {code for (code,) in con.execute(f"SELECT {name} FROM {table}").fetchall()}
    return bad


def test_no_text_is_empty_or_padded(con: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES:
        for column in table.columns:
            if column.type == "VARCHAR" and not (table.name == "raw_file" and column.name.startswith("note")):
                question = f"SELECT {column.name} FROM {table.name} WHERE {column.name} = '' OR {column.name} <> trim({column.name})"
                assert con.execute(question).fetchall() == [], (table.name, column.name)


def test_both_groupings_divide_the_22_units(build: str) -> None:
    units = queries.aimags(build)
    assert len(units) == len({unit.code for unit in units}) == 22
    for grouping, sizes in {
        2024: {
            "western": 5, "khangai": 3, "northern": 3, "central": 3, "eastern": 3, "gobi": 4, "ulaanbaatar": 1,
        },
        2001: {"western": 5, "khangai": 6, "central": 7, "eastern": 3, "ulaanbaatar": 1},
    }.items():  # fmt: skip
        regions = [unit.region_2024 if grouping == 2024 else unit.region_2001 for unit in units]
        assert Counter(regions) == {f"R{grouping}-{name}": size for name, size in sizes.items()}
        assert set(regions) == {region for region, year in queries.regions(build) if year == grouping}


def test_the_339_soums_and_districts_are_those_of_their_aimags(build: str) -> None:
    within: dict[str | None, list[str]] = defaultdict(list)
    for place in queries.places(build):
        if place.level == "soum":
            within[place.aimag].append(place.kind)
    assert {unit.code: unit.soums for unit in queries.aimags(build)} == {
        aimag: len(kinds) for aimag, kinds in within.items()
    }
    assert within["MN-1"] == ["district"] * 9
    assert sum(len(kinds) for kinds in within.values()) == 339


def test_every_indicator_has_a_figure_and_every_listed_one_has_it_for_units(build: str) -> None:
    for indicator in queries.indicators(build):
        assert indicator.aimag_years or indicator.soum_years, indicator.code
        assert indicator.aimag_years or not indicator.listed, indicator.code


def test_warnings_and_what_has_no_meaning_are_about_known_things(build: str) -> None:
    places = {place.code for place in queries.places(build)}
    indicators = {indicator.code: indicator for indicator in queries.indicators(build)}
    for warning in queries.warnings(build):
        assert warning.indicator in indicators
        assert warning.place is None or warning.place in places
        assert (warning.year_from or 0) <= (warning.year_to or 9999)
        if warning.year_from and warning.year_to:
            years = indicators[warning.indicator].aimag_years
            assert any(warning.year_from <= year <= warning.year_to for year in years), warning
    for indicator, place, _, _ in queries.not_applicable(build):
        assert indicator in indicators and place in places
        assert [row for row in queries.profile(build, place) if row.indicator == indicator] == []


def test_every_source_that_is_named_exists(con: duckdb.DuckDBPyConnection, build: str) -> None:
    known = {source.code for source in queries.sources(build)}
    named = con.execute(
        "SELECT DISTINCT unnest(string_split(sources, ';')) FROM observation "
        "UNION SELECT source FROM published_total UNION SELECT source FROM losi_item "
        "UNION SELECT source FROM open_information_item"
    ).fetchall()
    assert {source for (source,) in named} - known == set()


def test_official_means_an_office_of_the_state(con: duckdb.DuckDBPyConnection) -> None:
    """The census by aimag was read in an encyclopaedia, the distances in a student's work."""
    kinds = con.execute(
        "SELECT indicator, list(DISTINCT kind) FROM observation WHERE level = 'aimag' GROUP BY ALL"
    )
    by_indicator = dict(kinds.fetchall())
    assert by_indicator["population_mid_year"] == ["official"]
    assert by_indicator["population_census_2020"] == ["published"]
    assert by_indicator["great_circle_distance_aimag_centre_to_ub"] == ["published"]
    assert by_indicator["employed_estimate"] == ["calculated"]
