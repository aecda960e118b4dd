"""The rounds page: the picture as values, words that fit the verdict, downloads with badge and marks."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from store import builds, survey_queries
from survey.changes import VERDICTS
from tests.ui.test_exports import get
from ui.drawings.changes import Row
from ui.drawings.changes import changes as picture
from ui.surveys import rounds_said, rounds_tables
from ui.surveys.choice import Choice, demonstration
from ui.surveys.rounds_said import Pair
from ui.view import View


def pair(view: View, group: str | None = None) -> Pair:
    (survey,) = survey_queries.surveys(view.build)
    rounds = survey_queries.rounds(view.build, survey.code)
    return Pair(Choice(survey, rounds[-1], rounds), rounds[0], rounds[1], group)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_row_draws_what_is_known_and_nothing_else(verdict: str, narrow: bool) -> None:
    view = View("20260101", "en", "light")
    known = verdict in ("rose", "fell", "unsure", "similar")
    numbers = (10.0, 20.0, 10.0, 4.0, 16.0) if known else (None,) * 5
    row = Row("Label", *numbers, verdict, "+10" if known else "", "word")
    svg = ElementTree.fromstring(picture(view, [("Heading", [row])], "2023", "2025", narrow=narrow))
    circles = svg.findall("circle")
    assert len(circles) == ((1 if narrow else 3) if known else 0)
    assert "word" in [text.text for text in svg.iter("text")]


def test_dots_stand_where_their_values_are() -> None:
    view = View("20260101", "en", "light")
    row = Row("Label", 0.0, 50.0, 50.0, 40.0, 60.0, "rose", "", "rose")
    svg = ElementTree.fromstring(picture(view, [("", [row])], "2023", "2025"))
    old, new, difference = (float(circle.get("cx", "0")) for circle in svg.findall("circle"))
    assert (old, new) == (350, 600)
    assert difference == pytest.approx(650 + (50 + 60) / 120 * 255, abs=0.1)


def test_without_rows_there_is_no_picture() -> None:
    assert picture(View("20260101", "en", "light"), [("Heading", [])], "2023", "2025") == ""


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("group", [None, "origin_aimag"])
def test_words_fit_the_verdicts(built_store: Path, language: str, group: str | None) -> None:
    view = View(builds.current(), language, "light")
    both = pair(view, group)
    for change in rounds_said.found(view, both).rows:
        said = rounds_said.sentence(view, both, change)
        told = any(word in said for word in (": from", "rose from", "fell from", "хувь болж", " байсан нь "))
        assert told == (change.verdict in rounds_said.STANDS_OUT), said
        points = any(word in said for word in ("percentage points (between", "нэгж хувиар"))
        assert points == (change.verdict in rounds_said.CHANGED and not rounds_said.is_mean(change)), said
    table = rounds_tables.changes_table(view, both)
    assert len(table.rows) == len(rounds_said.found(view, both).rows)
    assert table.notes[0] == demonstration(view)
    hidden = [row for row in table.rows if "[c]" in row]
    assert bool(hidden) == (group is not None)


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("kind", ["csv", "svg"])
def test_downloads_carry_the_badge(built_store: Path, kind: str, language: str) -> None:
    view = View(builds.current(), language, "light")
    status, _, body = get(f"/download/rounds.{kind}", lang=language, group="age_group")
    assert status == 200, body[:200]
    assert demonstration(view) in body.decode("utf-8-sig")


@pytest.mark.parametrize(
    "query", [{"against": "1066"}, {"against": "2025"}, {"group": "wish"}, {"round": "x"}]
)
def test_a_download_that_cannot_be_is_refused(built_store: Path, query: dict[str, str]) -> None:
    status, _, body = get("/download/rounds.csv", lang="en", **query)
    assert status == 400 and b"Traceback" not in body
