"""A table of figures by aimag becomes an indicator like any other, with its source; a wrong one is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from etl.__main__ import main
from etl.build import build
from etl.intake.reading import stage
from etl.publishing.figures import about as description
from etl.publishing.figures import rules
from etl.publishing.figures.about import About
from etl.publishing.figures.checking import Checked, check
from etl.publishing.versions import rollback, versions
from geo.places import gazetteer
from planning import capacity
from store import builds, queries

AIMAGS = sorted(
    (place for place in gazetteer().places.values() if place.level == "aimag"), key=lambda p: p.code
)
INDICATOR = "job_vacancies"
Read = Callable[..., Checked]


def described(**changes: Any) -> About:
    """The description of the template with other cells: `indicator__unit="km"`; None takes one out."""
    said = yaml.safe_load(description.TEMPLATE)
    for name, value in changes.items():
        part, _, cell = name.partition("__")
        if cell:
            said[part][cell] = value
            said[part] = {one: text for one, text in said[part].items() if text is not None}
        else:
            said[part] = value
    return About(said["indicator"], said["source"], said.get("unit"), said.get("columns") or {})


def long(years: tuple[int, ...] = (2023, 2024), **changes: str) -> str:
    """A table with a row for each aimag and year; `changes` replace the line of an aimag's code and year."""
    lines = ["Аймаг,Он,Тоо"]
    for place in AIMAGS:
        for year in years:
            key = f"{place.code.replace('-', '')}_{year}"
            lines.append(changes.get(key, f"{place.name_mn},{year},{100 + year - 2000}"))
    return "\n".join(lines) + "\n"


@pytest.fixture
def read(built_store: Path, tmp_path: Path) -> Read:
    """Stage a text as CSV and check it against a description."""

    def checked(text: str, about: About | None = None, earlier: dict[str, Any] | None = None) -> Checked:
        file = tmp_path / "table.csv"
        file.write_text(text, encoding="utf-8")
        shutil.rmtree(tmp_path / "staged", ignore_errors=True)
        staged = stage(file, tmp_path / "staged")
        return check(staged, about or described(), builds.current(built_store), earlier)

    return checked


def codes(checked: Checked) -> set[str]:
    return {found.rule.code for found in checked.findings}


def test_a_clean_table_has_nothing_to_say(read: Read) -> None:
    checked = read(long())
    assert checked.findings == () and checked.blocked() == []
    assert len(checked.figures) == 44
    assert {(one.place, one.year): one.value for one in checked.figures}["MN-046", 2024] == 124


@pytest.mark.parametrize(
    "text",
    [
        "Аймаг;2023;2024 он\nАрхангай;1 200;1 300,5\nУвс;-;410\n",
        "code,name,2023,2024\nMN-073,Arkhangai,1200,1300.5\nMN-046,Uvs,,410\n",
        "Вакансийн тоо\n\nаймаг\tжил\tтоо\nАрхангай\t2023\t1200\nАрхангай\t2024\t1300.5\nУвс аймаг\t2024 он\t410\nУвс\t2023\t…\n",
        "Year,Province,Note,Value\n2023,Arkhangay,a,1200\n2024,Arkhangai,b,1300.5\n2024,Uvs,c,410\n",
    ],
    ids=["wide, semicolons, decimal comma", "wide, codes", "long, tabs, a title line", "long, English, a note"],
)  # fmt: skip
def test_tables_are_read_as_they_are_laid_out(read: Read, text: str) -> None:
    found = {(one.place, one.year): one.value for one in read(text).figures}
    assert found == {("MN-073", 2023): 1200, ("MN-073", 2024): 1300.5, ("MN-046", 2024): 410}


