"""A preview shows the round that is not published, and leaves the data in use as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from etl.intake.accepted import Accepted
from etl.problems import BuildFailed
from etl.publishing.preview import preview
from store import builds, survey_queries
from survey import questions

from .conftest import SURVEY, Story

Accept = Callable[..., Accepted]


def test_a_preview_answers_as_the_published_round_will(store: Path, accept: Accept) -> None:
    before = (builds.current(store), [item.id for item in builds.listed(store)])
    name = preview(accept("2023"), root=store)
    assert [survey.code for survey in survey_queries.surveys(name)] == [SURVEY]
    shown = questions.table(name, SURVEY, "2023", "wish").estimates
    assert [round(row.estimate or 0, 4) for row in shown if row.answer == "yes"] == [0.13]
    assert (builds.current(store), [item.id for item in builds.listed(store)]) == before
    assert survey_queries.surveys(before[0])[0].code == "demonstration"


def test_a_preview_of_a_correction_has_the_round_once(story: Story, accept: Accept) -> None:
    name = preview(accept("2023"), root=story.root)
    assert [round_.code for round_ in survey_queries.rounds(name, SURVEY)] == ["2023", "2025"]
    assert builds.current(story.root) == story.corrected.build


def test_a_preview_of_what_cannot_be_published_says_why_and_leaves_nothing(
    store: Path, accept: Accept
) -> None:
    good = accept("2023")
    [survey] = good.tables["survey"]
    bad = replace(good, tables={**good.tables, "survey": ({**survey, "min_base": "thirty"},)})
    with pytest.raises(BuildFailed, match="min_base"):
        preview(bad, root=store)
    assert [*(store / "builds").glob(".preview*")] == []
