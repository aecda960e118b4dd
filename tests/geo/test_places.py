"""What people write for an aimag, soum or district is found, or asked about; never silently taken for another."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geo.places import Match, gazetteer, names, resolve

PROJECT = Path(__file__).parents[2]
BULGANS = ["MN-067", "MN2113", "MN4610", "MN6301", "MN6507", "MN8316", "MN8407"]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SPELLINGS = rows(Path(__file__).parent / "spellings.csv")
SOUMS = rows(PROJECT / "data/raw/places/soums.csv")


def suggested(match: Match) -> list[tuple[str, int]]:
    return [(near.code, near.distance) for near in match.suggestions]


def test_every_spelling_is_found_or_asked_about() -> None:
    got = {}
    for row in SPELLINGS:
        match = resolve(row["text"], within=row["within"] or None, level=row["level"] or None)
        got[row["text"], row["within"], row["level"]] = match.code or "ask"
    expected = {(row["text"], row["within"], row["level"]): row["expected"] for row in SPELLINGS}
    assert got == expected
    assert len(expected) == len(SPELLINGS) >= 300


def test_the_spellings_reach_every_aimag_and_district() -> None:
    reached = {row["expected"] for row in SPELLINGS}
    places = gazetteer().places.values()
    assert {place.code for place in places if place.type in ("aimag", "capital", "district")} <= reached


@pytest.mark.parametrize("text", ["Төв", "Tuv", "Töv", "To'v", "Tov", "Central province"])
def test_tuv_has_many_spellings(text: str) -> None:
    assert resolve(text).code == "MN-047"


def test_tuvs_is_not_uvs() -> None:
    match = resolve("Tuvs")
    assert match.code is match.level is match.how is None
    assert suggested(match) == [("MN-046", 1), ("MN-047", 1)]


def test_bulgan_is_asked_about_with_all_who_bear_the_name() -> None:
    assert suggested(resolve("Булган")) == [(code, 0) for code in BULGANS]
    assert suggested(resolve("Bulgan soum")) == [(code, 0) for code in BULGANS[1:]]


@pytest.mark.parametrize(
    ("within", "code"),
    [
        ("Dornod", "MN2113"),
        ("Өмнөговь", "MN4610"),
        ("MN-067", "MN6301"),
        ("65", "MN6507"),
        ("MN83", "MN8316"),
    ],
)
def test_bulgan_is_told_apart_by_its_aimag(within: str, code: str) -> None:
    assert resolve("Bulgan", within=within) == Match("Bulgan", code, "soum", "name")


def test_bulgan_is_the_aimag_in_a_column_of_aimags() -> None:
    assert resolve("Bulgan", level="aimag") == Match("Bulgan", "MN-067", "aimag", "name")


def test_a_soum_of_no_such_name_in_the_aimag_is_asked_about() -> None:
    assert suggested(resolve("Булган", within="Uvs")) == [(code, 0) for code in BULGANS]


def test_tsengel_has_another_code_at_the_statistics_office() -> None:
    """NSO counts Tsagaannuur of Bayan-Ulgii as 18340; the P-code MN8340 is Tsengel, NSO's 18337."""
    assert [resolve(code).code for code in ("MN8340", "18337", "8337")] == ["MN8340"] * 3
    assert [resolve(code).code for code in ("18340", "8340", "MN8337")] == [None] * 3


def test_mn_65_may_be_arkhangai_or_govi_altai() -> None:
    assert (resolve("MN65").code, resolve("MN-065").code) == ("MN-073", "MN-065")
    assert suggested(resolve("MN-65")) == [("MN-065", 0), ("MN-073", 0)]


def test_a_town_is_asked_about_where_a_soum_bears_its_name() -> None:
    """Choibalsan town is the soum Kherlen; the soum Choibalsan lies beside it."""
    assert suggested(resolve("Чойбалсан")) == [("MN-061", 0), ("MN2101", 0), ("MN2137", 0)]
    assert (resolve("Чойбалсан хот").code, resolve("Чойбалсан сум").code) == ("MN2101", "MN2137")


def test_a_region_is_not_the_soum_of_its_name() -> None:
    assert suggested(resolve("Хангай")) == [("MN6534", 0)]
    assert resolve("Khangai region") == Match("Khangai region")
    assert suggested(resolve("Central", level="aimag")) == [("MN-047", 0)]


@pytest.mark.parametrize(
    "text", ["", "  ", "-", "'", "Total", "Нийт", "Mongolia", "Монгол Улс", "12", "x" * 10_000]
)
def test_what_is_no_place_suggests_nothing(text: str) -> None:
    assert resolve(text) == Match(text)


def test_how_a_place_was_found_is_said() -> None:
    found = {text: resolve(text).how for text in ("MN-046", "85", "Увс", "  uvs ", "УВС", "Увс аймаг", "Ubs")}
    assert list(found.values()) == ["code", "code", "name", "name", "name", "alias", "alias"]


def test_a_misspelt_soum_is_suggested_within_the_aimag_written_beside_it() -> None:
    assert suggested(resolve("Ховд аймгийн Булгн сум")) == [("MN8407", 1)]


def test_at_most_five_are_suggested_nearest_first() -> None:
    near = suggested(resolve("Bayan-Undul"))
    assert near == sorted(near, key=lambda each: (each[1], each[0]))
    assert 0 < len(near) <= 5


def test_every_official_name_is_found_in_its_place() -> None:
    for place in gazetteer().places.values():
        within = None if place.level == "aimag" else place.aimag
        for name in place.names:
            match = resolve(name, within=within, level=place.level)
            assert (match.code, match.level, match.how) == (place.code, place.level, "name"), name


def test_a_bare_official_name_is_found_or_lists_all_who_bear_it() -> None:
    places = gazetteer().places.values()
    for place in places:
        match = resolve(place.name_mn)
        bearers = {each.code for each in places if each.name_mn == place.name_mn}
        assert match.code == place.code or bearers <= {near.code for near in match.suggestions}, place


def test_every_code_of_the_raw_tables_is_found() -> None:
    for soum in SOUMS:
        assert resolve(soum["pcode"]).code == resolve(soum["nso"]).code == soum["pcode"]
        assert resolve(soum["name_cod"], within=soum["adm1_iso"]).code == soum["pcode"]


def test_the_soum_names_of_the_statistics_office_are_found() -> None:
    by_nso = {soum["nso"]: soum["pcode"] for soum in SOUMS}
    figures = rows(PROJECT / "data/raw/figures/soums_2020.csv")
    for row in figures:
        code = by_nso.get(row["nso_soum_code"])  # none for Tsagaannuur of Bayan-Ulgii, which is no soum
        for name in (row["soum"], row["soum_mn"]):
            assert resolve(name, within=row["aimag"]).code == code, row


def test_a_wrong_aimag_or_level_is_told() -> None:
    with pytest.raises(ValueError, match=r"'Bulgn' is not an aimag; did you mean Bulgan \(MN-067\)\?"):
        resolve("Bayan", within="Bulgn")
    with pytest.raises(ValueError, match="'MN6504' is not an aimag; use the name or code of an aimag"):
        resolve("Bayan", within="MN6504")
    with pytest.raises(ValueError, match="'bag' is not known"):
        resolve("Bayan", level="bag")


def test_a_place_knows_its_names() -> None:
    place = names("MN1110")
    assert (place.level, place.type, place.aimag) == ("soum", "district", "MN-1")
    assert place.names == ("Баянзүрх", "Bayanzurkh")
