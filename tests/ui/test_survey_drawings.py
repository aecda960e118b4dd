"""Drawings of survey shares as values: nothing overlaps, bars are as long as their shares, pages agree."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path

import pytest

from store import builds
from survey import changes, questions
from ui import exports
from ui.ask import ask
from ui.drawings import share_map
from ui.drawings.intervals import Row, intervals
from ui.drawings.stages import Stage
from ui.drawings.stages import stages as drawn_stages
from ui.surveys import groups, rounds_said, say, stages
from ui.surveys.choice import Choice, demonstration, requested
from ui.surveys.crosstabs import tables, words
from ui.surveys.crosstabs.request import read, table_of
from ui.surveys.method_texts import sections
from ui.surveys.poster import WIDTH
from ui.surveys.rounds_said import Pair
from ui.surveys.shares import shares
from ui.view import View

# As wide as the letters of a text of this size are at most, on average.
_LETTER = 0.56


def svg(inner: str) -> ElementTree.Element:
    """The root of a drawing."""
    return ElementTree.fromstring(f"<svg>{inner}</svg>")


def ends(text: ElementTree.Element) -> tuple[float, float]:
    """Where a text begins and ends, about."""
    wide = _LETTER * float(text.get("font-size", "0")) * len(text.text or "")
    x, anchor = float(text.get("x", "0")), text.get("text-anchor", "start")
    return {"start": (x, x + wide), "end": (x - wide, x), "middle": (x - wide / 2, x + wide / 2)}[anchor]


def overlapping(root: ElementTree.Element) -> list[tuple[str | None, str | None]]:
    """Pairs of texts on one line that run into each other."""
    lines: dict[str, list[ElementTree.Element]] = {}
    for text in root.iter("text"):
        lines.setdefault(text.get("y", ""), []).append(text)
    found = []
    for texts in lines.values():
        texts.sort(key=lambda text: ends(text)[0])
        found += [(a.text, b.text) for a, b in pairwise(texts) if ends(a)[1] > ends(b)[0]]
    return found


@pytest.mark.parametrize("width", [328, 340, 420, 600])
def test_a_long_name_does_not_run_into_its_number(width: int) -> None:
    view = View("20260101", "mn", "light")
    name = "Эмнэлгийн тусламж, үйлчилгээ ойр байх"
    rows = [Row(name, 26.0, 23.0, 58.0, "25 (23–28)", "4–7-р байр"), Row("Зам", 1.0, 0.5, 2.0, "1 (0–2)")]
    assert overlapping(svg(intervals(view, rows, width=width)[0])) == []


def test_the_last_tick_of_a_scale_keeps_clear_of_the_one_before() -> None:
    view = View("20260101", "mn", "light")
    assert overlapping(svg(intervals(view, [Row("a", 50.0, 41.0, 59.0, "50")], width=470, end=60)[0])) == []


@pytest.mark.parametrize("width", [340, 640])
def test_bars_of_stages_are_parts_of_a_hundred_people(width: int) -> None:
    view = View("20260101", "mn", "light")
    rows = [
        Stage("Хүсэл", 15.0, 14.0, 16.0, "15 (14–16)"),
        Stage("12 сарын дотор шилжих санаатай", 0.8, 0.6, 1.1, "0,8 (0,6–1,1)", "34"),
    ]
    root = svg(drawn_stages(view, rows, width=width, of="100")[0])
    accent = [float(r.get("width", "0")) for r in root.iter("rect") if r.get("fill") == view.theme.accent]
    assert accent[0] == pytest.approx(width * 15 / 100, abs=0.1), "the strip is of a hundred"
    assert accent[1] == pytest.approx(width * 15 / 20, abs=0.1), (
        "the bar is on the enlarged scale, which ends at 20"
    )
    assert "20\u00a0%" in {(text.text or "").replace(" ", "\u00a0") for text in root.iter("text")}
    assert overlapping(root) == []


def test_numbers_of_one_picture_have_the_same_decimals(built_store: Path) -> None:
    view = View(builds.current(), "en", "light")
    choice = requested(view, {})
    whole = ask(questions.table, view.build, choice.survey.code, choice.round.code, "reasons_moved")
    assert {say.decimals(e.low, e.high) for e in whole.estimates} == {0, 1}, "alone they would differ"
    assert say.shared_decimals(whole.estimates) == 0
    assert say.shared_decimals(e._replace(estimate=0.004) for e in whole.estimates) == 1


@pytest.mark.parametrize("language", ["mn", "en"])
def test_groups_and_crosstab_say_the_same_of_a_group_that_differs(built_store: Path, language: str) -> None:
    view = View(builds.current(), language, "light")
    choice = requested(view, {})
    request, _ = read(view, choice, {"row": "age_group", "column": "wish"})
    table = table_of(view, request)
    assert table is not None
    said = groups.finding(view, choice, "wish", "age_group")
    youngest = {"mn": "18–24 нас", "en": "18–24"}[language]
    assert youngest in words.differences(view, request, table)
    assert say.quoted(view, youngest) in said


def test_the_false_alarm_rate_stands_on_the_page_of_methods_as_it_was_measured() -> None:
    view = View("20260101", "en", "light")
    text = " ".join(next(s for s in sections(view) if s.code == "comparison").paragraphs)
    measured = (Path(__file__).parents[2] / "docs/methods/comparison.md").read_text("utf-8")
    for shown, exact in (("81 of 100 pairs", "0.810"), ("7 of 100", "0.072"), ("4 of 100", "0.043")):
        assert shown in text and exact in measured


def test_groups_of_two_rounds_are_tested_with_their_own_degrees_of_freedom(built_store: Path) -> None:
    found = changes.changes(builds.current(), "demonstration", "2023", "2025", "district")
    whole = changes.changes(builds.current(), "demonstration", "2023", "2025")
    known = [row for row in found.rows if row.difference is not None and row.old is not None and row.old.df]
    assert known and all(row.difference.df < row.old.df for row in known if row.difference and row.old)
    assert all(
        row.difference.df > row.old.df
        for row in whole.rows
        if row.question == "wish" and row.difference and row.old and row.old.df
    )


def choice_of(view: View) -> Choice:
    """The first survey and its newest round."""
    return requested(view, {})


def test_a_hidden_stage_draws_no_bar(built_store: Path) -> None:
    view = View(builds.current(), "en", "light")
    shown = stages.found(view, choice_of(view))
    gone = [s.yes._replace(estimate=None, low=None, high=None, mark="c") for s in shown]
    assert "hidden" in stages.share(view, "wish", gone[0])
    root = svg(drawn_stages(view, [Stage("Wish", None, None, None, "[c]")], width=640, of="100")[0])
    assert [r for r in root.iter("rect") if r.get("fill") in (view.theme.accent, view.theme.primary)] == []


@pytest.mark.parametrize("language", ["mn", "en"])
def test_what_is_the_same_for_all_groups_is_said_once(built_store: Path, language: str) -> None:
    view = View(builds.current(), language, "light")
    choice = choice_of(view)
    pair = Pair(choice, choice.rounds[0], choice.rounds[-1], "district")
    labels = [row.label for _, rows in rounds_said.rows(view, pair) for row in rows]
    reworded = {c.question for c in rounds_said.found(view, pair).rows if c.verdict == "reworded"}
    names = [view.words.name(q) for code, q in rounds_said.questions(view, pair).items() if code in reworded]
    assert len(names) == 3 and all(labels.count(name) == 1 for name in names)
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("name", ["intention_stages", "intention_groups", "intention_where_to", "intention_motives", "flows", "crosstab", "rounds", "published"])  # fmt: skip
def test_no_line_of_a_saved_picture_runs_out_of_it(built_store: Path, name: str, language: str) -> None:
    """Letters of a widespread font are 0.6 of their size wide, bold ones 0.68."""
    view = View(builds.current(), language, "light")
    root = ElementTree.fromstring(exports.make(view, name, "svg", {})[1])
    own = "{http://www.w3.org/2000/svg}"
    for text in root.findall(f"{own}text"):  # not those within the drawing, which is scaled
        letter = 0.68 if text.get("font-weight") else 0.6
        wide = letter * float(text.get("font-size", "0")) * len(text.text or "")
        assert float(text.get("x", "0")) + wide <= WIDTH - 20, text.text
    badge = root.find(f"{own}rect[@rx='18']")
    assert badge is not None and float(badge.get("width", "0")) >= 0.66 * 20 * len(demonstration(view)) + 30


@pytest.mark.parametrize("language", ["mn", "en"])
def test_a_filter_stands_under_the_title_of_a_crosstab(built_store: Path, language: str) -> None:
    view = View(builds.current(), language, "light")
    request, _ = read(view, choice_of(view), {"row": "age_group", "column": "wish", "where": "sex:female"})
    table = table_of(view, request)
    assert table is not None
    assert {"mn": "Хүйс: Эмэгтэй", "en": "Sex: Women"}[language] in tables.shown(view, request, table)


def test_the_edges_of_widths_have_the_decimals_of_the_widths(built_store: Path) -> None:
    view = View(builds.current(), "en", "light")
    picture = shares(view, choice_of(view), "origin", "width")
    assert picture is not None
    for edge, upper in zip(share_map.edges(picture), picture.breaks.uppers, strict=False):
        assert edge == view.words.number(upper, 1)
    labels = [picture.said(code) for code in picture.estimates if picture.value(code) is not None]
    assert all("." in said for said in labels)
