"""Delimited text is read as its writer meant it, or refused with the reason."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

from tests.etl.intake.reading.conftest import Stage, codes, rows

PEOPLE = "id,аймаг,нас\n1,Өвөрхангай,25\n2,Увс,31\n3,Хөвсгөл,40\n"
READ = [(2, "1", "Өвөрхангай", "25"), (3, "2", "Увс", "31"), (4, "3", "Хөвсгөл", "40")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(staged: Stage, encoding: str, delimiter: str) -> None:
    made = staged(PEOPLE.replace(",", delimiter).encode(encoding))
    assert rows(made) == READ
    assert made.file.delimiter == delimiter
    assert [(c.name, c.type, c.missing, c.distinct) for c in made.columns] == [
        ("id", "number", 0, 3),
        ("аймаг", "text", 0, 3),
        ("нас", "number", 0, 3),
    ]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", [True, False], ids=["last line broken", "last line open"])
def test_line_breaks(staged: Stage, line_break: str, end: bool) -> None:
    text = PEOPLE if end else PEOPLE.removesuffix("\n")
    assert rows(staged(text.replace("\n", line_break).encode())) == READ


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('id,a\n1,"x\ny"\n2,z\n', [(2, "1", "x\ny"), (3, "2", "z")]),
        ("id,a\n1,x\n\n2,z\n", [(2, "1", "x"), (4, "2", "z")]),
        ("\n\nid,a\n1,x\n,\n2,z\n", [(4, "1", "x"), (6, "2", "z")]),
        ('id,a\n1,"say ""yes"""\n2, z \n', [(2, "1", 'say "yes"'), (3, "2", "z")]),
        ('id,a\n1,"a,b"\n2,5" pipe\n', [(2, "1", "a,b"), (3, "2", '5" pipe')]),
        ('id,a\n1, "a,b"\n', [(2, "1", "a,b")]),
        ("sep=;\nid;a\n1;x\n", [(3, "1", "x")]),
        ("id\n5\n\n7\n", [(2, "5"), (4, "7")]),
        ("id;a\r\n1;x\n2;y\r\n", [(2, "1", "x"), (3, "2", "y")]),
        ("id,a,,\n1,x,,\n2,y,,\n", [(2, "1", "x"), (3, "2", "y")]),
        ('id,a\r\n1,"x\r\ny"\r\n2,z\r\n', [(2, "1", "x\ny"), (3, "2", "z")]),
        ('id,a\n1,"x\ry"\n2,"z\r\n\nw"\n', [(2, "1", "x\ny"), (3, "2", "z\n\nw")]),
        ('\ufeff\u200fid,"a\n"\n1,x\n', [(2, "1", "x")]),
        ("id;a\n1;x, y, z\n2;u, v, w\n", [(2, "1", "x, y, z"), (3, "2", "u, v, w")]),
        ('"id"\t"a"\n"1"\t"x\ty"\n"2"\t""\n', [(2, "1", "x\ty"), (3, "2", None)]),
        ("id,a\n1,\u00a0x\u00a0\n2,\u3000\n", [(2, "1", "x"), (3, "2", None)]),
    ],
)
def test_rows_are_numbered_as_a_spreadsheet_shows_them(
    staged: Stage, text: str, expected: list[tuple[int, str]]
) -> None:
    made = staged(text.encode())
    assert rows(made) == expected
    assert [column.name for column in made.columns] == ["id", "a"][: len(made.columns)]


def test_title_lines_totals_and_notes_are_set_apart_and_said(staged: Stage) -> None:
    made = staged(
        "Судалгааны дүн\n2025 он\n\nid;аймаг;орлого\n1;Увс;1 200,5\n2;Төв;12,5\n3;Ховд;-\n"
        "Нийт;;1213\nЭх сурвалж: ҮСХ\n".encode()
    )
    assert rows(made) == [(5, "1", "Увс", "1200.5"), (6, "2", "Төв", "12.5"), (7, "3", "Ховд", None)]
    assert made.file.header_row == 4
    assert made.file.decimal == ","
    said = {finding.rule.code: finding for finding in made.findings}
    assert said["title_lines"].rows == (1, 2)
    assert said["rows_below"].rows == (8, 9)
    assert said["missing_words"].count == 1
    assert set(said) == {"title_lines", "rows_below", "missing_words", "decimal_comma"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("\n \n\n", "empty"),
        ("id,a\n", "no_respondents"),
        ('id,a\n1,"never closed\n2,z\n', "quotes"),
        ('id,a\n1,"He said "yes" to me"\n', "quotes"),
        ("1,Увс,25\n2,Төв,30\n", "no_header"),
        ("id,a\n1,x\x00y\n", "nuls"),
        ("%PDF-1.7 …", "format"),
        ("<html><table><tr><td>1</td></tr></table></html>", "format"),
        ("id,a\n1," + "x" * 40_000 + "\n", "long_cell"),
        (",".join(f"q{i}" for i in range(100_000)) + "\n" + "1," * 99_999 + "1\n", "columns"),
        (PEOPLE.encode().decode("cp1252", "replace"), "garbled"),
        (PEOPLE.encode("cp1251", "replace").decode("latin-1"), "garbled"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_refused(refused: Callable[..., set[str]], text: str, code: str) -> None:
    assert refused(text.encode()) == {code}


def test_uneven_rows_are_named(staged: Stage) -> None:
    made = staged(b"id,a,b\n1,x,y\n2,x\n3,x,y,z\n4,x,y,\n5,x,y\n")
    said = {finding.rule.code: finding for finding in made.findings}
    assert said["short_rows"].rows == (3,)
    assert (said["long_rows"].rows, said["long_rows"].value, said["long_rows"].rule.severity) == (
        (4,),
        "z",
        "blocks",
    )
    assert [row[0] for row in rows(made)] == [2, 3, 4, 5, 6]


def test_names_are_made_each_their_own(staged: Stage) -> None:
    made = staged(b"id,q,,q,q 2\n1,a,b,c,d\n2,a,,c,d\n")
    assert [column.name for column in made.columns] == ["id", "q", "column 3", "q 3", "q 2"]
    assert codes(made) == {"duplicate_names", "unnamed"}


def test_names_on_two_rows(staged: Stage) -> None:
    made = staged("id,Орон сууц,,Ажил,\n,байшин,гэр,тийм,үгүй\n1,2,3,4,5\n".encode())
    assert [column.name for column in made.columns] == [
        "id", "Орон сууц / байшин", "Орон сууц / гэр", "Ажил / тийм", "Ажил / үгүй",
    ]  # fmt: skip
    assert rows(made) == [(3, "1", "2", "3", "4", "5")]


def test_a_long_file_keeps_its_rows_in_order(staged: Stage) -> None:
    """Read by several threads, written in several groups of rows."""
    made = staged(b"id,a\n" + b"".join(b"%d,x\n" % number for number in range(2, 300_002)))
    [(count, wrong)] = duckdb.execute(
        f"SELECT count(*), count_if(row != c1::BIGINT) FROM {made.source}"
    ).fetchall()
    assert (count, wrong) == (300_000, 0)


def test_what_stands_once_is_known_to(staged: Stage) -> None:
    made = staged("дугаар,нэр,n,gap\nа1,x,1,u\nа2,y,2,\nа3 ,x,3,v\n".encode())
    assert {column.name: column.unique for column in made.columns} == {
        **{"дугаар": True, "нэр": False, "n": True, "gap": True},
    }
