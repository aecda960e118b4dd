"""National, regional and derived values, worked out again from the raw files with nothing of the build's."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from store import builds, queries

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
CAPITAL = "MN-1"
Values = dict[tuple[str, int | None], float]


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (RAW / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def raw(name: str, indicator: str) -> Values:
    """The values of an indicator in a figure file, by aimag and year."""
    return {
        (row["aimag_code"], int(row["year"]) if row["year"] else None): float(row["value"])
        for row in rows(f"figures/{name}.csv")
        if row["indicator"] == indicator
    }


@cache
def members(region: str) -> tuple[str, ...]:
    """The units of a region or of the country."""
    grouping, _, name = region.partition("-")
    column = {"R2024": "region_new_2024", "R2001": "region_old_2001"}.get(grouping)
    return tuple(
        row["aimag_code"]
        for row in rows("places/aimags.csv")
        if column is None or row[column].lower() == name
    )


@pytest.fixture(scope="module")
def build(built_store: Path) -> str:
    return builds.current(built_store)


@cache
def stored(build: str, indicator: str, level: str) -> Values:
    return {(row.place, row.year): row.value for row in queries.observations(build, indicator, level)}


def total(values: Values, units: Iterable[str], year: int) -> float:
    return sum(values[unit, year] for unit in units)


def every_region(build: str) -> list[str]:
    return [region for region, _ in queries.regions(build)]


def test_net_migration_rate(build: str) -> None:
    net, people = raw("migration", "migration_net"), raw("population", "population_mid_year")
    expected = {key: 1000 * net[key] / people[key] for key in net.keys() & people.keys()}
    assert len(expected) == 22 * 11
    assert stored(build, "net_migration_rate", "aimag") == pytest.approx(expected)
    regional = {
        (region, year): 1000 * total(net, members(region), year) / total(people, members(region), year)
        for region in every_region(build)
        for year in range(2015, 2026)
    }
    assert stored(build, "net_migration_rate", "region") == pytest.approx(regional)
    assert stored(build, "net_migration_rate", "country")["MN", 2025] == pytest.approx(0, abs=1e-12)


def test_pupils_per_teacher(build: str) -> None:
    pupils, teachers = raw("services", "school_students"), raw("services", "teachers")
    expected = {key: 1000 * pupils[key] / teachers[key] for key in teachers}
    assert {year for _, year in expected} == {2021, 2022, 2023, 2024, 2025}
    assert stored(build, "pupils_per_teacher", "aimag") == pytest.approx(expected)
    country = 1000 * total(pupils, members("MN"), 2025) / total(teachers, members("MN"), 2025)
    assert stored(build, "pupils_per_teacher", "country")["MN", 2025] == pytest.approx(country)


def test_gdp_per_capita_relative_to_the_capital(build: str) -> None:
    gdp, per_capita = raw("jobs", "gdp"), raw("jobs", "gdp_per_capita")
    expected = {
        (place, year): 100 * value / per_capita[CAPITAL, year] for (place, year), value in per_capita.items()
    }
    here = stored(build, "gdp_per_capita_relative_to_capital", "aimag")
    assert here == pytest.approx(expected)
    assert here[CAPITAL, 2025] == 100
    units = members("R2024-gobi")
    people = sum(1000 * gdp[unit, 2025] / per_capita[unit, 2025] for unit in units)
    gobi = 1000 * total(gdp, units, 2025) / people
    assert stored(build, "gdp_per_capita", "region")["R2024-gobi", 2025] == pytest.approx(gobi)
    assert stored(build, "gdp_per_capita_relative_to_capital", "region")["R2024-gobi", 2025] == pytest.approx(
        100 * gobi / per_capita[CAPITAL, 2025]
    )


def test_share_of_the_national_population(build: str) -> None:
    people = raw("population", "population_mid_year")
    national = {year: total(people, members("MN"), year) for year in range(2015, 2026)}
    expected = {key: 100 * value / national[key[1] or 0] for key, value in people.items()}
    here = stored(build, "share_of_national_population", "aimag")
    assert here == pytest.approx(expected)
    assert total(here, members("MN"), 2025) == pytest.approx(100)
    assert stored(build, "share_of_national_population", "country")["MN", 2020] == 100
    regions = stored(build, "share_of_national_population", "region")
    for grouping in ("R2024", "R2001"):
        names = [region for region in every_region(build) if region.startswith(grouping)]
        assert total(regions, names, 2025) == pytest.approx(100)


def test_population_change_since_2015(build: str) -> None:
    people = raw("population", "population_mid_year")
    expected = {key: 100 * (value / people[key[0], 2015] - 1) for key, value in people.items()}
    here = stored(build, "population_change_since_2015", "aimag")
    assert here == pytest.approx(expected, abs=1e-9)
    assert here["MN-046", 2015] == 0
    units = members("R2001-khangai")
    khangai = 100 * (total(people, units, 2025) / total(people, units, 2015) - 1)
    assert stored(build, "population_change_since_2015", "region")["R2001-khangai", 2025] == pytest.approx(
        khangai
    )


def test_net_migration_since_2015_rate(build: str) -> None:
    net, people = raw("migration", "migration_net"), raw("population", "population_mid_year")
    expected = {
        (place, year): 1000 * sum(net[place, y] for y in range(2015, year + 1)) / people[place, 2015]
        for place in members("MN")
        for year in range(2015, 2026)
    }
    assert stored(build, "net_migration_since_2015_rate", "aimag") == pytest.approx(expected)
    assert (CAPITAL, 2011) in net  # and is not part of the sum
    units = members("R2024-western")
    moved = sum(total(net, units, year) for year in range(2015, 2026))
    assert stored(build, "migration_net_since_2015", "region")["R2024-western", 2025] == moved
    assert stored(build, "net_migration_since_2015_rate", "region")["R2024-western", 2025] == pytest.approx(
        1000 * moved / total(people, units, 2015)
    )


def test_unemployment_rate_is_official_for_units_and_weighted_by_the_labour_force_above(build: str) -> None:
    rate, force = raw("jobs", "unemployment_rate"), raw("jobs", "labour_force")
    assert stored(build, "unemployment_rate", "aimag") == rate
    for region, published in {
        "MN": None,
        "R2001-western": 7.3,
        "R2001-khangai": 6.1,
        "R2001-central": 5.7,
        "R2001-eastern": 4.3,
    }.items():
        units = members(region)
        weighted = sum(rate[unit, 2024] * force[unit, 2024] for unit in units) / total(force, units, 2024)
        level = "country" if region == "MN" else "region"
        assert stored(build, "unemployment_rate", level)[region, 2024] == pytest.approx(weighted)
        assert published is None or round(weighted, 1) == published


def test_livestock_per_herder_household_of_soums(build: str) -> None:
    codes = {row["nso"]: row["pcode"] for row in rows("places/soums.csv")}
    expected = {
        (codes[row["nso_soum_code"]], 2020): 1000
        * float(row["livestock_thousand_head"])
        / float(row["herder_households"])
        for row in rows("figures/soums_2020.csv")
        if float(row["herder_households"] or 0) and row["livestock_thousand_head"]
    }
    assert len(expected) > 300
    assert stored(build, "livestock_per_herder_household", "soum") == pytest.approx(expected)


def test_shares_of_ages(build: str) -> None:
    people = raw("population", "population_resident")
    young = [
        raw("population_by_age", f"population_resident_age_{band}") for band in ("00_04", "05_09", "10_14")
    ]
    known = [key for key in young[1] if key in young[2]]
    expected = {key: 100 * sum(band[key] for band in young) / people[key] for key in known}
    assert len(expected) == 17
    assert stored(build, "share_age_00_14", "aimag") == pytest.approx(expected)
    regions = {region for region, _ in stored(build, "share_age_00_14", "region")}
    assert "R2024-western" not in regions  # Uvs is not known
    assert "R2024-gobi" not in regions  # nor is Dornogovi
    assert "R2024-northern" in regions
    assert stored(build, "share_age_00_14", "country") == {}


def test_a_sum_is_made_exactly_where_every_unit_has_a_figure(build: str) -> None:
    made = 0
    for indicator in queries.indicators(build):
        if indicator.aggregate != "sum":
            continue
        units = stored(build, indicator.code, "aimag")
        years = {year for _, year in units}
        for level, places in (("region", every_region(build)), ("country", ["MN"])):
            expected = {
                (place, year): sum(units[unit, year] for unit in members(place))
                for place in places
                for year in years
                if all((unit, year) in units for unit in members(place))
            }
            assert stored(build, indicator.code, level) == pytest.approx(expected), indicator.code
            made += len(expected)
    assert made > 2000


def test_no_value_of_a_region_or_the_country_rests_on_a_part_of_its_units(build: str) -> None:
    partly = 0
    for indicator in queries.indicators(build):
        units = stored(build, indicator.code, "aimag")
        above = {**stored(build, indicator.code, "region"), **stored(build, indicator.code, "country")}
        if indicator.aggregate == "none":
            assert {place for place, _ in above} <= {"MN"}
            assert not above or indicator.code == "poverty_headcount_rate"
            continue
        assert [key for key in above if any((unit, key[1]) not in units for unit in members(key[0]))] == []
        years: dict[int | None, int] = defaultdict(int)
        for _, year in units:
            years[year] += 1
        partly += sum(count < 22 for count in years.values())
    assert partly > 10  # else there was nothing to be tempted by


def test_calculated_values_are_called_so(build: str) -> None:
    official = {indicator.code for indicator in queries.indicators(build) if indicator.formula is None}
    for indicator in queries.indicators(build):
        for level in ("aimag", "soum"):
            kinds = {row.kind for row in queries.observations(build, indicator.code, level)}
            if indicator.code in official:
                assert "calculated" not in kinds, indicator.code
        kinds = {row.kind for row in queries.observations(build, indicator.code, "region")}
        assert kinds <= {"calculated"}, indicator.code
