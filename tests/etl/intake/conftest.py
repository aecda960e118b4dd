"""Staged files written from lists, as if they had been read from a person's file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.intake.staged import Column, File, Staged

Cells = Sequence[object]
Stager = Callable[..., Staged]


def staged_from(
    folder: Path,
    table: dict[str, Cells],
    labels: dict[str, str] | None = None,
    values: dict[str, dict[str, str]] | None = None,
    groups: dict[str, str] | None = None,
) -> Staged:
    """Write a table as a staged folder: texts, and what a reader would say of each column."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        name: [None if cell in (None, "") else str(cell) for cell in cells] for name, cells in table.items()
    }
    length = len(next(iter(texts.values())))
    columns = tuple(
        Column(
            name,
            place,
            _type(cells),
            sum(cell is None for cell in cells),
            len({*cells} - {None}),
            (labels or {}).get(name),
            (values or {}).get(name, {}),
            (groups or {}).get(name),
        )
        for place, (name, cells) in enumerate(texts.items(), 1)
    )
    said = {
        f"c{column.place}": pa.array(cells, pa.string())
        for column, cells in zip(columns, texts.values(), strict=True)
    }
    rows = pa.array(range(2, length + 2), pa.int64())
    pq.write_table(pa.table({"row": rows, **said}), folder / "rows.parquet")
    file = File("survey.csv", "csv", "0" * 64, 1, length, "utf-8", ",", ".", header_row=1)
    staged = Staged(folder, file, columns)
    staged.save()
    return staged


def _type(cells: Sequence[str | None]) -> str:
    said = [cell for cell in cells if cell is not None]
    try:
        [float(cell) for cell in said]
    except ValueError:
        return "text"
    return "number" if said else "text"


@pytest.fixture
def stage(tmp_path: Path) -> Stager:
    """Give a function that stages a table."""

    def write(table: dict[str, Cells], **said: object) -> Staged:
        return staged_from(tmp_path / "staging", table, **said)  # type: ignore[arg-type]

    return write
