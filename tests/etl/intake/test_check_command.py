"""Checking on the command line, and the report a person mends the file by."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from etl.__main__ import main
from etl.intake import report
from etl.intake.checks.answers import OUTSIDE_CODEBOOK
from etl.intake.findings import Finding
from etl.intake.report import Telling
from tests.etl.intake import clean

Ran = tuple[int, str]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Write respondents to a CSV file and check it; gives the exit status and what was printed."""
    monkeypatch.setenv("NUTAG_STORE", str(tmp_path / "store"))

    def run(table: pd.DataFrame, *arguments: str) -> Ran:
        file = tmp_path / "судалгаа.csv"
        table.to_csv(file, index=False)
        status = main(["check", str(file), *arguments])
        return status, capsys.readouterr().out

    return run


@pytest.fixture(scope="module")
def respondents() -> pd.DataFrame:
    return clean.respondents()


@pytest.fixture(scope="module")
def faulty(respondents: pd.DataFrame) -> pd.DataFrame:
    """The clean file with three faults: an answer that is a formula, a weight below zero, a person twice."""
    table = respondents.copy()
    table.loc[4, "education"] = "=1+1"
    table.loc[5, "weight"] = "-3"
    table.loc[7, "respondent"] = table.loc[6, "respondent"]
    return table


def test_a_clean_file_is_clean(check, respondents: pd.DataFrame) -> None:  # type: ignore[no-untyped-def]
    status, out = check(respondents)
    assert (status, out) == (0, "Nothing stands in the way of publishing the file.\n")


def test_what_programs_read(check, faulty: pd.DataFrame) -> None:  # type: ignore[no-untyped-def]
    status, out = check(faulty, "--format", "json")
    said = json.loads(out)
    assert status == 1
    assert {*said} == {"file", "columns", "places", "problems", "privacy"}
    by_code = {problem["code"]: problem for problem in said["problems"]}
    assert {"outside_codebook", "weight_negative", "respondent_twice"} <= {*by_code}
    assert by_code["weight_negative"] == {
        "code": "weight_negative",
        "severity": "blocks",
        "column": "weight",
        "rows": [7],
        "count": 1,
        "value": "-3",
        "message": "Weights in weight are below zero.",
        "remedy": "Correct the weights; calibration with bounds keeps them above zero.",
    }
    assert by_code["respondent_twice"]["rows"] == [8, 9]
    assert next(c["concept"] for c in said["columns"] if c["name"] == "wish") == "wish"


def test_what_people_read(check, faulty: pd.DataFrame) -> None:  # type: ignore[no-untyped-def]
    status, out = check(faulty)
    assert status == 1
    assert out.index("Columns\n") < out.index("Rows\n")
    assert "BLOCKS [weight_negative] Weights in weight are below zero. Rows 7." in out


def test_acknowledged_by_code(check, respondents: pd.DataFrame) -> None:  # type: ignore[no-untyped-def]
    table = respondents.assign(weight="1")
    status, out = check(table)
    assert status == 1
    codes = out.strip().splitlines()[-1].removeprefix("To be acknowledged: ")
    assert set(codes.split(",")) == {"weights_equal", "weights_sum_to_sample"}
    assert check(table, "--acknowledge", codes)[0] == 0


def test_the_report_names_row_column_value_rule_and_remedy(  # type: ignore[no-untyped-def]
    check, faulty: pd.DataFrame, tmp_path: Path
) -> None:
    file = tmp_path / "report.xlsx"
    check(faulty, "--report", str(file))
    rows = [*load_workbook(file).active.iter_rows(values_only=True)]
    assert rows[0] == report.HEADINGS
    by_rule = {(row[3], row[0]): row for row in rows[1:]}
    assert by_rule["weight_negative", 7][1:3] == ("weight", "'-3")
    assert by_rule["outside_codebook", 6][2] == "'=1+1"
    assert all(row[6].endswith(".") and row[7].endswith(".") for row in rows[1:])


def test_every_cell_of_the_report_is_safe(check, faulty: pd.DataFrame, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book, text = tmp_path / "report.xlsx", tmp_path / "report.csv"
    table = faulty.rename(columns={"respondent": "=respondent"})
    check(table, "--report", str(book))
    check(table, "--report", str(text))
    cells = [cell for row in load_workbook(book).active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    written = [*csv.reader(io.StringIO(text.read_text("utf-8-sig")))]
    assert len(written) > 3
    assert not [cell for row in written for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_report_can_be_a_workbook_or_a_table(check, respondents: pd.DataFrame) -> None:  # type: ignore[no-untyped-def]
    assert check(respondents, "--report", "report.pdf")[0] == 2


def test_the_report_speaks_the_language_of_whoever_asks() -> None:
    from ui.words import Words

    words = Words("mn")
    finding = Finding(OUTSIDE_CODEBOOK, "боловсрол", (3,), 1200, "ногоон")
    [first, more] = report.lines([finding], telling=Telling(words.t, words.number))
    assert first.message.startswith("боловсрол баганад кодын дэвтэрт байхгүй хариулт")
    assert first.severity == "Зогсоох алдаа"
    assert more.value == "өөр 1\u00a0199"


def test_a_finding_without_rows_is_one_line() -> None:
    [line] = report.lines([Finding(OUTSIDE_CODEBOOK, "education", value="x")])
    assert line[:4] == (None, "education", "x", "outside_codebook")


def test_a_second_round_is_held_against_the_first(
    built_store: Path,
    respondents: pd.DataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NUTAG_STORE", str(shutil.copytree(built_store, tmp_path / "store")))
    first, second = tmp_path / "2023.csv", tmp_path / "2025.csv"
    table = clean.respondents(8)
    table.loc[:, "start"], table.loc[:, "end"] = "2023-05-01T09:00:00", "2023-05-01T09:30:00"
    table.drop(columns="interviewer").to_csv(first, index=False)
    seen = "survey_untold,privacy_unique"
    of_survey = ("--survey", "movers", "--acknowledge", seen)
    assert main(["publish", str(first), *of_survey, "--round", "2023"]) == 0
    respondents.assign(sex="male").to_csv(second, index=False)
    capsys.readouterr()
    assert main(["check", str(second), *of_survey, "--round", "2025", "--compare"]) == 1
    out = capsys.readouterr().out
    assert "[share_changed] The share of male in sex went from" in out
    assert "Round 2023 → 2025: 640 → 640 respondents." in out
    assert "wish = yes: " in out
    assert main(["check", str(first), *of_survey, "--round", "2024"]) == 1
    assert (
        "[published_before] This very file has been published already, as movers 2023."
        in capsys.readouterr().out
    )