BAD: dict[str, tuple[str, dict[str, Any], str]] = {
    "table_place": (long(MN046_2023="Увсс,2023,1"), {}, "1 rows do not name an aimag: Увсс. Write the aimag's name or code. Perhaps meant: Увс."),
    "table_long": (long((2023,)) + "Увс,2023,1\n" * 10_000, {}, "10022 rows; 10000 are the most"),
    "table_year": (long(MN046_2023="Увс,2203,1"), {}, "1 years cannot be: 2203"),
    "table_value": (long(MN046_2023="Увс,2023,олон"), {}, "1 figures are not numbers: олон"),
    "table_twice": (long() + "Увс,2024,7\n", {}, "have one already in this file: Увс 2024"),
    "table_no_figures": ("Аймаг,Он,Тоо\nУвс,2023,\nХовд,2023,-\n", {"columns": {"value": "Тоо"}}, "holds no figure"),
    "table_no_places": ("a,2023\nfoo,1\nbar,2\n", {}, "No column names aimags"),
    "table_no_years": ("Аймаг,Тоо\nУвс,1\nХовд,2\n", {}, "No column holds years"),
    "table_no_values": ("Аймаг,Он,a,b\nУвс,2023,1,2\nХовд,2023,1,2\n", {}, "which column holds the figures: a, b"),
    "table_no_column": (long(), {"columns": {"value": "Утга"}}, "lacks: Утга"),
    "table_total_differs": (long().replace("Тоо\n", "Тоо\nУлсын дүн,2024,9999\n", 1), {}, "total for 2024 is 9,999, and its aimags add up to 2,728"),
    "table_totals": (long().replace("Тоо\n", "Тоо\nХангайн бүс,2024,9999\nУлсын дүн,2024,2728\n", 1), {}, "2 rows are of the country or a region"),
    "table_negative": (long(MN046_2023="Увс,2023,-5"), {}, "1 figures are below zero: Увс 2023: -5"),
    "table_leap": (long(MN046_2024="Увс,2024,99999"), {}, "Увс 2024: 99999"),
    "table_absent": ("Аймаг,Он,Тоо\nУвс,2023,1\nХовд,2023,2\n", {}, "20 aimags have no figure for 2023"),
    "table_there": (long((2024,)), {"indicator": {"indicator": "population_mid_year", "unit": "persons"}}, "22 figures stand in the data already, from source"),
    "table_other_unit": (long(), {"indicator": {"indicator": "population_mid_year", "unit": "count"}}, "gives population_mid_year in “persons”, and the description says “count”"),
    "table_calculated": (long((1990,)), {"indicator": {"indicator": "population_density", "unit": "persons per km²"}}, "population_density is calculated"),
    "table_taken": (long(), {"source": {"source": "cod_ab", "title_en": "Another"}}, "has source cod_ab already"),
    "about_missing": (long(), {"source__licence_en": None, "source__publisher_mn": "", "indicator__unit": None}, "lacks: indicator: unit, source: publisher_mn, source: licence_en"),
    "about_wrong": (long(), {"indicator__topic": "weather"}, "indicator: topic cannot be “weather”. Write one of: people, migration"),
    "about_unknown": (long(), {"indicator__colour": "red"}, "not known: indicator: colour"),
}  # fmt: skip


@pytest.mark.parametrize("code", BAD)
def test_what_is_wrong_is_told_with_its_remedy(read: Read, code: str) -> None:
    text, changes, words = BAD[code]
    checked = read(text, described(**changes))
    told = [f"{found.message} {found.remedy}" for found in checked.findings if found.rule.code == code]
    assert told and words in told[0], codes(checked)
    severity = next(rule.severity for rule in rules.RULES if rule.code == code)
    blocked = {found.rule.code for found in checked.blocked()}
    assert (code in blocked) == (severity != "note")
    assert (code in {found.rule.code for found in checked.blocked([code])}) == (severity == "blocks")


def test_every_rule_has_a_table_that_breaks_it() -> None:
    assert {rule.code for rule in rules.RULES} == {*BAD, "about_unreadable"}


@pytest.mark.parametrize("text", ["- a\n- b\n", "indicator: [1, 2]\n", "{", "indicator: 5\n", ""])
def test_a_description_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "about.yml"
    file.write_text(text, encoding="utf-8")
    about, findings = description.read(file)
    assert about is None and [found.rule.code for found in findings] == ["about_unreadable"]
    assert "about.yml" in findings[0].message
    about, [missing] = description.read(tmp_path / "none.yml")
    assert about is None and "No such file" in missing.message


def test_all_problems_are_told_at_once(read: Read) -> None:
    text = "Аймаг,Он,Тоо\nУвсс,2023,1\nУвс,1203,2\nХовд,2023,олон\nТөв,2023,1\nТөв,2023,2\n"
    found = codes(read(text, described(source__licence_mn=None)))
    assert {"table_place", "table_year", "table_value", "table_twice", "about_missing"} <= found


def files(tmp_path: Path, text: str) -> list[str]:
    table, about = tmp_path / "захиалга.csv", tmp_path / "about.yml"
    table.write_text(text, encoding="utf-8")
    about.write_text(description.TEMPLATE, encoding="utf-8")
    return [str(table), "--about", str(about)]


