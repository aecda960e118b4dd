"""The engine that stages files: DuckDB on disk, confined to the folders it is given."""

from __future__ import annotations

import glob
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

MEMORY = "800MB"
THREADS = 2
LOOK_SECONDS = 0.2
# Quick to write and to read again; a column of more values than that in a group of rows gains nothing by a dictionary.
PARQUET = "(FORMAT parquet, PARQUET_VERSION v2, COMPRESSION lz4, DICTIONARY_SIZE_LIMIT 10000)"

Progress = Callable[[str, int, int], None]
"""Told while a file is staged: the step (copying, reading, rewriting …), how much of it is done, and of how much
(bytes; or hundredths where the engine only says its share)."""


@contextmanager
def engine(folder: Path, *others: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection that reads and writes below these folders alone and spills into the first."""
    spill = folder / "spill"
    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    try:
        # A path is held against this list both as it is asked for, a pattern, and as it is found.
        folders = [f"{path.resolve()}/" for path in (folder, *others)]
        allowed = sorted({*folders, *map(glob.escape, folders)})
        connection.execute("SET allowed_directories = $allowed", {"allowed": allowed})
        connection.execute("SET enable_external_access = false")
        yield connection
    finally:
        connection.close()
        if spill.is_dir():
            for left in spill.iterdir():
                left.unlink()
            spill.rmdir()


def literally(path: Path) -> str:
    """Return a path as DuckDB reads it, with no character of a name taken as a pattern."""
    return glob.escape(str(path.resolve()))


def run(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    values: dict[str, Any],
    step: str,
    progress: Progress | None,
) -> None:
    """Run a statement and say meanwhile how far it is."""
    if progress is None:
        connection.execute(sql, values)
        return
    done = threading.Event()

    def look() -> None:
        while not done.wait(LOOK_SECONDS):
            share = connection.query_progress()
            if 0 <= share <= 100:
                progress(step, int(share), 100)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        connection.execute(sql, values)
    finally:
        done.set()
        looking.join()
    progress(step, 100, 100)
