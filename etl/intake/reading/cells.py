"""Questions to the cells of one Parquet file of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from etl.intake.reading import rules
from etl.intake.reading.contents import CELL
from etl.intake.reading.notation import Evidence
from etl.intake.reading.words import BLANKS, MISSING, STANDING
from etl.intake.staged import rows_of

BATCH = 300  # columns in one query
EVIDENCE_BATCH = 20  # of which all distinct cells are held at once
THREE_AFTER_A_POINT = r"[-+]?[1-9]\d{0,2}\.\d{3}"
_EVIDENCE = (Path(__file__).parent / "sql" / "evidence.sql").read_text(encoding="utf-8")


class Profile(NamedTuple):
    """Counts of one column: cells that are not missing, distinct ones (about), and those that read as a number; the
    longest cell in bytes, and whether some cell begins with a blank."""

    filled: int
    distinct: int
    numbers: int
    longest: int
    leading: bool

    @property
    def is_number(self) -> bool:
        """Whether every cell reads as a number."""
        return 0 < self.filled == self.numbers


class Points(NamedTuple):
    """Of a column of numbers: cells that end in a space, those with a point, those with three digits after it, and an
    example if that is all."""

    trailing: int
    all: int
    three: int
    example: str | None = None


class Cells:
    """The cells of a file, asked by the places of columns; `first_row` is as in `staged.Staged`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, parquet: Path, first_row: int | None) -> None:
        self.connection = connection
        self.rows = rows_of(parquet, first_row)

    def ask(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a question; {rows} is the table."""
        return self.connection.execute(sql.replace("{rows}", self.rows), values).fetchall()

    def of_each(self, places: Sequence[int], *asked: str) -> dict[int, tuple[Any, ...]]:
        """Return aggregates of every column; {x} stands for the column in each expression."""
        found = {}
        for start in range(0, len(places), BATCH):
            batch = places[start : start + BATCH]
            items = ", ".join(one.replace("{x}", f'"c{place}"') for place in batch for one in asked)
            row = self.ask(f"SELECT {items} FROM {{rows}}")[0]
            for at, place in enumerate(batch):
                found[place] = row[at * len(asked) : (at + 1) * len(asked)]
        return found

    def profile(self, places: Sequence[int]) -> dict[int, Profile]:
        """Return the profile of each column; beyond 1e300 are infinity and NaN, which are words here."""
        counted = self.of_each(
            places,
            "count({x})",
            "approx_count_distinct({x})",
            # What does not sort before : is no number, and is not tried; 18_24 would be one to DuckDB.
            "coalesce(count_if(CASE WHEN {x} < ':' AND NOT contains({x}, '_') "
            "THEN TRY_CAST({x} AS DOUBLE) BETWEEN -1e300 AND 1e300 END), 0)",
            "coalesce(max(strlen({x})), 0)",
            "coalesce(min({x}) < '!', false)",
        )
        return {place: Profile(*counts) for place, counts in counted.items()}

    def count(self) -> int:
        """Return the number of rows."""
        return int(self.ask("SELECT count(*) FROM {rows}")[0][0])

    def distinct(self, places: Sequence[int]) -> dict[int, int]:
        """Return exact counts of distinct cells."""
        return {place: counts[0] for place, counts in self.of_each(places, "count(DISTINCT {x})").items()}

    def dates(self, places: Sequence[int]) -> dict[int, int]:
        """Return how many cells of each column read as a date or a time."""
        counted = self.of_each(places, "count(TRY_CAST({x} AS TIMESTAMP))")
        return {place: counts[0] for place, counts in counted.items()}

    def points(self, places: Sequence[int]) -> dict[int, Points]:
        """Return how points stand in the numbers of each column."""
        counted = self.of_each(
            places,
            "coalesce(count_if(ends_with({x}, ' ')), 0)",
            "coalesce(count_if(contains({x}, '.')), 0)",
            "coalesce(count_if(substr({x}, -4, 1) = '.'), 0)",
        )
        found = {place: Points(*counts) for place, counts in counted.items()}
        doubtful = [place for place, one in found.items() if one.all == one.three > 0]
        asked = (
            f"coalesce(count_if(regexp_full_match({{x}}, '{THREE_AFTER_A_POINT}')), 0)",
            "min({x}) FILTER (contains({x}, '.'))",
        )
        for place, (three, example) in self.of_each(doubtful, *asked).items():
            found[place] = found[place]._replace(three=three, example=example)
        return found

    def evidence(self, places: Sequence[int], strange: bool) -> dict[int, Evidence]:
        """Return how the cells of each column are written; letters beyond ASCII are looked at when `strange`."""
        found = {}
        for start in range(0, len(places), EVIDENCE_BATCH):
            counted = " UNION ALL ".join(
                f'SELECT {place} AS place, "c{place}" AS written, count(*) AS n FROM {self.rows} '
                f'WHERE "c{place}" IS NOT NULL GROUP BY 2'
                for place in places[start : start + EVIDENCE_BATCH]
            )
            asked = {"missing": [*MISSING], "blanks": BLANKS, "strange": strange, "standing": STANDING}
            for place, *said in self.ask(_EVIDENCE.replace("{columns}", counted), **asked):
                found[place] = Evidence(*said)
        return found

    def batches(self, place: int, pattern: str, size: int) -> Iterator[list[tuple[str, int]]]:
        """Give the distinct cells of a column that match a pattern, with how often each stands there."""
        sql = (
            f'SELECT "c{place}", count(*) FROM {{rows}} WHERE regexp_matches("c{place}", $pattern) GROUP BY 1'
        )
        with self.connection.cursor() as asking:
            asking.execute(sql.replace("{rows}", self.rows), {"pattern": pattern})
            while batch := asking.fetchmany(size):
                yield batch

    def matching(self, place: int, pattern: str, most: int) -> list[tuple[str, int]]:
        """Return the first distinct cells of a column that match a pattern."""
        return next(self.batches(place, pattern, most), [])

    def refuse_long(self, places: Sequence[int]) -> None:
        """Refuse a cell of more characters than any survey's program writes."""
        for place in places:
            sql = f'SELECT row FROM {{rows}} WHERE length("c{place}") > $most LIMIT 1'
            for (row,) in self.ask(sql, most=CELL):
                raise rules.refusal(rules.LONG_CELL, row=row, rows=(row,), count=1, most=CELL)

    def blank(self, places: Sequence[int]) -> bool:
        """Return whether some row has no cell at all."""
        return bool(self.ask(f"SELECT 1 FROM {{rows}} WHERE {all_missing(places)} LIMIT 1"))


def all_missing(places: Sequence[int]) -> str:
    """Return the condition that a row has no cell."""
    return " AND ".join(f'"c{place}" IS NULL' for place in places) or "false"
