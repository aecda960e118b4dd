"""The rows of a staged file as the view `rows` of a database, and how often each value is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow.compute as pc

from etl.intake.staged import Column, Staged

MOST_VALUES = 5_000
_SMALL = 50_000  # respondents
_AT_ONCE = 50  # columns
BLANKS = " \t\n\r\v\f\u00a0\u2007\u202f\u3000\ufeff"
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

    Blank cells are not counted. Each column is read once.
    """
    few = [column for column in columns if column.distinct <= most]
    if not few:
        return {}
    [(respondents,)] = con.execute("SELECT count(*) FROM rows").fetchall()
    count = _counted_here if respondents <= _SMALL else _counted_there
    return {
        name: dict(sorted((text, n) for text, n in known.items() if text.strip(BLANKS)))
        for name, known in count(con, few).items()
    }


def _counted_here(con: duckdb.DuckDBPyConnection, columns: Sequence[Column]) -> dict[str, Counts]:
    """Count in memory: thousands of columns, too many for one statement each."""
    table = con.sql(f"SELECT {', '.join(column.key for column in columns)} FROM rows").to_arrow_table()
    found = {}
    for column in columns:
        counted = pc.value_counts(table.column(column.key).drop_null())
        found[column.name] = dict(
            zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)
        )
    return found


def _counted_there(con: duckdb.DuckDBPyConnection, columns: Sequence[Column]) -> dict[str, Counts]:
    """Count in the database: millions of rows, too many for memory."""
    found: dict[str, Counts] = {column.name: {} for column in columns}
    names = {column.place: column.name for column in columns}
    for first in range(0, len(columns), _AT_ONCE):
        parts = (
            f"SELECT {column.place}, {column.key}, count(*) FROM rows WHERE {column.key} IS NOT NULL GROUP BY 2"
            for column in columns[first : first + _AT_ONCE]
        )
        for place, written, count in con.execute(" UNION ALL ".join(parts)).fetchall():
            found[names[place]][written] = count
    return found


def cell(column: Column) -> str:
    """A cell in SQL without blanks around it, NULL when it is blank."""
    return f"nullif(trim({column.key}, '{BLANKS}'), '')"


def as_number(text: str) -> str:
    """SQL that reads a text in SQL as a number; 18_24 and inf are none, though they would be to DuckDB and to Python."""
    read = f"CASE WHEN NOT contains({text}, '_') THEN TRY_CAST({text} AS DOUBLE) END"
    return f"nullif(nullif(nullif({read}, 'inf'), '-inf'), 'nan')"


def quoted(text: str) -> str:
    """Text for a place in SQL where no parameter may stand, such as a file's path."""
    return text.replace("'", "''")
