"""Rows that are to be published, held against the descriptions of their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from etl.problems import Problem
from store.schema import Column, Table

_TYPES: dict[str, tuple[type, ...]] = {
    "VARCHAR": (str,),
    "INTEGER": (int,),
    "DOUBLE": (int, float),
    "BOOLEAN": (bool,),
}
_REMEDY = "Correct the mapping or the description, and check the file again."


def faults(
    table: Table, rows: Sequence[Mapping[str, Any]], made_later: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Cells that do not fit the description of a table, and keys that stand twice; `made_later` may be absent."""
    where = f"table {table.name}"
    names = {column.name for column in table.columns}
    seen = set()
    for number, row in enumerate(rows, 1):
        for name in sorted(row.keys() - names):
            yield Problem(where, "The table has no such column.", _REMEDY, number, name)
        for column in table.columns:
            fault = None if column.name in made_later else _fault(column, row.get(column.name))
            if fault:
                value = row.get(column.name)
                yield Problem(
                    where, fault, _REMEDY, number, column.name, None if value is None else str(value)
                )
        key = tuple(row.get(name) for name in table.key)
        if key in seen:
            said = " · ".join(map(str, key))
            yield Problem(where, "The same stands already.", _REMEDY, number, table.key[0], said)
        seen.add(key)


def _fault(column: Column, value: Any) -> str | None:
    if value is None or value == "":
        return "The cell is empty." if column.required else None
    fits = isinstance(value, _TYPES[column.type]) and (
        column.type == "BOOLEAN" or not isinstance(value, bool)
    )
    if not fits or value != value:  # a number that is none
        return f"Expected {column.type}."
    if column.allowed and value not in column.allowed:
        return f"Only {', '.join(column.allowed)} may stand here."
    if column.minimum is not None and value < column.minimum:
        return f"Less than {column.minimum:g}."
    if column.maximum is not None and value > column.maximum:
        return f"More than {column.maximum:g}."
    return None
