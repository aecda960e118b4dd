"""Exports of KoboToolbox and ODK: options know their question, and the form gives labels and choices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.etl.intake.reading.conftest import Stage, codes, rows
from tests.etl.intake.reading.test_workbooks import xlsx

EXPORT = (
    'start;end;house/own;house/why;house/why/job;house/why/school;house/age;_id;_uuid;_submission_time;_index\n'
    '2025-03-04T10:11:12.123+08:00;2025-03-04T10:41:12.123+08:00;yes;job school;1;1;25;77;ab-1;2025-03-04T02:50:00;1\n'
    '2025-03-04T11:11:12.123+08:00;2025-03-04T11:41:12.123+08:00;no;school;0;1;31;78;ab-2;2025-03-04T03:50:00;2\n'
)  # fmt: skip
FORM: dict[str, list[list[Any]]] = {
    "survey": [
        ["type", "name", "label::English (en)", "label::Монгол (mn)"],
        ["start", "start", None, None],
        ["begin_group", "house", "House", "Орон сууц"],
        ["select_one yesno", "own", "Own?", "Өөрийн үү?"],
        ["select_multiple why", "why", "Why?", "Яагаад?"],
        ["integer", "age", "Age", "Нас"],
        ["end_group", None, None, None],
        ["text", "remark", "Remark", None],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)", "label::Монгол (mn)"],
        ["yesno", "yes", "Yes", "Тийм"],
        ["yesno", "no", "No", "Үгүй"],
        ["why", "job", "Job", "Ажил"],
        ["why", "school", "School", "Сургууль"],
    ],
}


def form(tmp_path: Path, sheets: dict[str, list[list[Any]]] = FORM) -> Path:
    """Write an XLSForm."""
    file = tmp_path / "form.xlsx"
    file.write_bytes(xlsx(sheets))
    return file


def test_options_know_their_question(staged: Stage) -> None:
    made = staged(EXPORT.encode())
    assert {column.name: column.group for column in made.columns if column.group} == {
        "house/why/job": "house/why",
        "house/why/school": "house/why",
    }
    assert made.column("start").type == "date"
    assert rows(made)[0][4:7] == ("job school", "1", "1")


@pytest.mark.parametrize("between", ["/", "-"])
def test_the_form_gives_labels_and_choices(staged: Stage, tmp_path: Path, between: str) -> None:
    made = staged(EXPORT.replace("/", between).encode(), xlsform=form(tmp_path))
    why = between.join(("house", "why"))
    assert made.column(between.join(("house", "own"))).values == {"yes": "Тийм", "no": "Үгүй"}
    assert made.column(why).label == "Яагаад?"
    option = made.column(between.join((why, "job")))
    assert (option.group, option.label) == (why, "Ажил")
    [finding] = made.findings
    assert (finding.rule.code, finding.value) == ("form_apart", "remark")


def test_options_without_a_column_of_their_question(staged: Stage, tmp_path: Path) -> None:
    made = staged(b"own,why/job,why/school,age,remark\nyes,1,0,25,x\nno,0,1,26,y\n", xlsform=form(tmp_path))
    assert [column.group for column in made.columns] == [None, "why", "why", None, None]
    assert codes(made) == set()


def test_an_export_with_labels_over_the_columns(staged: Stage, tmp_path: Path) -> None:
    made = staged("Өөрийн үү?,Нас,Remark\nyes,25,x\nno,26,y\n".encode(), xlsform=form(tmp_path))
    assert made.column("Өөрийн үү?").values == {"yes": "Тийм", "no": "Үгүй"}


@pytest.mark.parametrize(
    "sheets", [{"survey": [["type", "name"]], "choices": [["list_name"]]}, {"Data": [["a"], [1]]}]
)
def test_a_form_that_is_none(
    refused: Callable[..., set[str]], tmp_path: Path, sheets: dict[str, list[list[Any]]]
) -> None:
    assert refused(EXPORT.encode(), xlsform=form(tmp_path, sheets)) == {"xlsform"}
