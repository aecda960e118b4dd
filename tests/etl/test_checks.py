"""Each check of the filled tables finds the fault it is for, and finds none in the real build."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl import checks
from etl.build import SQL
from store import builds

CHANGE = (
    "UPDATE observation SET value = value + {by} WHERE indicator = '{of}' AND place = '{at}' AND year = {in}"
)

TAMPERED = {
    "check_totals": [
        (CHANGE.format_map({"by": 1, "of": "population_mid_year", "at": "MN", "in": 2024}), "population_mid_year, MN, 2024"),
        (CHANGE.format_map({"by": 0.2, "of": "labour_force_participation_rate", "at": "MN", "in": 2020}), "MN, 2020"),
        (CHANGE.format_map({"by": 1, "of": "local_services_on_e_mongolia", "at": "MN-046", "in": 2022}), "1,281 (±0)"),
        ("DELETE FROM observation WHERE indicator = 'nurses' AND place = 'R2001-eastern'", "here it is nothing"),
    ],
    "check_migration": [
        (CHANGE.format_map({"by": 1, "of": "migration_arrivals", "at": "MN-064", "in": 2019}), "migration_net, MN-064, 2019"),
    ],
    "check_repeated": [
        ("INSERT INTO observation FROM observation WHERE indicator = 'gdp' AND place = 'MN-046' AND year = 2024", "here it is 2"),
        ("INSERT INTO observation FROM observation WHERE indicator = 'area_km2' AND place = 'MN-046'", "area_km2, MN-046, undated"),
    ],
    "check_places": [
        ("UPDATE observation SET place = 'MN-999' WHERE indicator = 'gdp' AND place = 'MN-046' AND year = 2024", "gdp, MN-999, 2024"),
        ("UPDATE observation SET level = 'soum' WHERE indicator = 'gdp' AND place = 'MN-046' AND year = 2024", "gdp, MN-046, 2024"),
    ],
    "check_soums": [
        (CHANGE.format_map({"by": 1, "of": "population_resident", "at": "MN-046", "in": 2020}), "population_resident, MN-046"),
        (CHANGE.format_map({"by": 0.1, "of": "livestock", "at": "MN-046", "in": 2020}), "livestock, MN-046"),
        (CHANGE.format_map({"by": 5, "of": "labour_force", "at": "MN1101+MN1104", "in": 2018}), "labour_force, MN-1, 2018"),
        ("DELETE FROM soum WHERE soum = 'MN6504'", "soums_or_districts_with_residents, MN-073"),
        (CHANGE.format_map({"by": 1, "of": "population_resident_aimag_centre_soum", "at": "MN-046", "in": 2020}), "MN-046, 2020"),
    ],
    "check_ages": [
        (CHANGE.format_map({"by": 1, "of": "population_resident_age_40_44", "at": "MN-1", "in": 2019}), "age_15_64, MN-1"),
        (CHANGE.format_map({"by": 1, "of": "population_resident_age_20_39", "at": "MN-071", "in": 2019}), "age_20_39, MN-071"),
        (CHANGE.format_map({"by": 1, "of": "population_resident_age_70_plus", "at": "MN1101", "in": 2019}), "MN1101"),
    ],
    "check_labour": [
        (CHANGE.format_map({"by": 2, "of": "labour_force_male", "at": "MN-061", "in": 2024}), "labour_force, MN-061, 2024"),
        (CHANGE.format_map({"by": 5, "of": "labour_force_participation_rate_male", "at": "MN-061", "in": 2024}), "rate, MN-061"),
        (CHANGE.format_map({"by": 30000, "of": "labour_force", "at": "MN-064", "in": 2022}), "labour_force, MN-064, 2022"),
        (CHANGE.format_map({"by": 1, "of": "labour_force_participation_rate", "at": "MN-1", "in": 2025}), "be 61.1 (±0.05)"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def opened(
    built_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build that may be written to."""
    file = tmp_path_factory.mktemp("tampered") / "build.duckdb"
    shutil.copy(builds.path(builds.current(built_store), built_store), file)
    with duckdb.connect(str(file)) as con:
        yield con


@pytest.fixture
def con(opened: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same for one test: what it changes is taken back."""
    opened.execute("BEGIN")
    yield opened
    opened.execute("ROLLBACK")


def test_every_check_is_tried_here() -> None:
    assert {file.stem for file in SQL.glob("check_*.sql")} == set(TAMPERED)


def test_the_real_build_passes(con: duckdb.DuckDBPyConnection) -> None:
    assert list(checks.check(con)) == []


@pytest.mark.parametrize(
    ("name", "change", "words"), [(name, *case) for name, cases in TAMPERED.items() for case in cases]
)
def test_a_check_finds_what_it_is_for(
    con: duckdb.DuckDBPyConnection, name: str, change: str, words: str
) -> None:
    con.execute(change)
    meaning = (SQL / f"{name}.sql").read_text("utf-8").splitlines()[0].removeprefix("-- ").rstrip(".")
    found = [str(problem) for problem in checks.check(con) if problem.message.startswith(meaning)]
    assert any(words in problem for problem in found), found
    assert len(found) <= 4  # and the real build's other figures are left alone
