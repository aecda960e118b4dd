"""A crosstab says the same of a cell on the screen, in its files and in its picture, and of a hidden one nothing."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from store import builds
from ui import exports
from ui.request import BadRequest
from ui.surveys import codebook
from ui.surveys.choice import requested
from ui.surveys.crosstabs import bars, tables, words
from ui.surveys.crosstabs.request import Request, from_download, read, refused, table_of
from ui.surveys.search import search
from ui.view import View

ROWS = ("age_group", "sex", "district", "origin_aimag", "occupation", "years_since_move")
COLUMNS = ("wish", "destination_type", "destination_aimag", "drivers", "expected_pay", "sector")
MARKS = re.compile(r"\[([cuxz])\]")


def view(language: str = "en") -> View:
    return View(builds.current(), language, "light")


def request(**given: str) -> Request:
    found, wrong = read(view(), requested(view(), given), given)
    assert wrong == []
    return found


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@st.composite
def addresses(draw: st.DrawFn) -> dict[str, str]:
    """Draw the parameters of a crosstab, many of them with small groups."""
    row, column = draw(st.sampled_from(ROWS)), draw(st.sampled_from(COLUMNS))
    control = draw(st.sampled_from(("none", "sex", "herder_background")))
    where = draw(st.sampled_from(("", "education:higher", "household_type:couple,alone")))
    percent = draw(st.sampled_from(("row", "column", "total", "responses", "count", "mean")))
    intervals = draw(st.sampled_from(("on", "off")))
    assume(control != row)
    given = {"row": row, "column": column, "control": control, "where": where, "intervals": intervals}
    columns = {"drivers": ("row", "responses", "count"), "expected_pay": ("mean",)}
    assume(percent in columns.get(column, ("row", "column", "total", "count")))
    return given | {"percent": percent, "survey": "demonstration", "round": "2025"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(addresses())
def test_screen_and_files_carry_the_same_marks_and_no_hidden_number(
    built_store: Path, given: dict[str, str]
) -> None:
    asked = request(**given)
    table = table_of(view(), asked)
    if table is None or table.answered.in_the_way:
        return
    places = [(*place, code) for place in tables.rows(table) for code in tables.columns(table)]
    marks = [table.cell(*place).mark for place in places]

    html = tables.html(view(), asked, table)
    shown = re.findall(r'<td class="n(?! base)[^"]*"[^>]*>(.*?)</td>', html)
    assert [found.group(1) if (found := MARKS.search(cell)) else "" for cell in shown] == marks
    assert not any(
        re.search(r"\d", MARKS.sub("", c)) for c, mark in zip(shown, marks, strict=True) if mark == "c"
    )

    _, content = exports.make(view(), "crosstab", "csv", given)
    said = [
        (name, cell) for line in rows_of(content) for name, cell in line.items() if name.endswith(": Mark")
    ]
    assert [found.group(1) if (found := MARKS.search(cell)) else "" for _, cell in said] == marks
    across = len(tables.columns(table))
    for number, line in enumerate(rows_of(content)):
        for position in range(across):
            if marks[number * across + position] != "c":
                continue
            name = tables.column(view(), asked, table, tables.columns(table)[position])
            cells = [cell for head, cell in line.items() if head.startswith(f"{name}: ")]
            bases = [cell for head, cell in line.items() if head == f"{name}: n, base"]
            assert all(MARKS.search(cell) for cell in cells if cell not in bases)

    _, book = exports.make(view(), "crosstab", "xlsx", given)
    sheet = load_workbook(io.BytesIO(book))["Table"]
    head, *lines = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    found = [MARKS.search(cell) for line in lines for name, cell in zip(head, line, strict=True) if name.endswith(": Mark")]  # fmt: skip
    assert [mark.group(1) if mark else "" for mark in found] == marks

    _, whole = exports.make(view(), "crosstab_full", "csv", given)
    long = rows_of(whole)
    assert [line["mark"] for line in long] == marks
    for line in long:
        if line["mark"] == "c":
            assert {line[name] for name in ("estimate", "se", "low", "high", "df", "n_answer", "deff")} == {
                ""
            }

    svg = bars.svg(view(), asked, table, "desk")
    drawn = [table.cell(*place, code).mark for code in bars.panels(table) for place in tables.rows(table)]
    assert sorted(MARKS.findall(svg)) == sorted(mark for mark in drawn if mark)


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "svg"])
def test_every_file_says_that_nobody_was_interviewed_and_what_was_asked(
    built_store: Path, language: str, kind: str
) -> None:
    here = view(language)
    stem, content = exports.make(here, "crosstab", kind, {"row": "district", "column": "destination_type"})
    assert stem == "crosstab-destination_type-by-district"
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(content))
        text = " ".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        )
    elif kind == "svg":
        text = " ".join(ElementTree.fromstring(content).itertext())
    else:
        text = content.decode("utf-8-sig")
    choice = requested(here, {})
    wording = codebook.wording(here, choice, "destination_type")
    assert here.t("Demonstration: made up, nobody was interviewed") in text
    assert wording is not None and here.words.of(wording, "text").replace("  ", " ") in text
    assert "[c]" in text


def test_without_parameters_the_wish_by_age_is_weighted_and_has_intervals(built_store: Path) -> None:
    asked = request()
    assert (asked.wanted.row, asked.wanted.column, asked.percent) == ("age_group", "wish", "row")
    assert asked.wanted.weighted and asked.intervals
    assert request(**asked.address) == asked


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"row": "no_such"}, "no_such cannot be chosen here; another is shown."),
        ({"row": "drivers"}, "drivers cannot be chosen here; another is shown."),
        ({"percent": "people"}, "people cannot be chosen here; another is shown."),
        ({"where": "wish:yes"}, "“Wishes to return to the homeland” stands in the table already, so it is no filter."),
        ({"where": "sex:neither"}, "There is no answer neither."),
        ({"where": "weight:1"}, "There is no filter weight."),
        ({"where": "sex:male;education:basic;herder_background:yes"}, "At most 2 filters are used; the first 2 are."),
        ({"confidence": "100"}, "100 cannot be chosen here; another is shown."),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_answered_with_one_sentence(
    built_store: Path, given: dict[str, str], sentence: str
) -> None:
    asked, wrong = read(view(), requested(view(), given), given)
    assert wrong == [sentence]
    assert table_of(view(), asked) is not None
    with pytest.raises(BadRequest, match=re.escape(sentence)):
        from_download(view(), given)


def test_a_refused_filter_names_the_answers_in_the_way_and_has_no_file(built_store: Path) -> None:
    given = {"row": "origin_aimag", "column": "destination_aimag", "where": "district:MN1101"}
    asked = request(**given)
    table = table_of(view(), asked)
    assert table is not None and table.cells == {}
    (said,) = refused(view(), asked.choice, table)
    assert "Baganuur, Bagakhangai" in said and "District of residence" in said
    for name, kind in (("crosstab", "csv"), ("crosstab_full", "xlsx"), ("crosstab", "svg")):
        with pytest.raises(BadRequest, match=re.escape(said)):
            exports.make(view(), name, kind, given)


@pytest.mark.parametrize(
    ("text", "first"), [("хүйс", "sex"), ("AGE", "age_group"), ("цалин", "expected_pay"), ("draw you", "drivers")]
)  # fmt: skip
def test_a_question_is_found_by_its_words_in_either_language(
    built_store: Path, text: str, first: str
) -> None:
    for language in ("mn", "en"):
        here = view(language)
        assert search(here, requested(here, {}), text)[0].code == first
    assert search(view(), requested(view(), {}), "qqq") == () == search(view(), requested(view(), {}), " ")


def test_differences_are_said_with_their_interval_and_the_rest_is_similar(built_store: Path) -> None:
    asked = request(row="years_since_move")
    table = table_of(view(), asked)
    assert table is not None
    said = words.differences(view(), asked, table)
    assert re.search(r"is higher than the others by \d+ to \d+ percentage points", said)
    assert "similar to the others" in said and "Rao–Scott" in said
    thin = request(row="origin_aimag", column="destination_aimag")
    other = table_of(view(), thin)
    assert other is not None and "Rao–Scott" not in words.differences(view(), thin, other)
