"""Nothing is untranslated, and both languages fill the same slots."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import builds
from ui.view import View, sort_key
from ui.words import Words, catalogue

PROJECT = Path(__file__).resolve().parents[2]
REFUSALS = (
    "StoreError",
    "WorkspaceError",
    "Conflict",
    "NoDocument",
    "Busy",
)  # of the store and the workspace, which pages say
SLOT = re.compile(r"\{(\w+)\}")


def sentences() -> Iterator[str]:
    """Every English sentence that the code says through `t(…)`, the names in the menu, what rules say of files."""
    for file in [*PROJECT.glob("ui/**/*.py"), *PROJECT.glob("pages/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = getattr(
                getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", "")
            )
            if isinstance(node, ast.Call) and name == "t" and node.args:
                parts = ast.walk(node.args[0])
                yield from (
                    p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)
                )
    from ui.menu import MENU

    for section, entries in MENU.items():
        yield section
        yield from (entry.name for entry in entries)
    from etl.intake import report, templates
    from etl.intake.rules import rules
    from etl.publishing.figures import empty
    from ui import versions_page
    from ui.intake import about, columns, saying, steps
    from ui.intake import file as survey_file
    from ui.plans import assumptions, numbers, pillars, services, target_said
    from ui.plans.capacity import said as capacity_said
    from ui.plans.matching import choice, controls, file_cards
    from ui.plans.matching import said as matching_said
    from ui.plans.readiness import said as readiness_said
    from ui.plans.scenarios import said as scenarios

    for module in (
        empty,
        report,
        templates,
        about,
        columns,
        survey_file,
        saying,
        steps,
        versions_page,
        assumptions,
        numbers,
        services,
        target_said,
        capacity_said,
        scenarios,
        choice,
        controls,
        file_cards,
        matching_said,
        pillars,
        readiness_said,
    ):
        yield from module.WORDS
    for rule in rules():
        yield from (rule.message, rule.remedy)
    for file in (*PROJECT.glob("store/**/*.py"), PROJECT / "etl" / "publishing" / "versions.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = getattr(
                getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", "")
            )
            if isinstance(node, ast.Call) and name in REFUSALS and node.args:
                assert isinstance(node.args[0], ast.Constant), f"{file}:{node.lineno}"
                yield str(node.args[0].value)


def test_every_sentence_has_a_translation() -> None:
    said = catalogue("mn")
    assert sorted({sentence for sentence in sentences() if not said.get(sentence)}) == []


def test_every_translation_is_used() -> None:
    assert sorted(set(catalogue("mn")) - set(sentences())) == []


def test_both_languages_fill_the_same_slots() -> None:
    different = {k: v for k, v in catalogue("mn").items() if set(SLOT.findall(k)) != set(SLOT.findall(v))}
    assert different == {}


def test_no_translation_is_left_in_latin_letters() -> None:
    """Codes, units and proper names may stay; a sentence without any Cyrillic letter may not."""
    without_slots = {k: SLOT.sub("", v) for k, v in catalogue("mn").items()}
    latin = {
        k
        for k, v in without_slots.items()
        if not re.search("[а-яөү]", v.lower()) and re.search("[a-z]{4}", v)
    }
    assert latin == set()


def test_data_words_stand_in_both_languages(built_store: Path) -> None:
    from store import queries

    build = builds.current()
    for rows in (
        queries.indicators(build),
        queries.warnings(build),
        queries.sources(build),
        queries.facts(build),
    ):
        for row in rows:
            for field in row._fields:
                if field.endswith("_en") and getattr(row, field):
                    assert getattr(row, field[:-3] + "_mn"), (row[0], field)


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "mn", "en"),
    [
        (1234567.891, 1, False, "1\u00a0234\u00a0567,9", "1,234,567.9"),
        (-22.71, 1, True, "\u221222,7", "\u221222.7"),
        (19034, 0, True, "+19\u00a0034", "+19,034"),
        (1449, -2, False, "1\u00a0400", "1,400"),
        (0.0, 1, True, "0,0", "0.0"),
        (-0.04, 1, True, "0,0", "0.0"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(
    value: float, decimals: int, signed: bool, mn: str, en: str
) -> None:
    assert Words("mn").number(value, decimals, signed=signed) == mn
    assert Words("en").number(value, decimals, signed=signed) == en


def test_names_take_their_case_endings(built_store: Path) -> None:
    view = View(builds.current(), "mn", "light")
    said = {
        code: view.words.place(view.places[code], "ablative")
        for code in ("MN-046", "MN-1", "MN6504", "MN1107", "R2024-gobi", "MN")
    }
    assert said["MN-046"] == "Увс аймгаас"
    assert said["MN-1"] == "Улаанбаатар хотоос"
    assert said["MN6504"].endswith(" сумаас")
    assert said["MN1107"] == "Баянгол дүүргээс"
    assert said["R2024-gobi"] == "Говийн бүсээс"
    assert said["MN"] == "Монгол Улсаас"


def test_every_place_has_a_name_in_every_case(built_store: Path) -> None:
    for language in ("mn", "en"):
        view = View(builds.current(), language, "light")
        for place in view.places.values():
            for case in ("nominative", "genitive", "dative", "ablative"):
                assert view.words.place(place, case)


def test_mongolian_names_sort_by_the_mongolian_alphabet() -> None:
    assert sorted(["Өмнөговь", "Увс", "Орхон", "Үүрэг", "Төв", "Ховд", "Пүрэв"], key=sort_key) == [
        "Орхон", "Өмнөговь", "Пүрэв", "Төв", "Увс", "Үүрэг", "Ховд",
    ]  # fmt: skip
