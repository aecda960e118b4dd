"""A look at a staged file: one scan that profiles it, and the questions that checks may ask after it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import duckdb

from etl.intake.checks import apart
from etl.intake.checks.context import Context
from etl.intake.checks.parts import Condition, Part, among, either, number, typed
from etl.intake.checks.subject import Asked, Subject, subject
from etl.intake.findings import ROWS_NAMED, Finding
from etl.intake.mapping.model import Mapping
from etl.intake.mapping.review import Review, reviewed
from etl.intake.staged import Column, Staged

FEW = 1000  # different texts of a column up to which all of them are counted
SAMPLED = 100_000  # respondents that shares and likeness are worked out from, where there are more
AT_ONCE = 50  # columns whose texts are counted in one pass: the database keeps megabytes for each
MISSING_CODES = frozenset(
    f"{sign}{text}"
    for text in ("8", "9", "88", "97", "98", "99", "888", "997", "998", "999", "9998", "9999", "99999")
    for sign in ("", "-")
) - {"8", "9"} | {"-1"}
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Numbers:
    """A column of numbers: how many there are, how many cells are none, least, most and middle one.

    `coded` counts the numbers that often stand for no answer (99, -1), `most_uncoded` is the largest other one.
    `positive` counts those above zero; `total` and `squares` are their sum and the sum of their squares.
    """

    count: int
    texts: int
    positive: int
    coded: dict[str, int]
    least: float
    most: float
    median: float
    most_uncoded: float
    total: float
    squares: float


@dataclass(frozen=True)
class Look:
    """A staged file in view.

    `rows` counts respondents; `apart` says of rows that are none, which no query sees. `counted` has each text of
    the columns that have few, with its frequency.
    """

    con: duckdb.DuckDBPyConnection
    subject: Subject
    context: Context
    rows: int
    apart: tuple[Finding, ...] = ()
    counted: dict[str, dict[str, int]] = field(default_factory=dict)
    numbers: dict[str, Numbers] = field(default_factory=dict)

    def ask(self, sql: str, values: Sequence[object] = ()) -> Rows:
        """The answer of a query over `rows` (all of them) or `sampled` (some, each column of the file)."""
        return self.con.execute(sql, list(values)).fetchall()

    def texts(self, column: Column, holds: Callable[[str], bool]) -> tuple[str, ...]:
        """The texts of a column, where all are counted, for which something holds."""
        return tuple(text for text in self.counted.get(column.key, ()) if holds(text))

    def chosen(self, asked: Asked, option: str) -> Part:
        """An option of a select-multiple question was chosen."""
        if asked.cells:
            return among(asked.column.key, (cell for cell, codes in asked.cells.items() if option in codes))
        column = asked.columns[asked.options.index(option)]
        return among(column.key, sorted(asked.chosen.get(column.name, ())))

    def answered(self, asked: Asked, codes: set[str]) -> Part:
        """The question of one answer has one of the codes."""
        found = self.counted.get(asked.column.key, asked.answers)
        return among(asked.column.key, (text for text in asked.written(codes) if text in found))

    def named(self, conditions: Sequence[Condition]) -> list[Finding]:
        """The conditions that the file breaks: all are counted in one scan, rows are named for those alone."""
        return _named(self.con, "rows", conditions)


@contextmanager
def look(staged: Staged, mapping: Mapping, context: Context, seen: Review | None = None) -> Iterator[Look]:
    """Open a staged file, match and profile it; the connection closes with the block.

    `seen` is how the mapping reads the file; it is read again where rows are set apart.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        **{"threads": 2, "memory_limit": "1GB", "temp_directory": str(staged.folder / "spill")}
    }
    with duckdb.connect(config=settings) as con:
        con.execute(f"CREATE VIEW everything AS FROM {staged.source}")
        others = apart.conditions(staged.columns)
        found = _named(con, "everything", others)
        if found:
            nobody = either(*(condition.part for condition in others))
            con.execute(
                f"CREATE TABLE nobody AS SELECT row FROM everything WHERE {nobody.sql}", nobody.values
            )
        within = "WHERE row NOT IN (FROM nobody)" if found else ""
        con.execute(f"CREATE VIEW rows AS FROM everything {within}")
        review = seen if seen and not found else reviewed(con, staged, mapping, context.book, context.year)
        matched = subject(con, staged, mapping, context.book, review)
        measured = [a.column.key for a in matched.questions.values() if a.type == "number"]
        measured += [key for role in ("weight", "fpc") if (key := matched.key(role))]
        timed = [key for role in ("start", "end") if (key := matched.key(role))]
        with_types = typed(measured, timed)
        con.execute(f"CREATE OR REPLACE VIEW rows AS SELECT {with_types} FROM everything {within}")
        [(count,)] = con.execute("SELECT count(*) FROM rows").fetchall()
        step = max(1, math.ceil(count / SAMPLED))
        some = f"SELECT * FROM everything {within or 'WHERE true'} AND (row % {step} = 0 OR {step} = 1)"
        con.execute(
            f"CREATE TABLE sampled AS SELECT {with_types} FROM ({some})"
        )  # typed are these rows alone
        few = [c.key for c in matched.columns if 0 < c.distinct <= FEW]
        profile = _counted(con, few), _measured(con, measured)
        yield Look(con, matched, context, count, tuple(found), *profile)


