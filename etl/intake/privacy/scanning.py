"""Search a staged file for columns that say who somebody is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import duckdb
import pyarrow as pa

from etl.intake import rows
from etl.intake.privacy.patterns import ANY, BORN, PATTERNS
from etl.intake.staged import Column, Staged
from etl.intake.vocabulary import vocabulary
from etl.intake.words import number, unnumbered, words

_NAMES_SHARE = 0.3  # of the cells with text, from which a column is one of names
_NAMED_AFTER_A_NAME = 2  # words from which a phrase counts inside a longer name of a column
_EXACT_DECIMALS = 3  # a hundred metres
_ENOUGH = 0.8  # of the numbers of a column, from which they are phones or coordinates
_NORTH, _EAST = (41.0, 53.0), (87.0, 121.0)
# What is asked of a column {x} in the scan of all rows, as _Shape has it. No pattern is shorter than 8 bytes, but for
# those with a point or an @.
_OF_TEXTS = (
    "count_if((strlen({x}) >= 8 OR contains({x}, '.') OR contains({x}, '@')) AND regexp_matches({x}, $any)), "
    "NULL, NULL, 0"
)
_OF_NUMBERS = (
    "count_if(strlen({x}) >= 8 AND regexp_matches({x}, $any)), min(TRY_CAST({x} AS DOUBLE)), "
    "max(TRY_CAST({x} AS DOUBLE)), count_if({x} LIKE '%.___%')"
)
_OF_OTHERS = "0, NULL, NULL, 0"


@dataclass(frozen=True)
class Private:
    """A column that says who somebody is: its kind, by name or by pattern, in how many rows.

    `plausible` counts the register numbers whose date of birth can be; `example` is masked.
    """

    column: str
    kind: str
    count: int
    by: str
    plausible: int = 0
    example: str | None = None


def scan(
    con: duckdb.DuckDBPyConnection, staged: Staged, written: Mapping[str, rows.Counts]
) -> tuple[Private, ...]:
    """The columns that say who somebody is, once for each kind found; `written` are values counted already.

    Columns with few values are searched by value, the others in one scan of the rows.
    """
    filled = [column for column in staged.columns if column.distinct]
    few = [column for column in filled if column.name in written]
    many = [column for column in filled if column.name not in written]
    shapes = {**_shapes_of(few, written), **_shapes(con, many)}
    hits = {**_hits(con, *_values(con, few, written))}
    suspect = [column for column in many if shapes[column.place].suspect]
    if suspect:
        hits |= _hits(con, *_cells(suspect))
    points = _points(filled, shapes)
    return tuple(
        private
        for column in filled
        for private in _privates(
            column, staged.file.rows - column.missing, hits.get(column.place), column.place in points
        )
    )


def _privates(column: Column, cells: int, hit: _Hit | None, is_point: bool) -> Iterator[Private]:
    named = kind_by_name(column)
    kinds = dict(hit.kinds) if hit else {}
    if kinds.get("name", 0) < _NAMES_SHARE * cells and named != "name":
        kinds.pop("name", None)
    if column.type == "number" and named != "phone" and kinds.get("phone", 0) < _ENOUGH * cells:
        kinds.pop("phone", None)
    if any(kinds.get(longer, 0) >= kinds.get("phone", 0) for longer in ("register_number", "account")):
        kinds.pop("phone", None)  # the same digits
    if is_point:
        kinds["coordinates"] = cells
    if named and named not in kinds:
        yield Private(column.name, named, cells, "name")
    for kind, count in kinds.items():
        plausible = hit.plausible if hit and kind == "register_number" else 0
        yield Private(column.name, kind, count, "pattern", plausible, masked(hit.example if hit else None))


def kind_by_name(column: Column) -> str | None:
    """What a column's name or label says that it holds, where that says who somebody is."""
    for text in filter(None, (unnumbered(column.name.rsplit("/", 1)[-1]), column.label)):
        said = words(text)
        for kind, phrases in vocabulary().private.items():
            for phrase in phrases:
                if said == phrase or (len(phrase) >= _NAMED_AFTER_A_NAME and _holds(said, phrase)):
                    return kind
    return None


