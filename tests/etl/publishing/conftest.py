"""A store with two published rounds and a correction, and accepted rounds to publish, from the demonstration."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.intake.accepted import Accepted
from etl.publishing.rounds import Published, publish
from store import builds, connection, microdata
from store.survey_tables import SURVEY_TABLES

SURVEY = "real"
MAPPING = {"columns": {"wish": "Хүсэл"}, "drop": ["утас"]}


def accepted(build: str, store: Path, round_: str, **changes: Any) -> Accepted:
    """A round of the demonstration survey as if it had been a person's own file."""
    tables: dict[str, tuple[dict[str, object], ...]] = {}
    with connection.cursor(build, store) as con:
        for table in SURVEY_TABLES:
            relation = con.execute(
                f"SELECT * FROM {table.name} WHERE survey = 'demonstration' ORDER BY rowid"
            )
            names = [column[0] for column in relation.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
            mine = [row for row in rows if row.get("round", round_) == round_]
            tables[table.name] = tuple({**row, "survey": SURVEY} for row in mine)
    asked = {row["question"] for row in tables["wording"]}
    for name in ("question", "answer"):
        tables[name] = tuple(row for row in tables[name] if row["question"] in asked)
    tables["survey"] = ({**tables["survey"][0], "kind": "survey", "name_mn": "Жинхэнэ судалгаа"},)
    [row] = tables["round"]
    respondents = microdata.path(str(row.pop("sha256")), store)
    made = Accepted(
        SURVEY, round_, tables, respondents, f"Судалгаа {round_}.csv", round_ * 16, MAPPING, ("weights-sum",)
    )
    return replace(made, **changes)


def with_respondents(round_: Accepted, file: Path, select: str, **changes: Any) -> Accepted:
    """The same round with other respondents: those that `select` makes FROM respondents."""
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute(f"CREATE VIEW respondents AS FROM read_parquet('{round_.respondents}')")
        con.execute(f"COPY ({select}) TO '{file}' (FORMAT parquet)")
        [(count,)] = con.execute(f"SELECT count(*) FROM read_parquet('{file}')").fetchall()
    [row] = round_.tables["round"]
    tables = {**round_.tables, "round": ({**row, "respondents": count},)}
    return replace(round_, tables=tables, respondents=file, file_sha256="f" * 64, **changes)


@dataclass(frozen=True)
class Story:
    """A store in which Болд published 2023 and 2025, and Сараа corrected 2023 with 5 respondents fewer."""

    root: Path
    first: str
    added: tuple[Published, Published]
    corrected: Published

    @property
    def builds(self) -> list[str]:
        """The builds in the order in which they were in use."""
        return [self.first, *(published.build for published in (*self.added, self.corrected))]


@pytest.fixture(scope="session")
def told(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Make the store of the story once; tests that change it ask for `story`."""
    folder = tmp_path_factory.mktemp("published")
    root = Path(shutil.copytree(built_store, folder / "store"))
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("NUTAG_WORKSPACE_URL", raising=False)
        first = builds.current(root)
        rounds = [accepted(first, root, name) for name in ("2023", "2025")]
        added = tuple(
            publish(round_, who="Болд", note=f"Шинэ шат {round_.round}", root=root) for round_ in rounds
        )
        fewer = with_respondents(rounds[0], folder / "fewer.parquet", "SELECT * FROM respondents OFFSET 5")
        corrected = publish(fewer, who="Сараа", note="Давхардлыг хассан", root=root)
    return Story(root, first, (added[0], added[1]), corrected)


@pytest.fixture
def story(told: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A copy of the story's store, which is the store of the test."""
    root = Path(shutil.copytree(told.root, tmp_path / "store"))
    monkeypatch.setenv("NUTAG_STORE", str(root))
    monkeypatch.delenv("NUTAG_WORKSPACE_URL", raising=False)
    return replace(told, root=root)


@pytest.fixture
def accept(built_store: Path) -> Callable[..., Accepted]:
    """Make an accepted round from one of the demonstration's."""
    return lambda round_, **changes: accepted(builds.current(built_store), built_store, round_, **changes)
