"""Records that a reader wrote (number, cells) into Parquet, with the names found over them."""

from __future__ import annotations

from pathlib import Path

from etl.intake.reading import heading
from etl.intake.reading.contents import CELL, Contents
from etl.intake.reading.engine import PARQUET, Progress, engine, literally, run

LONGEST_LINE = 8 * (CELL + 3) * 4  # bytes that one record may take in DuckDB's reader

READ_CSV = """read_csv($file, auto_detect = false, header = false, skip = $skip, columns = $columns, delim = $delimiter,
    quote = '"', escape = '"', strict_mode = true, compression = 'none', max_line_size = $longest)"""
_COPY = f"""
COPY (SELECT CAST(n AS BIGINT) AS row, * EXCLUDE (n) FROM {READ_CSV} WHERE CAST(n AS BIGINT) > $header)
TO $into {PARQUET}
"""


def take(file: Path, folder: Path, found: heading.Heading, width: int, progress: Progress | None) -> Contents:
    """Read a file of records of `width` cells below their names into Parquet, and remove it."""
    into = folder / "cells.parquet"
    with engine(folder) as connection:
        values = reader(file, width, ",", "n") | {"header": found.last, "into": str(into)}
        run(connection, _COPY, values, "reading", progress)
    file.unlink()
    return Contents(into, found.over(width), {"header_row": found.row}, findings=found.findings)


def one_break(cell: str) -> str:
    """Return a cell with line feeds as its only line breaks: with two kinds of them DuckDB cannot read a file."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def reader(file: Path, width: int, delimiter: str, *first: str, skip: int = 0) -> dict[str, object]:
    """Return the values of READ_CSV for a file of `width` columns c1, c2 … after the `first` named ones."""
    return {
        "file": literally(file),
        "skip": skip,
        "columns": dict.fromkeys([*first, *(f"c{place}" for place in range(1, width + 1))], "VARCHAR"),
        "delimiter": delimiter,
        "longest": LONGEST_LINE,
    }