def _holds(said: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(said[i : i + len(phrase)] == phrase for i in range(len(said) - len(phrase) + 1))


def masked(text: str | None) -> str | None:
    """An example that can be shown: its first two letters, the rest covered."""
    return None if text is None else text[:2] + "•" * min(8, max(0, len(text) - 2))


class _Hit(NamedTuple):
    """The rows of a column that each pattern is found in, an example, and plausible register numbers."""

    kinds: dict[str, int]
    plausible: int
    example: str | None


class _Shape(NamedTuple):
    """Of a column: whether a cell may hold a pattern at all, its least and greatest number, exact decimals."""

    suspect: int
    least: float | None
    greatest: float | None
    exact: int


def _hits(con: duckdb.DuckDBPyConnection, source: str, values: dict[str, str]) -> dict[int, _Hit]:
    """What the patterns find in a source of place, value and rows."""
    counted = ", ".join(
        f"coalesce(sum(rows) FILTER (regexp_matches(value, ${kind})), 0)::BIGINT" for kind in PATTERNS
    )
    found = con.execute(
        f"SELECT place, {counted}, coalesce(sum(rows) FILTER (regexp_matches(value, $born)), 0)::BIGINT, "
        f"min(value) FILTER (regexp_matches(value, $any)) FROM ({source}) GROUP BY place",
        {**PATTERNS, "born": BORN, "any": ANY, **values},
    ).fetchall()
    return {
        place: _Hit({kind: n for kind, n in zip(PATTERNS, counts, strict=True) if n}, plausible, example)
        for place, *counts, plausible, example in found
    }


def _values(
    con: duckdb.DuckDBPyConnection, columns: Sequence[Column], written: Mapping[str, rows.Counts]
) -> tuple[str, dict[str, str]]:
    """The counted values as a source."""
    every = [(c.place, value, count) for c in columns for value, count in written[c.name].items()]
    places, values, counts = zip(*every, strict=True) if every else ((), (), ())
    table = {
        "place": pa.array(places, pa.int64()),
        "value": pa.array(values, pa.string()),
        "rows": pa.array(counts, pa.int64()),
    }
    con.register("counted_values", pa.table(table))
    return "FROM counted_values", {}


def _cells(columns: Sequence[Column]) -> tuple[str, dict[str, str]]:
    """The cells of columns with many values as a source, only those that may hold a pattern."""
    parts = (
        f"SELECT {c.place} AS place, {c.key} AS value, 1 AS rows FROM rows WHERE regexp_matches({c.key}, $any)"
        for c in columns
    )
    return " UNION ALL ".join(parts), {}


def _shapes(con: duckdb.DuckDBPyConnection, columns: Sequence[Column]) -> dict[int, _Shape]:
    if not columns:
        return {}
    asked = {"number": _OF_NUMBERS, "date": _OF_OTHERS, "boolean": _OF_OTHERS}
    parts = ", ".join(asked.get(c.type, _OF_TEXTS).replace("{x}", c.key) for c in columns)
    [found] = con.execute(f"SELECT {parts}, $any FROM rows", {"any": ANY}).fetchall()
    return {c.place: _Shape(*found[4 * i : 4 * i + 4]) for i, c in enumerate(columns)}


def _shapes_of(columns: Sequence[Column], written: Mapping[str, rows.Counts]) -> dict[int, _Shape]:
    shapes = {}
    for column in columns:
        numbers = [found for found in map(number, written[column.name]) if found is not None]
        exact = sum(len(value.partition(".")[2]) >= _EXACT_DECIMALS for value in written[column.name])
        shapes[column.place] = _Shape(
            0, min(numbers, default=None), max(numbers, default=None), exact if numbers else 0
        )
    return shapes


def _points(columns: Sequence[Column], shapes: Mapping[int, _Shape]) -> set[int]:
    """Columns of numbers that can only be latitudes and longitudes of Mongolia, where there are both."""

    def within(limits: tuple[float, float]) -> set[int]:
        return {
            column.place
            for column in columns
            for shape in (shapes[column.place],)
            if column.type == "number" and shape.exact and shape.least is not None
            if shape.greatest is not None and limits[0] <= shape.least <= shape.greatest <= limits[1]
        }

    north, east = within(_NORTH), within(_EAST)
    return north | east if north and east else set()
