"""Filling what was published into the tables of a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from etl import respondents
from etl.problems import Problem
from store import published
from store.schema import Table
from store.survey_tables import SURVEY_TABLES
from store.tables import TABLES

Row = dict[str, Any]
_MERGED = {"question": ("survey",), "answer": ("survey", "question")}  # numbered anew within these
_TABLES = {table.name: table for table in TABLES}
_SQL = Path(__file__).parents[1] / "sql"
_TAKEN, _FIGURES = (
    (_SQL / f"{name}.sql").read_text(encoding="utf-8") for name in ("taken_figures", "published_figures")
)


def fill(
    con: duckdb.DuckDBPyConnection, manifests: Sequence[published.Manifest], root: Path
) -> list[Problem]:
    """Add what was published, the latest first: it has the last word on what several say. Returns what is in the way."""
    latest_first = list(reversed(manifests))
    rounds = [manifest for manifest in latest_first if manifest["kind"] == "round"]
    own = {survey for (survey,) in con.execute("SELECT survey FROM survey").fetchall()}
    problems = [
        Problem(f"survey {survey}", "A survey of this name comes with the project.", "Choose another name.")
        for survey in sorted(own & {manifest["survey"] for manifest in rounds})
    ]
    if problems:
        return problems
    rows = {table.name: merged(table, rounds) for table in SURVEY_TABLES}
    for manifest in rounds:
        _pad(manifest, rows, root)
    for table in SURVEY_TABLES:
        _insert(con, table, rows[table.name])
    for manifest in latest_first:
        if manifest["kind"] == "indicators":
            problems += _add_figures(con, manifest)
    return problems


def merged(table: Table, manifests: Sequence[published.Manifest]) -> list[Row]:
    """The rows of a table from several manifests: of rows with one key, that of the first.

    Questions and answers keep the order of the first manifest that has them and are numbered anew.
    """
    rows: dict[tuple[Any, ...], Row] = {}
    for manifest in manifests:
        for row in manifest["tables"].get(table.name, ()):
            rows.setdefault(tuple(row[name] for name in table.key), dict(row))
    if table.name in _MERGED:
        last: dict[tuple[Any, ...], int] = {}
        for row in rows.values():
            within = tuple(row[name] for name in _MERGED[table.name])
            row["position"] = last[within] = last.get(within, 0) + 1
    return list(rows.values())


def _insert(con: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[Row]) -> None:
    if not rows:
        return
    names = [column.name for column in table.columns]
    frame = pd.DataFrame([[row.get(name) for name in names] for row in rows], columns=names, dtype=object)
    con.register("published_rows", frame)
    con.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM published_rows")
    con.unregister("published_rows")


def _pad(manifest: published.Manifest, rows: Mapping[str, Sequence[Row]], root: Path) -> None:
    """Give a round's file the options that only other rounds of its survey offered: nobody was asked them."""
    tables = manifest["tables"]
    asked = {row["question"] for row in tables["wording"]}
    offered = {(row["question"], row["answer"]) for row in tables["answer"]}
    many = {
        row["question"]
        for row in rows["question"]
        if row["survey"] == manifest["survey"] and row["type"] == "many"
    }
    absent = [
        f"{row['question']}__{row['answer']}"
        for row in rows["answer"]
        if row["survey"] == manifest["survey"]
        and row["question"] in many & asked
        and (row["question"], row["answer"]) not in offered
    ]
    for row in rows["round"]:
        if absent and (row["survey"], row["round"]) == (manifest["survey"], manifest["round"]):
            row["sha256"] = respondents.padded(row["sha256"], absent, root)


def _add_figures(con: duckdb.DuckDBPyConnection, manifest: published.Manifest) -> list[Problem]:
    """Add an indicator by aimag and year; what a later publication said of its source or itself stays."""
    for name in ("unit", "source", "indicator"):
        for row in manifest["tables"].get(name, ()):
            [(there, last)] = con.execute(
                f"SELECT count(*) FILTER ({name} = $code), count(*) FROM {name}", {"code": row[name]}
            ).fetchall()
            position = {"position": last + 1} if name == "indicator" else {}
            if not there:
                _insert(con, _TABLES[name], [{**row, **position}])
    indicator, source = manifest["indicator"], manifest["source"]
    figures = pd.DataFrame(manifest["observations"], columns=["place", "year", "value"])
    con.register("published_figures", figures)
    taken = con.execute(_TAKEN, {"indicator": indicator}).fetchall()
    if not taken:
        con.execute(_FIGURES, {"indicator": indicator, "source": source})
    con.unregister("published_figures")
    remedy = "Publish the table again without them, or go back with `python -m etl rollback`."
    return [
        Problem(
            f"table {indicator}", f"A figure of {year} stands already, from {sources}.", remedy, value=place
        )
        for place, year, sources in taken
    ]