def _named(con: duckdb.DuckDBPyConnection, table: str, conditions: Sequence[Condition]) -> list[Finding]:
    def aggregates(parts: Sequence[Part]) -> tuple[Any, ...]:
        sql = f"SELECT {', '.join(part.sql for part in parts)} FROM {table}"
        return con.execute(sql, [value for part in parts for value in part.values]).fetchall()[0]

    if not conditions:
        return []
    counts = aggregates([Part(f"coalesce(count_if({c.part.sql}), 0)", c.part.values) for c in conditions])
    fired = [(c, n) for c, n in zip(conditions, counts, strict=True) if n >= max(c.least, 1)]
    if not fired:
        return []
    rows = [Part(f"min(row, {ROWS_NAMED}) FILTER (WHERE {c.part.sql})", c.part.values) for c, _ in fired]
    firsts = [
        Part(f"arg_min({c.value.sql}, row) FILTER (WHERE {c.part.sql})", c.value.values + c.part.values)
        for c, _ in fired
    ]
    found = aggregates([*rows, *firsts])
    named = zip(fired, found[: len(fired)], found[len(fired) :], strict=True)
    return [
        Finding(c.rule, c.column.name if c.column else None, tuple(sorted(of)), n, _text(value), c.slots)
        for (c, n), of, value in named
    ]


def _counted(con: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = {}
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        sql = f"SELECT {', '.join(f'histogram({key})' for key in some)} FROM rows"
        [found] = con.execute(sql).fetchall()
        counted |= {key: texts or {} for key, texts in zip(some, found, strict=True)}
    return counted


def _measured(con: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> dict[str, Numbers]:
    if not keys:
        return {}
    codes = ", ".join(f"'{code}'" for code in sorted(MISSING_CODES))
    longest = max(map(len, MISSING_CODES))
    coded = f"(strlen({{key}}) <= {longest} AND {{key}} IN ({codes}))"
    parts = [
        f"count({number(key)}), count({key}) - count({number(key)}), coalesce(count_if({number(key)} > 0), 0), "
        f"histogram({key}) FILTER (WHERE {coded.format(key=key)}), min({number(key)}), max({number(key)}), "
        f"(SELECT median({number(key)}) FROM sampled), max({number(key)}) FILTER (WHERE NOT {coded.format(key=key)}), "
        f"sum(greatest({number(key)}, 0)), sum(greatest({number(key)}, 0) ** 2)"
        for key in keys
    ]
    [found] = con.execute(f"SELECT {', '.join(parts)} FROM rows").fetchall()
    cells = iter(found)
    return {
        key: Numbers(
            next(cells),
            next(cells),
            next(cells),
            next(cells) or {},
            *(_number(next(cells)) for _ in range(6)),
        )
        for key in keys
    }


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)[:200]
