"""SPSS, Stata and Parquet files keep their labels, and what they declare missing is missing and said."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from tests.etl.intake.reading.conftest import Stage, codes, rows

PEOPLE = pd.DataFrame(
    {
        "id": [1, 2, 3],
        "sex": [1, 2, 99],
        "ner": ["Өлзий", "Дорж  ", ""],
        "day": [datetime.date(2025, 3, 4), datetime.date(1899, 1, 1), None],
        "time": [datetime.datetime(2025, 3, 4, 10, 11, 12), datetime.datetime(2025, 3, 5), None],
        "w": [1.5, None, 2.25],
    }
)
READ = [
    (1, "1", "1", "Өлзий", "2025-03-04", "2025-03-04T10:11:12", "1.5"),
    (2, "2", "2", "Дорж", "1899-01-01", "2025-03-05", None),
    (3, "3", None, None, None, None, "2.25"),
]
LABELS = {"sex": {1: "Эр", 2: "Эм", 99: "Мэдэхгүй"}}
NAMES = {"id": "Дугаар", "sex": "Хүйс", "ner": "Нэр", "day": "Өдөр", "time": "Цаг", "w": "Жин"}


def written(tmp_path: Path, kind: str, people: pd.DataFrame = PEOPLE, **options: Any) -> bytes:
    """Return the bytes of an SPSS or Stata file."""
    file = tmp_path / f"written.{kind}"
    write = pyreadstat.write_dta if kind == "dta" else pyreadstat.write_sav
    write(people, file, column_labels=NAMES, **options)
    return file.read_bytes()


@pytest.mark.parametrize(
    "options", [{}, {"compress": True}, {"row_compress": True}], ids=["plain", "zsav", "rows"]
)
def test_spss(staged: Stage, tmp_path: Path, options: dict[str, bool]) -> None:
    data = written(
        tmp_path,
        "sav",
        variable_value_labels=LABELS,
        missing_ranges={"sex": [{"lo": 90, "hi": 99}]},
        **options,
    )
    made = staged(data, "survey.sav")
    assert rows(made) == READ
    assert made.column("sex").label == "Хүйс"
    assert made.column("sex").values == {"1": "Эр", "2": "Эм", "99": "Мэдэхгүй"}
    assert [column.type for column in made.columns] == ["number", "number", "text", "date", "date", "number"]
    [finding] = made.findings
    assert (finding.rule.code, finding.column, finding.count, finding.value) == (
        "user_missing",
        "sex",
        1,
        "99 (Мэдэхгүй)",
    )


@pytest.mark.parametrize("version", [8, 10, 12, 13, 14, 15])
def test_stata(staged: Stage, tmp_path: Path, version: int) -> None:
    """Versions up to 13 cannot hold Mongolian; later ones are in UTF-8."""
    people = PEOPLE.assign(sex=pd.Series([1, 2, "a"], dtype=object))
    labels: dict[str, Any] = {"sex": {1: "Er", 2: "Em", "a": "Medehgui"}}
    names = dict.fromkeys(NAMES, "label")
    if version < 14:
        people = people.assign(ner=["Ulzii", "Dorj  ", ""])
    file = tmp_path / "written.dta"
    pyreadstat.write_dta(
        people,
        file,
        version=version,
        column_labels=names,
        variable_value_labels=labels,
        missing_user_values={"sex": ["a"]},
    )
    made = staged(file.read_bytes(), "survey.dta")
    latin = {"Өлзий": "Ulzii", "Дорж": "Dorj"} if version < 14 else {}
    assert rows(made) == [tuple(latin.get(cell, cell) for cell in row) for row in READ]
    assert made.column("sex").values["1"] == "Er"
    [finding] = made.findings
    assert (finding.rule.code, finding.count, finding.value) == ("user_missing", 1, ".a (Medehgui)")


def test_an_old_stata_file_in_windows_1251(staged: Stage, tmp_path: Path) -> None:
    """Old programs wrote Cyrillic bytes and did not say so; Є and ї stand for Ө and ү there."""
    spoilt = "Єнєр Їлзий Баянгол хїн".encode("cp1251").decode("latin-1")
    people = pd.DataFrame({"id": [1.0, 2.0], "ner": [spoilt, spoilt]})
    file = tmp_path / "written.dta"
    pyreadstat.write_dta(people, file, version=12)
    data = file.read_bytes().replace(
        spoilt.encode(), spoilt.encode("latin-1") + b"\0" * (len(spoilt.encode()) - len(spoilt))
    )
    made = staged(data, "survey.dta")
    assert {row[2] for row in rows(made)} == {"Өнөр Үлзий Баянгол хүн"}


@pytest.mark.parametrize("kind", ["sav", "dta"])
@pytest.mark.parametrize("share", [0.02, 0.2, 0.6, 0.95])
def test_cut_short(refused: Callable[..., set[str]], tmp_path: Path, kind: str, share: float) -> None:
    data = written(tmp_path, kind, pd.concat([PEOPLE] * 50, ignore_index=True))
    assert refused(data[: int(len(data) * share)], f"survey.{kind}") <= {
        "damaged",
        "format",
        "nuls",
        "memory",
    }


def test_parquet(staged: Stage, tmp_path: Path) -> None:
    file = tmp_path / "written.parquet"
    duckdb.execute(
        "COPY (SELECT i::INTEGER AS id, i / 4 AS \"жин\", DATE '2025-01-01' + i::INTEGER AS day, TIMESTAMP '2025-01-01 10:00:00' "
        f"AS t, i % 2 = 0 AS b, [1, i] AS l, 12.50::DECIMAL(9, 2) AS d, NULL AS n FROM range(2) r(i)) TO '{file}'"
    )
    made = staged(file.read_bytes(), "survey.parquet")
    assert rows(made) == [
        (1, "0", "0", "2025-01-01", "2025-01-01T10:00:00", "true", "[1, 0]", "12.50", None),
        (2, "1", "0.25", "2025-01-02", "2025-01-01T10:00:00", "false", "[1, 1]", "12.50", None),
    ]
    assert codes(made) == {"nested"}
    assert [column.name for column in made.columns] == ["id", "жин", "day", "t", "b", "l", "d", "n"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_parquet_cut_short(refused: Callable[..., set[str]], tmp_path: Path, share: float) -> None:
    file = tmp_path / "written.parquet"
    duckdb.execute(f"COPY (SELECT i, i::VARCHAR AS t FROM range(999) r(i)) TO '{file}'")
    data = file.read_bytes()
    assert refused(data[: int(len(data) * share)], "survey.parquet") == {"damaged"}


@pytest.mark.parametrize(
    ("kind", "formats", "real", "read"),
    [
        ("sav", {"day": "EDATE10", "t": "TIME8"}, (13960425600.0, 7200.0), ("2025-03-04", "02:00:00")),
        (
            "dta",
            {"day": "%td", "t": "%tc"},
            (23804.0, 2056702272000.0),
            ("2025-03-04", "2025-03-04T10:11:12"),
        ),
    ],
)
def test_times_beyond_all_calendars_stay_numbers(
    staged: Stage,
    tmp_path: Path,
    kind: str,
    formats: dict[str, str],
    real: tuple[float, float],
    read: tuple[str, str],
) -> None:
    people = pd.DataFrame(
        {"id": [1.0, 2.0, 3.0], "day": [real[0], 1e30, -1e18], "t": [real[1], 1e200, -1e25]}
    )
    file = tmp_path / f"written.{kind}"
    write = pyreadstat.write_dta if kind == "dta" else pyreadstat.write_sav
    write(people, file, variable_format=formats)
    made = staged(file.read_bytes(), f"survey.{kind}")
    assert rows(made)[0] == (1, "1", *read)
    assert rows(made)[1][2:] == ("1e+30", "1e+200")
    assert [column.type for column in made.columns] == ["number", "text", "text"]


def test_numbers_of_single_precision_are_as_they_were_written(staged: Stage, tmp_path: Path) -> None:
    file = tmp_path / "written.dta"
    numbers = pd.DataFrame({"id": [1, 2], "w": pd.Series([0.1, 104.235], dtype="float32"), "d": [0.1, 1e20]})
    numbers.to_stata(file, write_index=False)
    assert rows(staged(file.read_bytes(), "survey.dta")) == [
        (1, "1", "0.1", "0.1"),
        (2, "2", "104.235", "1e+20"),
    ]


def test_awkward_parquet(staged: Stage, tmp_path: Path) -> None:
    """Instants, nanoseconds, dictionaries, NUL characters, names that stand twice and none."""
    moment = datetime.datetime(2025, 3, 4, 2, 30, tzinfo=datetime.UTC)
    table = pa.table(
        [
            pa.array(["Увс", "Төв"]).dictionary_encode(),
            pa.array([moment, None], pa.timestamp("ns", "Asia/Ulaanbaatar")),
            pa.array([moment.replace(tzinfo=None), None], pa.timestamp("ns")),
            pa.array(["a\0b", "\0"], pa.large_string()),
            pa.array([float("nan"), 5.0]),
        ],
        names=["a", "a", "", "d", "e"],
    )
    pq.write_table(table, tmp_path / "written.parquet")
    made = staged((tmp_path / "written.parquet").read_bytes(), "survey.parquet")
    assert rows(made) == [
        (1, "Увс", "2025-03-04T10:30:00+08:00", "2025-03-04T02:30:00", "ab", None),
        (2, "Төв", None, None, None, "5"),
    ]
    assert len({column.name for column in made.columns}) == 5