def test_the_command_publishes_what_pages_then_show(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = files(tmp_path, long())
    assert main(["publish-table", *arguments, "--dry-run"]) == 0
    assert len(builds.listed(store)) == 1
    assert main(["publish-table", *arguments, "--who", "Болд", "--note", "Эхний"]) == 0
    assert "job_vacancies was added." in capsys.readouterr().out
    in_use = builds.current(store)
    indicator = next(one for one in queries.indicators(in_use) if one.code == INDICATOR)
    assert (indicator.name_mn, indicator.unit_mn, indicator.aimag_years) == (
        "Ажлын байрны захиалга",
        "тоо",
        (2023, 2024),
    )
    assert indicator == queries.indicators(in_use)[-1], "it stands at the end of the dictionary"
    [uvs] = [
        one for one in queries.profile(in_use, "MN-046") if (one.indicator, one.year) == (INDICATOR, 2024)
    ]
    assert (uvs.value, uvs.kind, uvs.sources) == (124, "official", ("labour_office_2026",))
    there = next(
        one for one in capacity.capacities(in_use, capacity.read(in_use, {})) if one.aimag == "MN-046"
    )
    room = there.rooms["vacancies"].people
    workers = next(one for one in room.inputs if one.code == "workers_per_person")
    assert room.estimate == pytest.approx(124 / (workers.estimate or 0)), "vacancies count for capacity"
    assert "job_vacancies/MN-046/2024" in [one.code for one in room.inputs]
    country = {one.year: one for one in queries.observations(in_use, INDICATOR, "country")}
    assert (country[2024].value, country[2024].kind) == (22 * 124, "calculated")
    source = next(one for one in queries.sources(in_use) if one.code == "labour_office_2026")
    assert source.licence_en == "CC BY 4.0" and source.figures == 44
    [change] = versions(store)[0].changes
    assert (change.of, change.name, change.after, change.file) == (
        INDICATOR,
        "labour_office_2026",
        44,
        "захиалга.csv",
    )
    assert main(["publish-table", *arguments]) == 0
    assert "was there already; nothing changed" in capsys.readouterr().out
    assert builds.current(store) == in_use

    assert main(["publish-table", *files(tmp_path, long((2023, 2024, 2025)))]) == 0
    assert "job_vacancies was replaced." in capsys.readouterr().out
    corrected = builds.current(store)
    assert len(queries.observations(corrected, INDICATOR, "aimag")) == 66
    assert len(queries.observations(build(store), INDICATOR, "aimag")) == 66, "a build carries it over"
    rollback(who="Болд", root=store)
    assert len(queries.observations(builds.current(store), INDICATOR, "aimag")) == 44


def test_the_command_refuses_and_nothing_is_asked(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = files(tmp_path, long(MN046_2024="Увс,2024,99999"))
    assert main(["publish-table", *arguments]) == 1
    told = capsys.readouterr().err
    assert "acknowledge [table_leap] 1 figures" in told and told.endswith("Nothing was published.\n")
    assert len(builds.listed(store)) == 1
    assert main(["publish-table", *arguments, "--acknowledge", "table_leap"]) == 0
    assert main(["publish-table"]) == 2
    assert main(["publish-table", str(tmp_path / "none.csv"), "--about", arguments[2]]) == 1
    assert "cannot be opened" in capsys.readouterr().err
    assert main(["publish-table", "--template"]) == 0
    assert yaml.safe_load(capsys.readouterr().out)["indicator"]["indicator"] == INDICATOR


def test_a_workbook_and_an_indicator_of_the_dictionary(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another year of an official indicator, under a source that is in the data already."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Аймаг", 2031, 2032])
    for place in AIMAGS:
        sheet.append([place.name_mn, 1000, 2000])
    book.save(tmp_path / "t.xlsx")
    said = {
        "indicator": {"indicator": "population_mid_year", "unit": "persons"},
        "source": {"source": "cod_ab"},
    }
    (tmp_path / "about.yml").write_text(yaml.safe_dump(said), encoding="utf-8")
    command = ["publish-table", str(tmp_path / "t.xlsx"), "--about", str(tmp_path / "about.yml")]
    assert main(command) == 1
    assert "44 years cannot be: 2031, 2032" in capsys.readouterr().err
    for column, year in ((2, 1991), (3, 1992)):
        sheet.cell(1, column).value = year
    book.save(tmp_path / "t.xlsx")
    assert main(command) == 0
    found = queries.observations(builds.current(store), "population_mid_year", "aimag")
    assert {one.value for one in found if one.year == 1991} == {1000}
    assert {one.value for one in found if one.year == 2024} > {111386}
