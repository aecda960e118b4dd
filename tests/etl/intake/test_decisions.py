"""Decisions laid over what was proposed: what a person said goes, and a column has one use."""

from __future__ import annotations

from pathlib import Path

from etl.intake.decisions import of_file, over
from tests.etl.intake.conftest import staged_from


def test_a_decision_leaves_all_others_as_they_were() -> None:
    below = {"columns": {"wish": "Хүсэл"}, "answers": {"wish": {"т": "yes"}}, "places": {"Увс": "MN-046"}}
    said = over(over(below, {"answers": {"wish": {"ү": "no"}}}), {"places": {"Увц": None}})
    assert said == {
        "columns": {"wish": "Хүсэл"},
        "answers": {"wish": {"т": "yes", "ү": "no"}},
        "places": {"Увс": "MN-046", "Увц": None},
    }


def test_a_column_that_is_given_to_another_question_is_taken_from_the_first() -> None:
    below = {"columns": {"wish": "A", "plan": "B"}, "keep": {"C": {"question": "c"}}, "drop": ["D"]}
    assert over(below, {"columns": {"moved": "A"}})["columns"] == {"plan": "B", "moved": "A"}
    assert "keep" not in over(below, {"drop": ["C"]})
    assert over(below, {"keep": {"D": {"question": "d"}}}).get("drop") is None
    assert over(below, {"private": {"D": "баталгаа"}}).get("drop") is None


def test_weights_of_the_file_are_a_decision_too() -> None:
    asked = {"weight": {"calibrate": {"margins": {"district": "official"}}}}
    assert over(asked, {"weight": "file"})["weight"] == "file"
    assert over(asked, {"places": {"a": "b"}})["weight"] == asked["weight"]


def test_decisions_on_columns_of_another_sheet_are_passed_over(tmp_path: Path) -> None:
    staged = staged_from(tmp_path / "staged", {"A": ["1"]})
    said = {"columns": {"wish": "A", "plan": "B", "moved": None}, "drop": ["B"], "places": {"Увц": "MN-046"}}
    assert of_file(said, staged) == {
        "columns": {"wish": "A", "moved": None},
        "places": {"Увц": "MN-046"},
    }
