"""Sheets are read as a person sees them, or refused with the reason."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
import xlwt

from tests.etl.intake.reading.conftest import Stage, codes, rows

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
