"""What is written for answers: exactly known, or asked; never taken for the nearest."""

from __future__ import annotations

import pytest

from etl.intake.mapping import ranges, template
from etl.intake.mapping.answers import Answers, read, read_many

BOOK = template("new")


def answers(question: str) -> Answers:
    return Answers(question, BOOK.answers[question])


def codes(question: str, *written: str, rule: str | None = None) -> list[str | None]:
    found = read("c", dict.fromkeys(written, 1), answers(question), {}, {}, rule, 2025)
    return [value.code if value.how else "?" for value in found]


@pytest.mark.parametrize(
    ("question", "written", "code"),
    [
        ("wish", "Тийм", "yes"),
        ("wish", " ҮГҮЙ ", "no"),
        ("wish", "tiim", "yes"),
        ("wish", "true", "yes"),
        ("wish", "1.0", "yes"),
        ("wish", "0", "no"),
        ("wish", "Мэдэхгүй", None),
        ("wish", "Don’t know", None),
        ("wish", "магадгүй", "?"),
        ("sex", "эм", "female"),
        ("sex", "Men", "male"),
        ("sex", "1", "?"),
        ("education", "Дунд", "?"),  # upper or lower secondary: a person knows
        ("destination_type", "Төрсөн нутаг", "homeland"),
        ("age_group", "18–24 нас", "18_24"),
        ("age_group", "18 - 24", "18_24"),
        ("age_group", "65-аас дээш", "65_plus"),
        ("age_group", "65+", "65_plus"),
        ("age_group", "20-29", "?"),
        ("age_group", "55+", "?"),
        ("years_since_move", "5-аас доош жил", "0_4"),
        ("years_since_move", "<5", "0_4"),
        ("years_since_move", "under 10", "?"),
        ("school_children", "Байхгүй", "none"),
        ("household_type", "Өрх толгойлсон эцэг, эх, хүүхэд", "one_parent"),
    ],
)
def test_one_answer(question: str, written: str, code: str | None) -> None:
    assert codes(question, written) == [code]


@pytest.mark.parametrize(
    ("question", "rule", "written", "code"),
    [
        ("age_group", "number", "18", "18_24"),
        ("age_group", "number", "24.9", "18_24"),
        ("age_group", "number", "103", "65_plus"),
        ("age_group", "number", "17", "?"),
        ("age_group", "year", "1990", "35_44"),
        ("age_group", "year", "1990-02-28", "35_44"),
        ("years_since_move", "year", "2025", "0_4"),
        ("years_since_move", "year", "2026", "?"),
        ("years_since_move", "year", "12", "?"),
        ("school_children", "number", "0", "none"),
        ("school_children", "number", "7", "two_plus"),
    ],
)
def test_numbers_by_rule(question: str, rule: str, written: str, code: str) -> None:
    assert codes(question, written, rule=rule) == [code]


def test_the_label_of_a_number_goes_before_the_number() -> None:
    labels = {"1": "Үгүй", "0": "Тийм", "9": "Хариулаагүй", "8": "Боломжгүй"}
    found = read("c", dict.fromkeys(labels, 1), answers("wish"), {}, labels)
    assert [(value.code, value.how) for value in found] == [
        ("no", "label"),
        ("yes", "label"),
        (None, "missing"),
        (None, None),
    ]


def test_a_persons_word_goes_before_everything() -> None:
    [value] = read("c", {"Тийм": 1}, answers("wish"), {"Тийм": None}, {"Тийм": "Yes"})
    assert (value.code, value.how) == (None, "mapping")


@pytest.mark.parametrize(
    ("cell", "chosen"),
    [
        ("jobs pay", ("jobs", "pay")),
        ("Jobs, Higher pay", ("jobs", "pay")),
        ("Ажлын байр; Сургууль, цэцэрлэг", ("jobs", "school")),
        ("Сургууль, цэцэрлэг, Эрүүл мэндийн тусламж, үйлчилгээ", ("school", "health")),
        ("jobs|land|jobs", ("jobs", "land")),
        ("Газар", ("land",)),
        ("мэдэхгүй", ()),
    ],
)
def test_several_answers_in_a_cell(cell: str, chosen: tuple[str, ...]) -> None:
    _, cells = read_many("c", {cell: 1}, answers("drivers"), {}, {})
    assert cells == {cell: chosen}


def test_a_cell_with_an_unknown_part_is_told_by_the_part() -> None:
    found, cells = read_many("c", {"jobs; цаг агаар": 3, "jobs": 4}, answers("drivers"), {}, {})
    assert [(value.written, value.rows, value.code) for value in found] == [
        ("jobs", 7, "jobs"),
        ("цаг агаар", 3, None),
    ]
    assert cells == {"jobs": ("jobs",)}
    _, cells = read_many("c", {"jobs; цаг агаар": 3}, answers("drivers"), {"цаг агаар": None}, {})
    assert cells == {"jobs; цаг агаар": ("jobs",)}


def test_ranges_are_known_by_their_codes_alone() -> None:
    assert ranges.of_codes(["yes", "no"]) is None
    assert ranges.of_codes(["18_24", "other"]) is None
    assert ranges.of_codes(["none", "one", "two_plus"]) == {
        "none": (0, 1),
        "one": (1, 2),
        "two_plus": (2, float("inf")),
    }
