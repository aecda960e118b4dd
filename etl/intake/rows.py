"""The rows of a staged file as the view `rows` of a database, and how often each value is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from etl.intake.staged import Column, Staged

MOST_VALUES = 5_000
Counts = dict[str, int]


@contextmanager
def opened(staged: Staged, threads: int = 2) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with the staged texts as the view `rows`; it spills beside them."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": "1GB",
        "temp_directory": str(staged.folder / "spill"),
    }
    with duckdb.connect(config=settings) as con:
        con.execute(f"CREATE VIEW rows AS FROM {staged.source}")
        yield con


def counts(
    con: duckdb.DuckDBPyConnection, columns: Sequence[Column], most: int = MOST_VALUES
) -> dict[str, Counts]:
    """What is written in columns and in how many rows, by column name; columns of more values are left out.

    Blank cells are not counted. One query; each column is read once.
    """
    few = [column for column in columns if column.distinct <= most]
    if not few:
        return {}
    parts = (
        f"SELECT {column.place}, {column.key}, count(*) FROM rows WHERE trim({column.key}) <> '' GROUP BY 2"
        for column in few
    )
    found: dict[int, Counts] = {column.place: {} for column in few}
    for place, written, rows in con.execute(" UNION ALL ".join(parts)).fetchall():
        found[place][written] = rows
    return {column.name: dict(sorted(found[column.place].items())) for column in few}


def quoted(text: str) -> str:
    """Text for a place in SQL where no parameter may stand, such as a file's path."""
    return text.replace("'", "''")
