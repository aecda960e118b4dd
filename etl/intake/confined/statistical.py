"""SPSS and Stata files: cells as typed Parquet, labels, and which cells the file itself declares missing.

Run as: python -m etl.intake.confined.statistical MEMORY SECONDS FILE INTO KIND (sav or dta)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from etl.intake.limits import confined, tell

CELLS = 1_500_000  # in memory at once
WIDEST = 4_096
CYRILLIC = "WINDOWS-1251"  # what Mongolian files of old programs are in, and do not say
_SPOILT = re.compile("[À-ÿ]{4}")
_TIMES = ("TIME", "DTIME", "MTIME")
_MOMENTS = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "DATETIME", "YMDHMS", "QYR", "MOYR", "WKYR")
_OPTIONS: dict[str, Any] = {
    "user_missing": True,
    "disable_datetime_conversion": True,
    "output_format": "dict",
}

_TYPES = {"string": pa.string(), "float": pa.float32()}  # all others are read as doubles

Table = dict[str, list[Any]]


def typed(file: str, into: str, kind: str) -> dict[str, Any]:
    """Write the cells; returns names, labels, labels of codes, kinds of moments, and counts of declared missing."""
    reader = pyreadstat.read_sav if kind == "sav" else pyreadstat.read_dta
    encoding, about = _opened(reader, file)
    names = list(about.column_names)
    if len(names) > WIDEST:
        return {"names": [], "count": len(names)}
    declared: list[Counter[str]] = [Counter() for _ in names]
    ranges = [about.missing_ranges.get(name, []) for name in names]
    types = [about.readstat_variable_types.get(name) for name in names]
    is_text = [type_ == "string" for type_ in types]
    schema = pa.schema(
        [(f"c{place}", _TYPES.get(type_, pa.float64())) for place, type_ in enumerate(types, 1)]
    )
    rows = 0
    with pq.ParquetWriter(into, schema, compression="lz4") as out:
        for chunk in _chunks(reader, file, encoding, len(names)):
            lists = [chunk[name] for name in names]
            for place, cells in enumerate(lists):
                _take_out(cells, ranges[place], is_text[place], declared[place])
            out.write_table(
                pa.table([pa.array(c, t) for c, t in zip(lists, schema.types, strict=True)], schema=schema)
            )
            rows += len(lists[0]) if lists else 0
            tell(rows, max(about.number_rows or 0, rows))
    return {
        "names": names,
        "count": len(names),
        "encoding": encoding or about.file_encoding,
        "labels": [about.column_names_to_labels.get(name) for name in names],
        "values": [
            {written(code): str(label) for code, label in about.variable_value_labels.get(name, {}).items()}
            for name in names
        ],
        "moments": [_moment(about.original_variable_types.get(name, ""), kind) for name in names],
        "types": [{"string": "VARCHAR", "float": "FLOAT"}.get(type_, "DOUBLE") for type_ in types],
        "missing": [dict(counts) for counts in declared],
    }


def written(code: object) -> str:
    """Return a code as its cells are written."""
    if isinstance(code, float) and code.is_integer():
        return str(int(code))
    return str(code)


def _opened(reader: Any, file: str) -> tuple[str | None, Any]:
    """Return the encoding to ask for (None: as the file says), and the description of the file."""
    for encoding in (None, CYRILLIC):
        try:
            beginning, about = reader(file, row_limit=200, encoding=encoding, **_OPTIONS)
        except pyreadstat.ReadstatError as error:
            if encoding is None and "encoding" in str(error).lower():
                continue
            raise
        if encoding is None and _spoilt(beginning, about):
            continue
        _, about = reader(file, metadataonly=True, encoding=encoding, **_OPTIONS)
        return encoding, about
    raise ValueError("its letters cannot be made out")


def _spoilt(beginning: Table, about: Any) -> bool:
    said = [*map(str, about.column_names), *filter(None, about.column_labels)]
    said += [str(label) for labels in about.variable_value_labels.values() for label in labels.values()]
    said += [cell for cells in beginning.values() for cell in cells if isinstance(cell, str)]
    return any(_SPOILT.search(text) for text in said)


def _chunks(reader: Any, file: str, encoding: str | None, columns: int) -> Iterator[Table]:
    size = max(CELLS // max(columns, 1), 500)
    read = {"encoding": encoding, **_OPTIONS}
    for start in range(0, 1 << 40, size):
        chunk, _ = reader(file, row_offset=start, row_limit=size, **read)
        rows = len(next(iter(chunk.values()), []))
        if rows or not start:
            yield chunk
        if rows < size:
            return


def _take_out(cells: list[Any], ranges: Sequence[dict[str, Any]], text: bool, declared: Counter[str]) -> None:
    """Replace what the file declares missing by None, and count it: ranges of SPSS, letters of Stata."""
    if not text:
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                declared[f".{cell}"] += 1
                cells[place] = None
    for span in ranges:
        low, high = span["lo"], span["hi"]
        for place, cell in enumerate(cells):
            if cell is not None and isinstance(cell, str) == isinstance(low, str) and low <= cell <= high:
                declared[written(cell)] += 1
                cells[place] = None


def _moment(form: str, kind: str) -> str | None:
    """Return how numbers of a column count time, by its format in the file."""
    if kind == "dta":
        form = form.lstrip("%-0123456789")
        return (
            "stata millisecond"
            if form[:2].lower() == "tc"
            else "stata day"
            if form[:1] == "d" or form[:2] == "td"
            else None
        )
    name = form.rstrip("0123456789.")
    return "spss" if name in _MOMENTS else "seconds" if name in _TIMES else None


if __name__ == "__main__":
    confined(typed)
