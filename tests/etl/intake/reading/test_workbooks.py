"""Sheets are read as a person sees them, or refused with the reason."""

from __future__ import annotations

import datetime
import gzip
import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.etl.intake.reading.conftest import Stage, codes, rows
from tests.etl.intake.reading.test_archives import zipped

DAY = datetime.date(2025, 3, 4)
TIME = datetime.datetime(2025, 3, 4, 10, 11, 12)


def xlsx(sheets: dict[str, Sequence[Sequence[Any]]], merged: dict[str, Sequence[str]] | None = None) -> bytes:
    """Write a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
        for cells in (merged or {}).get(name, ()):
            sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_become_texts(staged: Stage) -> None:
    made = staged(
        xlsx(
            {
                "Data": [
                    ["id", "огноо", "цаг", "хувь", "тийм"],
                    [1, DAY, TIME, 0.13, True],
                    ["007", DAY, TIME, 2e20, False],
                ]
            }
        ),
        "survey.xlsx",
    )
    assert rows(made) == [
        (2, "1", "2025-03-04", "2025-03-04T10:11:12", "0.13", "true"),
        (3, "007", "2025-03-04", "2025-03-04T10:11:12", "2e+20", "false"),
    ]
    assert [column.type for column in made.columns] == ["number", "date", "date", "number", "boolean"]
    assert (made.file.format, made.file.sheet, made.file.header_row) == ("xlsx", "Data", 1)


def test_the_sheet_that_looks_like_data(staged: Stage) -> None:
    data = [["id", "a", "b"], *([n, n, n] for n in range(9))]
    book = xlsx({"Тайлбар": [["Судалгаа"]], "Кодын жагсаалт": [["code", "name"], [1, "Увс"]], "Дата": data})
    made = staged(book, "survey.xlsx")
    assert (made.file.sheet, made.file.rows) == ("Дата", 9)
    assert made.file.sheets == ("Тайлбар", "Кодын жагсаалт", "Дата")
    assert codes(made) == {"other_sheets"}


def test_the_sheet_that_was_asked_for(staged: Stage, refused: Callable[..., set[str]]) -> None:
    book = xlsx({"A": [["id", "a"], [1, 2], [3, 4]], "B": [["id", "b"], [5, 6]]})
    assert refused(book, "survey.xlsx", sheet="C") == {"sheet"}
    assert rows(staged(book, "survey.xlsx", sheet="B")) == [(2, "5", "6")]


def test_joined_names_and_title(staged: Stage) -> None:
    book = xlsx(
        {
            "Data": [
                ["Хүн амын судалгаа", None, None, None],
                [],
                ["id", "Орон сууц", None, "Нас"],
                [None, "байшин", "гэр", None],
                [1, 2, 3, 4],
                [5, 6, 7, 8],
            ]
        },
        {"Data": ["A1:D1", "A3:A4", "B3:C3", "D3:D4"]},
    )
    made = staged(book, "survey.xlsx")
    assert [column.name for column in made.columns] == ["id", "Орон сууц / байшин", "Орон сууц / гэр", "Нас"]
    assert rows(made) == [(5, "1", "2", "3", "4"), (6, "5", "6", "7", "8")]


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"A": []}, "no_sheet"),
        ({"A": [["id", "a"]]}, "no_sheet"),
        ({"A": [["id", "a"], [1, "=SUM(1,2)"]]}, "formulas_empty"),
        ({"A": [[f"q{n}" for n in range(5000)], [1] * 5000]}, "columns"),
    ],
    ids=["empty", "names alone", "formulas", "columns"],
)
def test_refused(refused: Callable[..., set[str]], sheets: dict[str, Any], code: str) -> None:
    assert refused(xlsx(sheets), "survey.xlsx") == {code}


def test_an_old_workbook(staged: Stage) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Өгөгдөл")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for place, cell in enumerate(["дугаар", "аймаг", "огноо", "жин"]):
        sheet.write(0, place, cell)
    for place, cell in enumerate([1, "Өвөрхангай", DAY, 1.25]):
        sheet.write(1, place, cell, day if cell == DAY else xlwt.Style.default_style)
    out = io.BytesIO()
    book.save(out)
    made = staged(out.getvalue(), "survey.xls")
    assert rows(made) == [(2, "1", "Өвөрхангай", "2025-03-04", "1.25")]
    assert (made.file.format, made.file.sheet) == ("xls", "Өгөгдөл")


def test_a_workbook_under_another_name(staged: Stage) -> None:
    made = staged(xlsx({"Data": [["id", "a"], [1, 2]]}), "survey.csv")
    assert rows(made) == [(2, "1", "2")]
    assert codes(made) == {"named_otherwise"}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_cut_short(refused: Callable[..., set[str]], share: float) -> None:
    book = xlsx({"Data": [["id", "a"], *([n, n] for n in range(99))]})
    assert refused(book[: int(len(book) * share)], "survey.xlsx") == {"damaged"}


LONG = 4_000_123_456_789_010


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([[], [None, "id", "a"], [None, 1, "x"], [None, 2, "y"]], [(3, "1", "x"), (4, "2", "y")]),
        ([["id", "a"], ["007", "12,5"], ["008", "1 200,25"]], [(2, "007", "12.5"), (3, "008", "1200.25")]),
        ([["id", "a"], [1, LONG], [2, 0.1]], [(2, "1", str(LONG)), (3, "2", "0.1")]),
        ([["id", None, "a"], [1, None, "x"], [2, None, "y"]], [(2, "1", "x"), (3, "2", "y")]),
        ([["id", "a"], [1, "x\r\ny"], [2, " z "]], [(2, "1", "x\ny"), (3, "2", "z")]),
        ([["id", "a"], [1, datetime.time(9, 5)], [2, None]], [(2, "1", "09:05:00"), (3, "2", None)]),
        ([["id", "Огноо"], [1, 45720], [2, 45721.5]], [(2, "1", "2025-03-04"), (3, "2", "2025-03-05T12:00:00")]),
        ([["id", "a"], [1, "Хєвсгєл"], [2, "їг"]], [(2, "1", "Хөвсгөл"), (3, "2", "үг")]),
        ([["a", 2021, 2022], ["Увс", 1, 2]], [(2, "Увс", "1", "2")]),
        ([["Дүн"], ["id", "a", "b"], [1, "x", 2], ["Нийт", None, 5], ["Эх сурвалж: ҮСХ"]], [(3, "1", "x", "2")]),
    ],
    ids=["offset", "texts", "long", "gap", "breaks", "times", "serials", "old letters", "years", "notes"],
)  # fmt: skip
def test_awkward_sheets(staged: Stage, lines: list[list[Any]], expected: list[tuple[Any, ...]]) -> None:
    assert rows(staged(xlsx({"Data": lines}), "survey.xlsx")) == expected


def test_days_counted_from_1904(staged: Stage) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["id", "day"])
    book.active.append([1, DAY])
    out = io.BytesIO()
    book.save(out)
    assert rows(staged(out.getvalue(), "survey.xlsx")) == [(2, "1", "2025-03-04")]


def test_errors_are_no_answers_and_formats_change_no_number(staged: Stage) -> None:
    book = openpyxl.Workbook()
    for line in (["id", "a", "b"], [1, 0, 0.135], [2, 7, 0.07]):
        book.active.append(line)
    book.active["B2"].value, book.active["B2"].data_type = "#DIV/0!", "e"
    book.active["C2"].number_format = "0%"
    hidden = book.create_sheet("hidden")
    hidden.sheet_state = "hidden"
    for number in range(50):
        hidden.append([number] * 5)
    out = io.BytesIO()
    book.save(out)
    made = staged(out.getvalue(), "survey.xlsx")
    assert rows(made) == [(2, "1", None, "0.135"), (3, "2", "7", "0.07")]


def test_cells_that_are_joined_downwards_are_named(staged: Stage) -> None:
    lines = [["аймаг", "сум"], ["Увс", "Тариалан"], [None, "Тэс"], ["Төв", "Баян"]]
    made = staged(xlsx({"Data": lines}, {"Data": ["A2:A3"]}), "survey.xlsx")
    [finding] = made.findings
    assert (finding.rule.code, finding.rule.severity, finding.rows) == ("joined_cells", "acknowledge", (2,))


@pytest.mark.parametrize("wrap", ["zip", "gz"])
def test_a_workbook_in_an_archive(staged: Stage, wrap: str) -> None:
    book = xlsx({"A": [["id", "a"], [1, "x"]], "B": [["id"], [1]]})
    data = zipped({"дата/b.xlsx": book}) if wrap == "zip" else gzip.compress(book)
    made = staged(data, f"survey.xlsx.{wrap}")
    assert (rows(made), made.file.format, made.file.sheet) == ([(2, "1", "x")], "xlsx", "A")


def old(lines: Sequence[Sequence[Any]]) -> bytes:
    """Write a workbook of Excel 97."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for place, line in enumerate(lines):
        for column, cell in enumerate(line):
            if cell is not None:
                sheet.write(place, column, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_old_workbook_with_a_title_and_names_on_two_rows(staged: Stage) -> None:
    made = staged(
        old([["Дүн"], [], ["id", "Орон сууц", None], [None, "байшин", "гэр"], [1, 2, 3], [4, 5, 6]]),
        "survey.xls",
    )
    assert [column.name for column in made.columns] == ["id", "Орон сууц / байшин", "Орон сууц / гэр"]
    assert rows(made) == [(5, "1", "2", "3"), (6, "4", "5", "6")]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_an_old_workbook_cut_short(refused: Callable[..., set[str]], share: float) -> None:
    book = old([["id", "a"], *([n, "Өвөрхангай"] for n in range(500))])
    assert refused(book[: int(len(book) * share)], "survey.xls") == {"damaged"}


@pytest.mark.parametrize(
    "parts",
    [
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"},
        {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"},
    ],
    ids=["open document", "a letter"],
)
def test_other_documents_are_named(refused: Callable[..., set[str]], parts: dict[str, bytes]) -> None:
    assert refused(zipped(parts), "survey.xlsx") == {"format"}
