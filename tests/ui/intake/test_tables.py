"""A table of figures by aimag in the browser: described, checked, published, corrected."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from etl.intake import templates
from etl.publishing.figures import empty
from store import builds, queries
from tests.ui.intake.conftest import Drafted, again, looked, published
from ui.intake import about, cases
from ui.intake.cases import TABLE

INDICATOR = {
    **{"indicator": "places_in_kindergartens", "unit": "count", "topic": "services", "kind": "count"},
    **{"decimals": 0, "middle": "none", "aggregate": "sum", "listed": True},
    **{f"{part}_{tongue}": "Жишээ" for part in ("name", "definition") for tongue in ("en", "mn")},
}
SOURCE = {
    **{"source": "office_2026", "kind": "official"},
    **{f"{part}_{tongue}": "Жишээ" for part in ("publisher", "title", "licence") for tongue in ("en", "mn")},
}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The empty table, filled in."""
    heads, rows = empty.table("Аймаг", "mn")
    file = tmp_path / "Үзүүлэлт.csv"
    file.write_bytes(templates.to_csv(heads, [[row[0], 10, 20, 30] for row in rows]))
    return file


def test_a_table_is_described_checked_published_and_corrected(drafted: Drafted, table: Path) -> None:
    case = looked(drafted(file=table, said={TABLE: {}}))
    assert case.found["count"] == 66 and not about.is_told(case) and not case.ready
    cases.decide(case, table=lambda said: {**said, "indicator": INDICATOR})
    cases.decide(case, table=lambda said: {**said, "source": SOURCE})
    case = looked(again(case))
    assert about.is_told(case) and case.ready
    assert published(case)["outcome"] == "added"
    figures = queries.observations(builds.current(), "places_in_kindergartens", "aimag")
    assert {row.value for row in figures} == {10, 20, 30}

    lines = [*csv.reader(table.read_text("utf-8-sig").splitlines())]
    table.write_text(
        "\n".join(",".join([*line[:3], "35" if at else line[3]]) for at, line in enumerate(lines))
    )
    said = {
        "indicator": {"indicator": "places_in_kindergartens", "unit": "count"},
        "source": {"source": "office_2026"},
    }
    second = looked(drafted(file=table, said={TABLE: said}))
    assert second.ready
    assert published(second)["outcome"] == "replaced"


def test_what_is_wrong_with_a_table_is_told_and_keeps_it_from_being_published(
    drafted: Drafted, table: Path
) -> None:
    table.write_text(table.read_text("utf-8-sig").replace("Увс", "Увсс аймаг").replace("10", "арав", 1))
    case = looked(drafted(file=table, said={TABLE: {"indicator": INDICATOR, "source": SOURCE}}))
    assert {"table_place", "table_value"} <= {finding.rule.code for finding in case.blocking}
    assert not case.ready


def test_codes_of_what_is_new_are_made_of_its_english_names() -> None:
    written: dict[str, Any] = {
        "indicator": {"name_en": "Job vacancies (2026)"},
        "source": {"title_en": "Éx 5"},
    }
    told = about._told({"indicator": {"new": True, "unit": "count"}}, written, "2026", "")
    assert told["indicator"]["indicator"] == "job_vacancies_2026" and "new" not in told["indicator"]
    assert told["source"]["source"] == "x_5_2026" and told["source"]["year_mn"] == "2026"
