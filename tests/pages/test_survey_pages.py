"""Survey pages in both languages: without any survey, with a single round, and with everything suppressed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from store import builds
from store.survey_tables import SURVEY_TABLES
from ui.menu import MENU

PROJECT = Path(__file__).resolve().parents[2]
PAGES = {entry.path: entry for entry in MENU["Survey"]}


def without_a_survey(con: duckdb.DuckDBPyConnection) -> None:
    for table in SURVEY_TABLES:
        con.execute(f"DELETE FROM {table.name}")


def with_one_round(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM wording WHERE round = '2025'")
    con.execute("DELETE FROM round WHERE round = '2025'")


def with_everything_suppressed(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("UPDATE survey SET min_base = 100000")


CHANGES = (without_a_survey, with_one_round, with_everything_suppressed)


@pytest.fixture(scope="module")
def stores(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A store for each change, with a build of another name, as answers are remembered by build."""
    found = {}
    for number, change in enumerate(CHANGES):
        folder = Path(shutil.copytree(built_store, tmp_path_factory.mktemp("changed") / "store"))
        old = builds.current(folder)
        new = f"{old[:-1]}{number if old[-1] != str(number) else 'f'}"
        file = builds.path(old, folder)
        changed = file.rename(file.with_name(file.name.replace(old, new)))
        with duckdb.connect(str(changed)) as con:
            change(con)
        (folder / "CURRENT").write_text(f"{new}\n", encoding="utf-8")
        found[change.__name__] = folder
    return found


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("path", list(PAGES))
def test_a_survey_page_draws(
    stores: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    change: Callable[..., None],
    language: str,
) -> None:
    monkeypatch.setenv("NUTAG_STORE", str(stores[change.__name__]))
    test = AppTest.from_file(str(PROJECT / "ui" / "shell.py"), default_timeout=60)
    test.query_params["lang"] = language
    test.run()
    test.switch_page(str(PROJECT / "pages" / PAGES[path].script))
    test.query_params["lang"] = language
    test.run()
    assert [fault.message for fault in test.exception] == []
