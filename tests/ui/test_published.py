"""Published shares beside the survey's own: the bases apart, the picture as values, what a demonstration proves."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from store import builds, survey_queries
from tests.ui.test_exports import get
from ui.drawings import reported
from ui.drawings.reported import Line, Year
from ui.surveys import published_said
from ui.surveys.choice import Choice, demonstration
from ui.view import View


def chosen(view: View) -> Choice:
    (survey,) = survey_queries.surveys(view.build)
    rounds = survey_queries.rounds(view.build, survey.code)
    return Choice(survey, rounds[-1], rounds)


def drawn(inner: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<svg>{inner}</svg>")


def test_the_round_of_the_year_of_publication_is_shown(built_store: Path) -> None:
    view = View(builds.current(), "en", "light")
    newest = chosen(view)
    here = published_said.same_year(view, newest)
    assert newest.round.code == "2025" and here is not None and here.round.code == "2023"
    assert published_said.same_year(view, newest._replace(rounds=newest.rounds[1:])) is None


def test_the_two_bases_stay_apart(built_store: Path) -> None:
    view = View(builds.current(), "en", "light")
    here = published_said.same_year(view, chosen(view))
    first, second = published_said.bases(view, here)
    assert [side.fact.value for side in first.sides if side.fact] == ["13"]
    assert [side.fact.value for side in second.sides if side.fact] == ["44", "27"]
    bases = {side.own.n for base in (first, second) for side in base.sides if side.own}
    assert len(bases) == 2
    assert published_said.unexplained(view) == 29


def test_the_demonstration_gives_the_published_shares_and_says_that_it_proves_nothing(built_store: Path) -> None:  # fmt: skip
    view = View(builds.current(), "en", "light")
    here = published_said.same_year(view, chosen(view))
    for base in published_said.bases(view, here):
        for side in base.sides:
            if side.fact and side.own and side.own.estimate:
                assert 100 * side.own.estimate == pytest.approx(float(side.fact.value or 0), abs=1e-6)
    status, _, body = get("/download/published.svg", lang="en")
    assert status == 200
    text = " ".join(node.text or "" for node in ElementTree.fromstring(body).iter() if node.tag.endswith("text"))  # fmt: skip
    assert "That they agree proves nothing" in text and demonstration(view) in text


def test_without_a_round_only_what_was_published_is_shown(built_store: Path) -> None:
    view = View(builds.current(), "en", "light")
    sides = [side for base in published_said.bases(view, None) for side in base.sides]
    assert len(sides) == 3 and all(side.own is None for side in sides)
    assert len(published_said.published_table(view, None).rows) == 3
    assert published_said.most(view, None) == 50


@pytest.mark.parametrize("narrow", [False, True])
def test_diamonds_and_dots_stand_where_their_values_are(narrow: bool) -> None:
    view = View("20260101", "en", "light")
    line = Line("Label", 30.0, 15.0, 10.0, 20.0, "said", "below", pale=True)
    svg = drawn(reported.shares(view, [line], 60, narrow=narrow)[0])
    dot, diamond, bar = svg.find("circle"), svg.find("path"), svg.find("line[@class='own']")
    assert dot is not None and diamond is not None and bar is not None
    left, right = (8, 340) if narrow else (300, 770)
    assert float(dot.get("cx", "0")) == pytest.approx(left + (right - left) / 4, abs=0.1)
    assert float(diamond.get("d", "")[1:].split()[0]) == pytest.approx((left + right) / 2, abs=0.1)
    assert float(bar.get("x2", "0")) - float(bar.get("x1", "0")) == pytest.approx((right - left) / 6, abs=0.2)  # fmt: skip
    assert dot.get("fill") == view.theme.card


def test_a_hidden_share_draws_its_mark_alone() -> None:
    view = View("20260101", "en", "light")
    svg = drawn(reported.shares(view, [Line("Label", None, None, None, None, "[c]", "")], 60)[0])
    assert svg.find("circle") is None and svg.find("path") is None
    assert "[c]" in [text.text for text in svg.iter("text")]


def test_years_of_ban_and_election_are_hatched(built_store: Path) -> None:
    view = View(builds.current(), "en", "light")
    years = published_said.years(view)
    assert [year.year for year in years if year.marks] == [2017, 2018, 2019, 2020, 2024]
    svg = drawn(reported.by_year(view, years)[0])
    bars = [bar for bar in svg.findall("rect")]
    assert [bar.get("fill") == "url(#hatched-years)" for bar in bars] == [bool(y.marks) for y in years]
    runs = [path for path in svg.iter("path") if path.get("class") == "run"]
    assert len(runs) == 3, "the ban is one run of years, each election is another"
    tallest = max(range(len(years)), key=lambda i: years[i].value)
    assert max(range(len(bars)), key=lambda i: float(bars[i].get("height", "0"))) == tallest


def test_the_register_is_told_as_it_stands_in_the_store(built_store: Path) -> None:
    view = View(builds.current(), "en", "light")
    rows = {row[0]: row for row in published_said.departures_table(view).rows}
    assert rows["2023"][1:3] == (11201.0, pytest.approx(0.652, abs=0.001))
    assert rows["2014"][2] == "[x] no data"
    assert Year(2023, 11201.0, ()) in published_said.years(view)


@pytest.mark.parametrize("language", ["mn", "en"])
def test_downloads_carry_badge_base_and_wording(built_store: Path, language: str) -> None:
    view = View(builds.current(), language, "light")
    status, _, body = get("/download/published.csv", lang=language, round="2025")
    text = body.decode("utf-8-sig")
    assert status == 200 and demonstration(view) in text
    assert ("төрсөн нутагтаа буцаж амьдрах" if language == "mn" else "return to your homeland") in text
    assert get("/download/published.csv", lang=language, survey="none")[0] == 400
