"""A round beside the one before it: numbers with their significance, questions, answers and wordings."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.intake import comparing
from etl.intake.comparing import Comparison
from store import builds

SURVEY = "demonstration"


@pytest.fixture(scope="module")
def compared(built_store: Path) -> Comparison:
    return comparing.compare(builds.current(), SURVEY, "2023", "2025")


def test_the_round_before(built_store: Path) -> None:
    build = builds.current()
    assert comparing.previous(build, SURVEY, "2025") == "2023"
    assert comparing.previous(build, SURVEY, "2023") is None
    assert comparing.previous(build, SURVEY, "2027") == "2025"


def test_headline_numbers_old_and_new_with_their_verdict(compared: Comparison) -> None:
    wish = next(row for row in compared.headline if row.question == "wish")
    assert wish.old and wish.new
    assert wish.old.estimate == pytest.approx(0.13, abs=5e-4)
    assert wish.verdict in ("rose", "fell", "unsure", "similar")
    assert wish.p_adjusted is not None
    assert {row.question for row in compared.headline}.isdisjoint(row.question for row in compared.rows)


def test_a_question_worded_otherwise_is_no_change(compared: Comparison) -> None:
    [reworded] = compared.rewordings
    assert reworded.question == "plan"
    assert reworded.old_en != reworded.new_en
    assert reworded.old_mn != reworded.new_mn
    assert {row.verdict for row in compared.headline if row.question == "plan"} == {"reworded"}


def test_the_structure_of_the_questionnaire(compared: Comparison) -> None:
    assert (compared.added, compared.gone) == (("expected_pay",), ())
    assert compared.answers == ()
    backwards = comparing.compare(builds.current(), SURVEY, "2025", "2023")
    assert (backwards.added, backwards.gone) == ((), ("expected_pay",))


def test_the_same_in_text(compared: Comparison) -> None:
    text = "\n".join(comparing.lines(compared))
    assert text.startswith("Round 2023 → 2025: ")
    assert "wish = yes: 13.0 % → " in text
    assert "Question added: expected_pay." in text
    assert "plan is worded otherwise" in text
