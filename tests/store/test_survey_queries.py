"""What the store answers about surveys: the demonstration survey stands in for all."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import builds, survey_queries
from store.survey_queries import Question

SURVEY = "demonstration"


@pytest.fixture(scope="module")
def build(built_store: Path) -> str:
    return builds.current(built_store)


@pytest.fixture(scope="module")
def questions(build: str) -> dict[str, Question]:
    return {question.code: question for question in survey_queries.questions(build, SURVEY)}


def test_the_demonstration_is_marked_as_such(build: str) -> None:
    [survey] = survey_queries.surveys(build)
    assert (survey.code, survey.kind) == (SURVEY, "demonstration")
    assert (survey.min_base, survey.min_numerator, survey.cv_low_pct) == (30, 5, 30)


def test_rounds_have_their_design_and_their_file(build: str) -> None:
    first, second = survey_queries.rounds(build, SURVEY)
    assert (first.code, second.code) == ("2023", "2025")
    for round_ in (first, second):
        assert (round_.weight, round_.strata, round_.psu, round_.fpc) == (
            "weight",
            ("stratum",),
            ("psu",),
            (),
        )
        assert (round_.nested, round_.single_psu) == (False, "fail")
        assert survey_queries.microdata(round_).name == f"{round_.sha256}.parquet"
    assert survey_queries.rounds(build, "another") == ()


def test_questions_know_their_base_stage_and_rounds(questions: dict[str, Question]) -> None:
    assert [code for code, question in questions.items() if question.stage] == [
        "wish",
        "plan",
        "intends_12_months",
        "moved",
    ]
    where = questions["destination_type"]
    assert (where.type, where.base, where.role) == ("one", "would_resettle=yes", "destination")
    assert questions["wish"].base is None
    assert questions["wish"].rounds == ("2023", "2025")
    assert questions["expected_pay"].rounds == ("2025",)
    presets = {code for code, question in questions.items() if question.preset}
    assert {"sex", "age_group", "herder_background", "years_since_move", "origin_aimag"} <= presets


def test_answers_are_worded_in_both_languages_and_places_are_named(build: str) -> None:
    ages = survey_queries.answers(build, SURVEY, "age_group")
    assert [answer.code for answer in ages][::5] == ["18_24", "65_plus"]
    aimags = {answer.code: answer for answer in survey_queries.answers(build, SURVEY, "origin_aimag")}
    assert len(aimags) == 21 and "MN-1" not in aimags
    assert (aimags["MN-046"].text_en, aimags["MN-046"].text_mn) == ("Uvs", "Увс")
    assert len(survey_queries.answers(build, SURVEY, "district")) == 9
    soums = survey_queries.answers(build, SURVEY, "origin_soum")
    assert len(soums) == 330 and len({answer.text_mn for answer in soums}) == 330
    assert survey_queries.answers(build, SURVEY, "household_size") == ()


def test_a_changed_wording_is_told(build: str, questions: dict[str, Question]) -> None:
    changed = {
        code: [wording.round for wording in survey_queries.wordings(build, SURVEY, code) if wording.changed]
        for code in questions
    }
    assert {code: rounds for code, rounds in changed.items() if rounds} == {"plan": ["2025"]}
    _, now = survey_queries.wordings(build, SURVEY, "plan")
    assert now.note_en and now.note_mn
    assert [wording.round for wording in survey_queries.wordings(build, SURVEY, "expected_pay")] == ["2025"]


def test_words_of_one_language_are_not_those_of_the_other(build: str, questions: dict[str, Question]) -> None:
    for code, question in questions.items():
        assert question.name_en.isascii() or "–" in question.name_en or "’" in question.name_en
        assert not question.name_mn.isascii() and not question.base_mn.isascii()
        for wording in survey_queries.wordings(build, SURVEY, code):
            assert wording.text_en != wording.text_mn and not wording.text_mn.isascii()
