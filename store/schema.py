"""Descriptions of columns and tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column: `type` is a DuckDB type; `refers` is "table.column"."""

    name: str
    type: str = "VARCHAR"
    required: bool = True
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    refers: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the store. `key` columns identify a row."""

    name: str
    note: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def create(self) -> str:
        """The CREATE TABLE statement, with the constraints that DuckDB can hold."""
        lines = [f"{c.name} {c.type}{' NOT NULL' if c.required else ''}{_check(c)}" for c in self.columns]
        if self.key and all(c.required for c in self.columns if c.name in self.key):
            lines.append(f"PRIMARY KEY ({', '.join(self.key)})")
        return f"CREATE TABLE {self.name} (\n  " + ",\n  ".join(lines) + "\n)"


def _check(column: Column) -> str:
    if column.allowed:
        return f" CHECK ({column.name} IN ({', '.join(repr(value) for value in column.allowed)}))"
    limits = []
    if column.minimum is not None:
        limits.append(f"{column.name} >= {column.minimum}")
    if column.maximum is not None:
        limits.append(f"{column.name} <= {column.maximum}")
    return f" CHECK ({' AND '.join(limits)})" if limits else ""
