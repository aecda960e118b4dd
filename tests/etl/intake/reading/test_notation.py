"""Numbers and dates come to one way of writing; what can be read in two ways stays and is said."""

from __future__ import annotations

import pytest

from tests.etl.intake.reading.conftest import Stage, codes, rows


def column(
    staged: Stage, *cells: str, name: str = "x", beside: str = "a"
) -> tuple[list[str | None], str, set[str]]:
    """Stage a column beside one of text: its cells, its type, what was said."""
    lines = [f"id|{name}", *(f"{beside}|{cell}" for cell in cells)]
    made = staged("\n".join(lines).encode())
    return [row[2] for row in rows(made)], made.columns[1].type, codes(made)


@pytest.mark.parametrize(
    ("cells", "read", "said"),
    [
        (["1", "-2", "+3", "007", "1e5", ".5"], ["1", "-2", "+3", "007", "1e5", ".5"], set()),
        (["1.5", "2", ""], ["1.5", "2", None], set()),
        (["1,5", "2", "-0,25"], ["1.5", "2", "-0.25"], {"decimal_comma"}),
        (["1 200,5", "2", "12 000"], ["1200.5", "2", "12000"], {"decimal_comma", "thousands"}),
        (["1\u00a0200", "2"], ["1200", "2"], {"thousands"}),
        (["1\u202f200\u202f300.5", "2"], ["1200300.5", "2"], {"thousands"}),
        (["1,200,300", "1,200", "5"], ["1200300", "1200", "5"], {"thousands"}),
        (["1,200.50", "1,200", "5"], ["1200.50", "1200", "5"], {"thousands"}),
        (["1.200,5", "1,5"], ["1200.5", "1.5"], {"decimal_comma"}),
        (["1.200.300", "5"], ["1200300", "5"], {"thousands"}),
        (["1,200", "1,5"], ["1.200", "1.5"], {"decimal_comma"}),
        (["−5", "3"], ["-5", "3"], {"thousands"}),
        (["1'200", "3"], ["1200", "3"], {"thousands"}),
        (["5 ", " 6"], ["5", "6"], set()),
        (["5", "NA", "6", "-"], ["5", None, "6", None], {"missing_words"}),
        (["1.200", "850"], ["1.200", "850"], {"three_decimals"}),
        (["1.200", "NA"], ["1.200", None], {"three_decimals", "missing_words"}),
        (["1.200", "0.850"], ["1.200", "0.850"], set()),
    ],
)
def test_numbers(staged: Stage, cells: list[str], read: list[str | None], said: set[str]) -> None:
    assert column(staged, *cells) == (read, "number", said)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["1,200", "3"], {"unsure_numbers"}),
        (["1,5", "1,200,300"], {"unsure_numbers"}),
        (["1.200", "1,5"], {"unsure_numbers"}),
        (["1.200.300", "1.5"], {"unsure_numbers"}),
        (["5", "байхгүй"], set()),
        (["5", "13%"], set()),
        (["5", "nan?"], set()),
        (["5", "1 2"], set()),
        (["5", "1e999"], set()),
    ],
)
def test_text_that_is_nearly_a_number(staged: Stage, cells: list[str], said: set[str]) -> None:
    assert column(staged, *cells) == (cells, "text", said)


def test_another_column_tells_what_a_comma_is(staged: Stage) -> None:
    for other, read, decimal in (("2,5", "1.200", ","), ("2.5", "1200", ".")):
        made = staged(f"a;b\n1,200;{other}\n3;7\n".encode())
        assert rows(made)[0] == (2, read, other.replace(",", "."))
        assert made.file.decimal == decimal


@pytest.mark.parametrize(
    ("cells", "read", "said"),
    [
        (["2025-03-04", "2024-12-31"], ["2025-03-04", "2024-12-31"], set()),
        (["2025-03-04T10:11:12.123+08:00"], ["2025-03-04T10:11:12.123+08:00"], set()),
        (["2025.3.4", "2025.12.31"], ["2025-03-04", "2025-12-31"], {"dates_written"}),
        (["2025/03/04 9:05"], ["2025-03-04T09:05"], {"dates_written"}),
        (["04.03.2025", "31.12.2024"], ["2025-03-04", "2024-12-31"], {"dates_written"}),
        (["04/03/2025", "31/12/2024"], ["2025-03-04", "2024-12-31"], {"dates_written"}),
        (["03/04/2025", "12/31/2024"], ["2025-03-04", "2024-12-31"], {"dates_written"}),
        (
            ["2025 оны 3 сарын 4", "2024 оны 12 дугаар сарын 31-ний өдөр"],
            ["2025-03-04", "2024-12-31"],
            {"dates_written"},
        ),
    ],
)
def test_dates(staged: Stage, cells: list[str], read: list[str], said: set[str]) -> None:
    assert column(staged, *cells) == (read, "date", said)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["03/04/2025", "05/06/2025"], {"unsure_dates"}),
        (["13/04/2025", "04/13/2025"], {"unsure_dates"}),
        (["2025-03-04", "маргааш"], set()),
    ],
)
def test_text_that_is_nearly_a_date(staged: Stage, cells: list[str], said: set[str]) -> None:
    assert column(staged, *cells) == (cells, "text", said)


def test_a_day_that_is_in_no_calendar_stays(staged: Stage) -> None:
    cells, kind, _ = column(staged, "2025.02.31", "2025.02.28")
    assert (cells, kind) == (["2025.02.31", "2025-02-28"], "text")


def test_day_numbers_of_a_spreadsheet(staged: Stage) -> None:
    assert column(staged, "45720", "45721.5", name="Судалгааны огноо") == (
        ["2025-03-04", "2025-03-05T12:00:00"], "date", {"serial_dates"},
    )  # fmt: skip
    assert column(staged, "45720", "99", name="огноо")[1] == "number"
    assert column(staged, "45720", "45721", name="орлого")[1] == "number"


def test_booleans(staged: Stage) -> None:
    assert column(staged, "TRUE", "false", "")[1] == "boolean"


def test_a_row_that_numbers_the_columns_is_set_apart(staged: Stage) -> None:
    made = staged("Аймаг,2021,2022,2023,2024\nА,1,2,3,4\nУвс,5,6,7,8\n".encode())
    assert rows(made) == [(3, "Увс", "5", "6", "7", "8")]
    assert codes(made) == {"numbered_row"}


def test_names_that_stand_again_are_set_apart(staged: Stage) -> None:
    """Files of several teams were put together with their headings."""
    made = staged(b"id,a,b\n1,x,y\nid,a,b\n2,x,y\nid,a,b\n3,x,z\n")
    assert [row[0] for row in rows(made)] == [2, 4, 6]
    [finding] = made.findings
    assert (finding.rule.code, finding.rows, finding.count) == ("header_again", (3, 5), 2)


def test_points_are_thousands_where_the_file_has_decimal_commas(staged: Stage) -> None:
    made = staged("жин;цалин;орлого\n1,5;1.200;2.500\n2,25;850;-\n".encode())
    assert [row[1:] for row in rows(made)] == [("1.5", "1200", "2500"), ("2.25", "850", None)]
    assert [column.type for column in made.columns] == ["number"] * 3
    assert codes(made) == {"decimal_comma", "thousands", "missing_words"}


@pytest.mark.parametrize("cells", [["18_24", "25_34"], ["1_000", "5"], ["inf", "5"], ["nan_1", "1e999"]])
def test_what_only_programs_take_for_a_number_is_text(staged: Stage, cells: list[str]) -> None:
    assert column(staged, *cells) == (cells, "text", set())
