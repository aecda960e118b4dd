"""Columns that say who somebody is: kept only with a reason, apart, and shown nowhere."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import yaml

from etl.__main__ import main
from etl.intake import mapping as matching
from etl.intake import outcome, report
from etl.intake.examining import blocked, examine
from etl.intake.privacy import masked
from etl.intake.reading import stage
from etl.verify import verify
from store import builds, connection, microdata, published, survey_queries
from tests.etl.intake import clean
from tests.etl.publishing.test_publish_command import ABOUT

PEOPLE = clean.RESPONDENTS
PRIVATE = {
    "Утас": [f"9911{number:04}" for number in range(PEOPLE)],
    "Овог нэр": [f"Д.Нэргүй{'абвгд'[number % 5]}{'абвгд'[number // 5 % 5]}" for number in range(PEOPLE)],
    "РД": [f"УБ9001{number % 28 + 1:02}{number % 90 + 10}" for number in range(PEOPLE)],
    "Тайлбар": [f"надтай 8811-{number:04} руу" if number % 9 else None for number in range(PEOPLE)],
}
KEPT = {"Утас": "дахин уулзахдаа залгана", "Овог нэр": "дахин уулзана"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A survey file with phones, names, register numbers, and phones within text."""
    table = pd.DataFrame(PRIVATE, dtype=object).join(clean.respondents())
    table.to_csv(tmp_path / "survey.csv", index=False)
    return tmp_path / "survey.csv"


def without_people(said: str) -> bool:
    """Whether a text holds no cell of a private column."""
    return not any(cell in said for cells in PRIVATE.values() for cell in cells if cell)


def texts(build: str, root: Path) -> Iterator[str]:
    """Every row of every table of a build, and of the respondents of its rounds."""
    with connection.cursor(build, root) as con:
        names = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        names += [
            name
            for (name,) in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        ]
        for name in names:
            yield str(con.execute(f'FROM "{name}"').fetchall())
    with duckdb.connect() as con:
        for survey in survey_queries.surveys(build):
            for round_ in survey_queries.rounds(build, survey.code):
                kept = survey_queries.microdata(round_, root)
                yield str(con.execute("FROM read_parquet($file)", {"file": str(kept)}).fetchall())


def test_what_was_kept_with_a_reason_is_apart_and_shown_nowhere(
    store: Path, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "m.yml"
    given.write_text(yaml.safe_dump({"private": KEPT, "survey": ABOUT}, allow_unicode=True), encoding="utf-8")
    common = [str(file), "--mapping", str(given), "--survey", "ger", "--round", "2025"]
    done = [*common, "--acknowledge", "privacy_unique"]
    for command in (["inspect", str(file)], ["inspect", str(file), "--format", "json"], ["check", *common]):
        main(command)
    main(["check", *common, "--report", str(tmp_path / "report.xlsx"), "--format", "csv"])
    assert main(["publish", *done]) == 0
    main(["versions"])
    said = capsys.readouterr()
    assert without_people(said.out + said.err) and "Утас" in said.out
    with zipfile.ZipFile(tmp_path / "report.xlsx") as book:
        assert without_people("".join(book.read(part).decode() for part in book.namelist()))

    in_use = builds.current(store)
    assert all(without_people(text) for text in texts(in_use, store))
    [name] = builds.note(in_use, store)["manifests"]
    manifest = published.read(name, store)
    assert without_people(json.dumps(manifest, ensure_ascii=False))
    assert manifest["mapping"]["private"] == KEPT
    assert manifest["private"] not in builds.note(in_use, store)["microdata"]
    kept = pd.read_parquet(microdata.path(manifest["private"], store))
    assert [*kept.columns] == ["row", "respondent", *KEPT]
    assert [*kept["Утас"]] == PRIVATE["Утас"] and kept["respondent"][7] == "R0007"

    assert main(["publish", *done]) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert list(verify(store)) == []
    microdata.path(manifest["private"], store).unlink()
    [fault] = verify(store)
    assert "private columns of survey ger, round 2025" in fault.message
    assert main(["publish", *done]) == 0, "what is gone is kept anew"
    assert microdata.path(manifest["private"], store).is_file()


@pytest.mark.parametrize("letter", ["ї", "?", "\u200bү"])
def test_a_page_is_given_covered_cells(store: Path, file: Path, tmp_path: Path, letter: str) -> None:
    """Also where letters were restored, lost, or hidden, and an example of it is told."""
    file.write_text(file.read_text(encoding="utf-8").replace("ү", letter), encoding="utf-8")
    seen = examine(stage(file, tmp_path / "staging"), "ger", "2025", given=matching.Mapping(private=KEPT))
    assert {"Овог нэр"} <= {one.column for one in seen.findings if not one.rule.code.startswith("private")}
    told = outcome.written(seen, {})
    said = json.dumps(told, ensure_ascii=False)
    assert without_people(said) and f"Нэрг{letter}й" not in said
    assert masked(PRIVATE["Утас"][0]) in told["first_rows"][0]
    csv = report.to_csv(seen.findings, seen.staged).decode()
    assert without_people(csv) and f"Нэрг{letter}й" not in csv


@pytest.mark.parametrize("target", ["respondent", "education", "own question"])
def test_no_private_column_is_published_as_something_else(
    store: Path, file: Path, tmp_path: Path, target: str
) -> None:
    """Neither one that was found out, nor one that was declared."""
    staged = stage(file, tmp_path / "staging")
    for column, declared in (("Утас", {}), ("sex", {"sex": "хэн нэгний хүсэлтээр"})):
        given = (
            matching.Mapping(keep={column: matching.Kept("phone", "one")}, private=declared)
            if target == "own question"
            else matching.Mapping(columns={target: (column,)}, private=declared)
        )
        seen = examine(staged, "ger", "2025", given=given)
        assert ("private_used", column) in {(one.rule.code, one.column) for one in blocked(seen.findings)}
