"""What says who somebody is: found by pattern and by name, counted, never taken for what it is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl.intake import privacy, rows
from etl.intake.privacy import Private
from etl.intake.staged import Staged

Stage = Callable[..., Staged]


def scanned(staged: Staged, most: int = rows.MOST_VALUES) -> dict[str, dict[str, Private]]:
    with rows.opened(staged) as con:
        found = privacy.scan(con, staged, rows.counts(con, staged.columns, most))
    said: dict[str, dict[str, Private]] = {}
    for private in found:
        said.setdefault(private.column, {})[private.kind] = private
    return said


@pytest.mark.parametrize("most", [rows.MOST_VALUES, 1], ids=["by value", "by row"])
@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("register_number", ["УБ90010112", "уб 90 01 01 12", "ҮЭ-95223145", "YB90010112"]),
        ("register_number", ["миний регистр ЧН88123199 гэсэн", "no", "yes", "no"]),
        ("phone", ["99112233", "+976 9911 2233", "8811-2233", "утас: 70112233."]),
        ("phone", ["холбогдох 99-11-22-33", "x", "y", "z"]),
        ("email", ["bat@mail.mn", "Dorj.B@gov.mn гэж бий", "a", "b"]),
        ("account", ["4000 1234 5678 9010", "5000123456789010", "MN12 0005 0012 3456 7890", "x"]),
        ("coordinates", ["47.918873 106.917701 0 0", "46.1234,102.5678", "x", "y"]),
        ("name", ["Д.Болд", "Ц. Оюунчимэг", "Доржийн Сүхээ", "Б.Энх-Амгалан"]),
    ],
)
def test_patterns(stage: Stage, kind: str, cells: list[str], most: int) -> None:
    found = scanned(stage({"note": cells}), most)
    assert found["note"].keys() == {kind}
    private = found["note"][kind]
    assert private.by == "pattern" and private.count >= 1
    assert private.example and private.example.endswith("•")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("name", "Овог нэр"),
        ("name", "respondent_name"),
        ("name", "Q1. ner"),
        ("phone", "Утасны дугаар"),
        ("phone", "utas"),
        ("register_number", "РД"),
        ("register_number", "registriin dugaar"),
        ("email", "E-mail"),
        ("address", "group/гэрийн хаяг"),
        ("birth_date", "төрсөн огноо"),
        ("account", "дансны дугаар"),
    ],
)
def test_names_of_columns(stage: Stage, kind: str, name: str) -> None:
    assert scanned(stage({name: ["a", "b", "c"]})) == {name: {kind: Private(name, kind, 3, "name")}}


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("weight", ["12.57654321", "57.99112233", "8.1", "9.2"]),
        ("weight", [57654321.5, 99112233.25, 1.5, 2.5]),
        ("land price", [85000000, 12000000, 9000000, 100000000]),
        ("psu", ["MN1101001", "MN1107002", "MN1110003", "MN1113004"]),
        ("aimag name", ["Архангай", "Увс", "Ховд", "Төв"]),
        ("сумын нэр", ["Өлзийт", "Хан-Уул", "Баян-Өндөр", "Дэлгэрхаан"]),
        ("date", ["2025-05-01", "2025-05-02", "2025-05-03", "2025-05-04"]),
        ("time", ["2025-05-01T09:30:00", "2025-05-01T10:30:00", "2025-05-01T11:30:00", "x"]),
        ("respondent", ["2025-00001", "2025-00002", "2025-00003", "2025-00004"]),
        ("distance", [45.123, 47.5, 50.1, 51.0]),
        ("reason", ["Хүүхдийн сургууль", "Ажлын байр", "Амьдралын чанар", "Газрын зөвшөөрөл"]),
    ],
)
def test_what_only_looks_alike(stage: Stage, name: str, cells: list[object]) -> None:
    assert scanned(stage({name: cells})) == {}
    assert scanned(stage({name: cells}), most=1) == {}


def test_a_pair_of_columns_with_exact_decimals_is_a_place(stage: Stage) -> None:
    table = {"x": [106.917701, 106.8801, 107.1], "y": [47.918873, 47.9001, 47.95]}
    assert {name: [*kinds] for name, kinds in scanned(stage(table)).items()} == {
        "x": ["coordinates"],
        "y": ["coordinates"],
    }


def test_a_date_of_birth_that_can_be_makes_a_register_number_plausible(stage: Stage) -> None:
    found = scanned(stage({"rd": ["УБ90010112", "УБ05231512", "УБ99999999"]}))["rd"]["register_number"]
    assert (found.count, found.plausible) == (3, 2)


def test_findings_name_kinds_and_block_what_is_about_to_be_published(stage: Stage) -> None:
    staged = stage({"phone": ["99112233", "88112233"], "mail": ["a@b.mn", "c@d.mn"]})
    found = [private for kinds in scanned(staged).values() for private in kinds.values()]
    told = privacy.findings(found, published=["mail"])
    assert [(finding.rule.code, finding.column, finding.count) for finding in told] == [
        ("private_phone", "phone", 2),
        ("private_email", "mail", 2),
        ("private_used", "mail", 0),
    ]
    assert "99112233" not in " ".join(f"{finding.message} {finding.value}" for finding in told)


def test_respondents_that_can_be_told_apart_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "respondents.parquet"
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT * FROM (VALUES ('f', 'a'), ('f', 'a'), ('m', 'a'), ('m', NULL), ('m', NULL)) "
            f"AS t(sex, aimag)) TO '{file}' (FORMAT parquet)"
        )
    found = privacy.anonymity(file, ["sex", "aimag"], limit=2)
    assert (found.respondents, found.unique, found.few) == (5, 1, 1)
    assert privacy.anonymity(file, ["sex"], limit=3).few == 2
    [finding] = privacy.findings([], [], found)
    assert finding.message.startswith("1 of 5 respondents")
