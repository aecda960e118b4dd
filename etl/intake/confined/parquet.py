"""Parquet files: every column as text, into a Parquet file of our own.

Run as: python -m etl.intake.confined.parquet MEMORY SECONDS FILE INTO
"""

from __future__ import annotations

import glob
import os
from typing import Any

import duckdb

from etl.intake.confined import typed
from etl.intake.limits import confined

ENGINE_MEMORY = "300MB"
WIDEST = 4_096
FREE = 100_000_000  # cells that any file may hold
RATIO = 50  # cells per byte that a larger one may hold: columns of one repeated value alone have more


def texts(file: str, into: str) -> dict[str, Any]:
    """Write the cells; returns the names of the columns and the places of those that hold lists or records."""
    settings: dict[str, Any] = {
        "threads": 2,
        "memory_limit": ENGINE_MEMORY,
        "temp_directory": f"{into}.spill",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(config=settings) as con:
        source = {"file": glob.escape(file)}
        [(rows,)] = con.execute(
            "SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata($file)", source
        ).fetchall()
        described = con.execute("DESCRIBE SELECT * FROM read_parquet($file)", source).fetchall()
        columns = [(str(name), str(kind)) for name, kind, *_ in described]
        if len(columns) > WIDEST:
            return {"names": [], "count": len(columns)}
        if rows * len(columns) > max(FREE, RATIO * os.path.getsize(file)):
            return {"names": [], "bomb": f"{rows} × {len(columns)}"}
        made = ", ".join(
            f"{typed.text(_quoted(name), kind)} AS c{place}" for place, (name, kind) in enumerate(columns, 1)
        )
        con.execute(
            f"COPY (SELECT {made} FROM read_parquet($file)) "
            "TO $into (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION lz4)",
            source | {"into": into},
        )
    nested = [place for place, (_, kind) in enumerate(columns, 1) if typed.is_nested(kind)]
    return {"names": [name for name, _ in columns], "count": len(columns), "nested": nested}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


if __name__ == "__main__":
    confined(texts)
