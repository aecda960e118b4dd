"""The methods page: every section cites what it rests on; the codebook is searched in both languages."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from store import builds, survey_queries
from ui.surveys import methods
from ui.surveys.choice import Choice
from ui.surveys.method_texts import sections
from ui.view import View

NOTES = Path(__file__).resolve().parents[2] / "docs" / "methods"


@pytest.mark.parametrize("language", ["mn", "en"])
def test_sections_are_whole(language: str) -> None:
    found = sections(View("20260101", language, "light"))
    assert len({section.code for section in found}) == len(found)
    for section in found:
        assert section.title and section.paragraphs
        assert not section.note or (NOTES / section.note).is_file()
        assert bool(section.sources) >= bool(section.formulas)
        for formula in section.formulas:
            ElementTree.fromstring(f"<p>{formula.replace('&nbsp;', ' ')}</p>")


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize(
    ("sought", "question"),
    [("homeland to live", "wish"), ("БУЦАЖ амьдрах", "wish"), ("орон сууц", "drivers"), ("expected_pay", "expected_pay"), ("12 months", "intends_12_months")],
)  # fmt: skip
def test_questions_are_found_by_words_of_either_language(
    built_store: Path, sought: str, question: str, language: str
) -> None:
    view = View(builds.current(), language, "light")
    (survey,) = survey_queries.surveys(view.build)
    rounds = survey_queries.rounds(view.build, survey.code)
    found = methods.found(view, Choice(survey, rounds[-1], rounds), sought)
    assert question in [q.code for q in found]
    assert len(found) < len(survey_queries.questions(view.build, survey.code))
    assert methods.found(view, Choice(survey, rounds[-1], rounds), "no such words") == []
