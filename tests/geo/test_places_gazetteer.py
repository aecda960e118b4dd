"""No key of the gazetteer stands silently for two places, and every kept spelling is of use."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from geo.places import Gazetteer, PlacesError, gazetteer
from geo.places.tables import FOLDER
from geo.places.wording import parts

# Names that differ in Cyrillic and yet share a key: each is asked about, with all of these.
SHARED_BY_DIFFERENT_NAMES = {
    "darhan": {"MN-037", "MN2331", "MN4501"},  # Darkhan-Uul is called Darkhan
    "erdenet": {"MN-035", "MN6101"},  # Orkhon is called by its town
    "Coibalsan": {"MN-061", "MN2101", "MN2137"},  # Dornod's name until 1963, a town, a soum
    "cagaanuur": {"MN4346", "MN6749", "MN6755"},  # Цагааннуур with one н, Цагаан-Үүр
}


def without_spellings(folder: Path) -> Gazetteer:
    for name in ("aimags.csv", "aimag_places.csv", "soums.csv"):
        shutil.copy(FOLDER / name, folder)
    (folder / "spellings.csv").write_text("code,spelling,kind\n", encoding="utf-8")
    return Gazetteer.read(folder)


def test_every_key_is_of_one_place_or_of_places_known_to_share_it() -> None:
    borne: dict[str, set[str]] = defaultdict(set)
    for place in gazetteer().places.values():
        borne[place.code].add(place.name_mn)
    with (FOLDER / "aimag_places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            borne[row["capital_soum_pcode"]].add(row["capital_mn"])
    different = {}
    for key, found in gazetteer().by_key.items():
        codes = {name.code for name in found}
        if not set.intersection(*(borne[code] for code in codes)):
            different[key] = codes
    assert different == SHARED_BY_DIFFERENT_NAMES


def test_every_key_has_letters() -> None:
    assert all(key.isalpha() for key in gazetteer().by_key)


def test_every_place_of_the_country_is_there() -> None:
    types = [place.type for place in gazetteer().places.values()]
    assert {each: types.count(each) for each in types} == {
        "aimag": 21,
        "capital": 1,
        "soum": 330,
        "district": 9,
    }


def test_a_kept_spelling_is_one_that_no_rule_yields(tmp_path: Path) -> None:
    by_rule = without_spellings(tmp_path).by_key
    with (FOLDER / "spellings.csv").open(encoding="utf-8", newline="") as file:
        kept = [(row["code"], key) for row in csv.DictReader(file) for key in parts(row["spelling"])[0].keys]
    assert [pair for pair in kept if pair[0] in {name.code for name in by_rule.get(pair[1], ())}] == []
    assert len(set(kept)) == len(kept)


def test_all_faults_of_the_spellings_are_told_at_once(tmp_path: Path) -> None:
    without_spellings(tmp_path)
    (tmp_path / "spellings.csv").write_text(
        "code,spelling,kind\nMN-099,Nowhere,old\nMN-046,,old\nMN-046,Ubs,vague\n", encoding="utf-8"
    )
    with pytest.raises(PlacesError) as told:
        Gazetteer.read(tmp_path)
    faults = str(told.value).splitlines()
    assert [fault.split(":")[0] for fault in faults] == [
        "spellings.csv, row 2, code", "spellings.csv, row 3, spelling", "spellings.csv, row 4, kind",
    ]  # fmt: skip


def test_a_missing_table_or_column_is_told(tmp_path: Path) -> None:
    without_spellings(tmp_path)
    (tmp_path / "spellings.csv").write_text("code,spelling\n", encoding="utf-8")
    with pytest.raises(PlacesError, match=r"spellings.csv: no column kind"):
        Gazetteer.read(tmp_path)
    (tmp_path / "soums.csv").unlink()
    with pytest.raises(PlacesError, match=r"soums.csv: cannot be read"):
        Gazetteer.read(tmp_path)
