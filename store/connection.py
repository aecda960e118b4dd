"""One read-only DuckDB connection per build, one cursor per question, each question a .sql file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from store import builds

_SQL = Path(__file__).parent / "sql"


# What DuckDB raises for a file that is not what its name says.
READ_ERRORS: tuple[type[Exception], ...] = (duckdb.Error,)

_opening = Lock()


def cursor(build: str, root: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A cursor on a build, for one thread; close it, or use it in a `with` block.

    Raises StoreError when the build's file is missing or cannot be read.
    """
    with _opening:
        return _open(builds.path(build, root)).cursor()


def ask(build: str, question: str, /, **values: object) -> list[tuple[Any, ...]]:
    """The rows with which a build answers `sql/<question>.sql`; `values` fill its $names."""
    with cursor(build) as con, reading(builds.path(build)):
        return con.execute(_question(question), values).fetchall()


@cache
def _question(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def scratch() -> duckdb.DuckDBPyConnection:
    """An empty database in memory, for questions about files that are not in a build."""
    return duckdb.connect()


@lru_cache(maxsize=8)
def _open(file: Path) -> duckdb.DuckDBPyConnection:
    if not file.is_file():
        raise builds.StoreError("There is no build file {file}. See `python -m etl builds`.", file=file)
    with reading(file):
        return duckdb.connect(str(file), read_only=True)


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Turn what DuckDB says of a damaged file into a StoreError that says what to do."""
    try:
        yield
    except duckdb.Error as error:
        raise builds.StoreError(
            "The build file {file} cannot be read: {reason} "
            "Choose another with `python -m etl use BUILD` or make one with `python -m etl build`.",
            file=file,
            reason=str(error).splitlines()[0],
        ) from error
