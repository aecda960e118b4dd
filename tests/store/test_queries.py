"""Each question is one .sql file and one typed function, and the built store answers it."""

from __future__ import annotations

import ast
import inspect
import json
import types
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from store import builds, connection, queries, survey_queries
from store.builds import StoreError

FOLDER = Path(connection.__file__).parent / "sql"
FUNCTIONS = {
    name: function
    for module in (queries, survey_queries)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and name not in ("made", "microdata")
}
ARGUMENTS = {
    "neighbours": ("MN-046",),
    "shapes": ("aimag",),
    "observations": ("population_mid_year", "aimag"),
    "profile": ("MN-046",),
    "rounds": ("demonstration",),
    "questions": ("demonstration",),
    "answers": ("demonstration", "age_group"),
    "wordings": ("demonstration", "plan"),
}


@pytest.fixture(scope="module")
def build(built_store: Path) -> str:
    return builds.current(built_store)


def asked_in(function: Callable[..., Any]) -> Iterator[str]:
    """The .sql files that a function names."""
    for node in ast.walk(ast.parse(inspect.getsource(function))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ask":
            assert isinstance(node.args[1], ast.Constant)
            yield str(node.args[1].value)


def test_every_sql_file_is_asked_by_exactly_one_function() -> None:
    asked = Counter(name for function in FUNCTIONS.values() for name in asked_in(function))
    assert asked == dict.fromkeys((file.stem for file in FOLDER.glob("*.sql")), 1)
    assert {name: list(asked_in(function)) for name, function in FUNCTIONS.items()} == {
        name: [name] for name in FUNCTIONS
    }


def test_every_sql_file_begins_with_a_sentence_that_says_what_it_asks() -> None:
    assert [file.name for file in FOLDER.glob("*.sql") if not file.read_text("utf-8").startswith("-- ")] == []


@pytest.mark.parametrize("function", [*FUNCTIONS.values(), queries.made, survey_queries.microdata])
def test_every_function_says_what_it_answers(function: Callable[..., Any]) -> None:
    text = inspect.getdoc(function) or ""
    assert text.splitlines()[0].endswith(".")


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_question_is_answered_with_rows_of_the_promised_types(build: str, name: str) -> None:
    rows = FUNCTIONS[name](build, *ARGUMENTS.get(name, ()))
    (row_type, _) = get_args(get_type_hints(FUNCTIONS[name])["return"])
    assert isinstance(rows, tuple) and rows
    fields = get_args(row_type) or tuple(get_type_hints(row_type).values())
    for row in rows:
        assert len(row) == len(fields)
        assert [cell for cell, kind in zip(row, fields, strict=True) if not fits(cell, kind)] == []


def fits(cell: object, kind: Any) -> bool:
    """Whether a cell is of a type such as `str`, `int | None` or `tuple[int, ...]`."""
    if get_origin(kind) in (Union, types.UnionType):
        return any(fits(cell, option) for option in get_args(kind))
    if get_origin(kind) is tuple:
        return isinstance(cell, tuple) and all(fits(part, get_args(kind)[0]) for part in cell)
    return type(cell) is kind


def test_places_of_every_level(build: str) -> None:
    places = queries.places(build)
    assert Counter(place.level for place in places) == {"country": 1, "region": 12, "aimag": 22, "soum": 339}
    kinds = Counter(place.kind for place in places if place.level in ("aimag", "soum"))
    assert kinds == {"aimag": 21, "capital": 1, "soum": 330, "district": 9}
    by_code = {place.code: place for place in places}
    assert len(by_code) == len(places)
    uvs = by_code["MN-046"]
    assert (uvs.name_mn, uvs.name_en, uvs.aimag) == ("Увс", "Uvs", "MN-046")
    assert (by_code["MN-1"].kind, by_code["MN-1"].name_mn) == ("capital", "Улаанбаатар")
    assert (by_code["MN"].lon, by_code["R2024-gobi"].lat) == (None, None)
    for place in places:
        if place.level in ("aimag", "soum"):
            assert place.lon is not None and 87 < place.lon < 120
            assert place.lat is not None and 41 < place.lat < 53


def test_an_aimag(build: str) -> None:
    uvs = next(aimag for aimag in queries.aimags(build) if aimag.code == "MN-046")
    assert (uvs.centre_mn, uvs.soums, uvs.established) == ("Улаангом", 19, 1931)
    assert (uvs.region_2024, uvs.region_2001) == ("R2024-western", "R2001-western")


def test_regions_of_both_groupings(build: str) -> None:
    assert Counter(grouping for _, grouping in queries.regions(build)) == {2024: 7, 2001: 5}


def test_neighbours_are_mutual_and_the_longest_border_is_first(build: str) -> None:
    borders = {code.code: dict(queries.neighbours(build, code.code)) for code in queries.aimags(build)}
    assert all(borders[other][code] == km for code, near in borders.items() for other, km in near.items())
    assert sum(map(len, borders.values())) == 2 * 45
    assert list(borders["MN-1"]) == ["MN-047", "MN-039"]
    assert borders["MN-1"]["MN-039"] == 36.1


def test_shapes_are_geometries_of_the_22_units(build: str) -> None:
    shapes = queries.shapes(build, "aimag")
    assert [code for code, _, _ in shapes] == [aimag.code for aimag in queries.aimags(build)]
    assert {json.loads(geometry)["type"] for _, geometry, _ in shapes} <= {"Polygon", "MultiPolygon"}
    assert {origin for _, _, origin in shapes} == {"outline"}
    assert queries.shapes(build, "soum") == ()


def test_the_dictionary_knows_which_years_have_figures(build: str) -> None:
    dictionary = {indicator.code: indicator for indicator in queries.indicators(build)}
    population = dictionary["population_mid_year"]
    assert (population.topic, population.kind, population.unit_mn) == ("people", "count", "хүн")
    assert (population.aimag_years, population.soum_years) == (tuple(range(2015, 2026)), ())
    assert dictionary["population_resident"].soum_years == (2019, 2020)
    assert dictionary["area_km2"].aimag_years == (0,)
    assert next(iter(dictionary)) == "population_mid_year"


def test_observations_of_a_level_and_of_a_place_agree(build: str) -> None:
    of_level = queries.observations(build, "migration_net", "aimag")
    capital = {figure.year: figure for figure in of_level if figure.place == "MN-1"}
    assert (capital[2020].value, capital[2020].kind) == (29578, "official")
    assert capital[2020].sources == ("nso_migration",)
    assert min(year for year in capital if year) == 2011
    of_place = [row for row in queries.profile(build, "MN-1") if row.indicator == "migration_net"]
    assert of_place == list(capital.values())
    distance = queries.observations(build, "great_circle_distance_aimag_centre_to_ub", "aimag")
    assert {row.year for row in distance} == {None}


def test_a_calculated_figure_names_every_source_it_rests_on(build: str) -> None:
    rows = queries.observations(build, "net_migration_rate", "aimag")
    assert {row.kind for row in rows} == {"calculated"}
    assert {row.sources for row in rows} == {("nso_migration", "nso_pop_midyear")}


def test_an_unknown_code_has_no_rows(build: str) -> None:
    assert queries.observations(build, "happiness", "aimag") == ()
    assert queries.profile(build, "'; DROP TABLE observation; --") == ()
    assert queries.neighbours(build, "MN") == ()


def test_statements_warnings_and_what_has_no_meaning(build: str) -> None:
    facts = {fact.code: fact for fact in queries.facts(build)}
    assert len(facts) == 72
    assert (facts["return_wish_share"].value, facts["return_wish_share"].source) == ("13", "montsame_314833")
    assert ("local_services_on_e_mongolia", "MN-1") in {row[:2] for row in queries.not_applicable(build)}
    pauses = [row for row in queries.warnings(build) if row.code == "election_pause"]
    assert {(row.year_from, row.year_to) for row in pauses} == {(2020, 2020), (2024, 2024)}


def test_sources_count_the_figures_that_rest_on_them(build: str) -> None:
    used = {source.code: source.figures for source in queries.sources(build)}
    assert used["nso_pop_midyear"] == 22 * 11
    assert used["nso_livestock"] == 22 * 7
    assert used["montsame_314833"] == 0


def test_only_offices_of_the_state_are_official(build: str) -> None:
    kinds = {source.code: source.kind for source in queries.sources(build)}
    official = {"nso_migration", "tuv_nso_census", "wfp_nso_pop2020", "mddic_2022", "uih_law", "cod_ab"}
    published = {"wiki_provinces", "shine_distance", "montsame_314833", "losi_scanner", "iom_2018_study"}
    assert {kinds[code] for code in official} == {"official"}
    assert {kinds[code] for code in published} == {"published"}


def test_coverage_counts_units(build: str) -> None:
    covered = {(indicator, year): units for indicator, year, units in queries.coverage(build)}
    assert covered["population_mid_year", 2025] == 22
    assert covered["local_services_on_e_mongolia", 2023] == 10
    assert covered["migration_arrivals", 2014] == 1
    assert max(covered.values()) == 22


def test_lists_for_the_sources_page(build: str) -> None:
    files = {row[0]: row for row in queries.raw_files(build)}
    assert files["figures/migration.csv"][1] == 760
    tables = queries.nso_tables(build)
    assert (len(tables), tables[0][0]) == (53, "DT_NSO_0300_004V1")
    wages = {(sector, year): value for sector, _, _, year, value in queries.wages(build)}
    assert wages["TOTAL", 2018] == 1002.9


def test_the_day_of_a_build(build: str) -> None:
    [listed] = [item for item in builds.listed() if item.id == build]
    assert queries.made(build) == listed.made[:10]


def test_many_threads_ask_one_build(build: str) -> None:
    codes = [aimag.code for aimag in queries.aimags(build)]
    alone = [queries.profile(build, code) for code in codes]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda code: queries.profile(build, code), codes * 4))
    assert together == alone * 4


def test_a_torn_page_of_a_build_is_told_and_never_a_wrong_figure(
    build: str, built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = queries.indicators(build), queries.profile(build, "MN-046")
    content = builds.path(build, built_store).read_bytes()
    monkeypatch.setenv("NUTAG_STORE", str(tmp_path))
    (tmp_path / "builds").mkdir()
    told = 0
    for part in range(30):
        torn = bytearray(content)
        torn[len(content) * part // 30 + 100] ^= 0xFF
        builds.path(f"torn{part}", tmp_path).write_bytes(torn)
        try:
            assert (queries.indicators(f"torn{part}"), queries.profile(f"torn{part}", "MN-046")) == right
        except StoreError as error:
            assert "cannot be read" in str(error) and "etl build" in str(error)
            told += 1
        builds.path(f"torn{part}", tmp_path).unlink()
    assert told > 0
