"""From cells to the staged file: what every column is, one way of writing numbers and dates, odd rows set apart.

The cells are scanned once for counts and types. Only a file in which something is rewritten or set apart is copied
once more, and then counted anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from etl.intake.findings import ROWS_NAMED, Finding
from etl.intake.reading import bottom, heading, notation, rules
from etl.intake.reading.contents import CELL, Contents
from etl.intake.reading.engine import Progress, engine, literally, run
from etl.intake.reading.words import MISSING
from etl.intake.staged import Column

BATCH = 300  # columns in one query
EXACT = 50_000  # distinct values: up to about so many are counted one by one
_EVIDENCE = (Path(__file__).parent / "sql" / "evidence.sql").read_text(encoding="utf-8")
_CELLS = "read_parquet($file)"


class Profile(NamedTuple):
    """Counts of one column: cells that are not missing, distinct ones, those that read as a number; longest in bytes."""

    filled: int
    distinct: int
    numbers: int
    longest: int


@dataclass(frozen=True)
class Shaped:
    """The columns of the staged file, its rows, the decimal mark of its numbers, and what was done to it."""

    columns: list[Column]
    rows: int
    decimal: str | None
    findings: list[Finding]


def shape(contents: Contents, into: Path, progress: Progress | None = None) -> Shaped:
    """Write the staged rows from the cells of a file, which are removed. Raises Refused when no row is left."""
    with engine(into.parent) as connection:
        cells = Cells(connection, contents.parquet)
        total, profiles = cells.profile(range(1, len(contents.names) + 1))
        if not total:
            raise rules.refusal(rules.NO_RESPONDENTS, row=contents.file.get("header_row"))
        cells.refuse_long([place for place, one in profiles.items() if one.longest > CELL])
        called, said_of_names = heading.named(
            contents.names, [profiles[place].filled > 0 for place in sorted(profiles)]
        )
        names = {place: name for place, name in enumerate(called, 1) if name is not None}
        places = [*names]
        if progress:
            progress("measuring", 1, 3)
        evidence = {
            place: cells.evidence(place, contents.strange)
            for place in places
            if 0 < profiles[place].filled != profiles[place].numbers
        }
        if progress:
            progress("measuring", 2, 3)
        apart, findings = _apart(cells, contents, places, evidence)
        findings = [*_without(contents.findings, apart), *said_of_names, *findings]
        read, decimal = _read(cells, names, profiles, evidence)
        findings += [said for one in read.values() for said in one.findings]
        steps = {place: one.steps for place, one in read.items() if one.steps}
        if steps or apart or len(places) < len(called) or cells.blank(places):
            _rewrite(cells, places, steps, apart, into, progress)
            contents.parquet.unlink()
            cells = Cells(connection, into)
            total, profiles = cells.profile(places)
        else:
            contents.parquet.rename(into)
            cells = Cells(connection, into)
        if not total:
            raise rules.refusal(rules.NO_RESPONDENTS, row=contents.file.get("header_row"))
        dates = cells.dates([place for place, one in read.items() if one.type == "date"])
        exact = cells.distinct([place for place in places if profiles[place].distinct <= EXACT])
    if progress:
        progress("measuring", 3, 3)
    columns = []
    for place in places:
        filled, distinct, numbers, _ = profiles[place]
        said = read[place].type if place in read else "text"
        kind = "number" if filled and numbers == filled else said
        if (kind == "number" and numbers != filled) or (kind == "date" and dates[place] != filled):
            kind = "text"
        columns.append(
            Column(
                name=names[place],
                place=place,
                type=kind,
                missing=total - filled,
                distinct=exact.get(place, distinct),
                label=contents.labels.get(place),
                values=contents.values.get(place, {}),
                group=contents.groups.get(place),
            )
        )
    return Shaped(columns, total, decimal, findings)


def _without(findings: Sequence[Finding], apart: Sequence[int]) -> list[Finding]:
    """Return findings on rows without the rows that were set apart, of which more is said elsewhere."""
    left = []
    for one in findings:
        rows = tuple(row for row in one.rows if row not in apart)
        gone = len(one.rows) - len(rows)
        if not gone or rows:
            left.append(replace(one, rows=rows, count=one.count - gone))
    return left


class Cells:
    """Questions to the cells of one Parquet file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, parquet: Path) -> None:
        self.connection = connection
        self.values: dict[str, Any] = {"file": literally(parquet)}

    def ask(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a question; $file is the Parquet file."""
        return self.connection.execute(sql, self.values | values).fetchall()

    def of_each(self, places: Sequence[int], *asked: str, where: str = "") -> dict[int, tuple[Any, ...]]:
        """Return aggregates of every column; {x} stands for the column in each expression."""
        found = {}
        for start in range(0, len(places), BATCH):
            batch = places[start : start + BATCH]
            items = ", ".join(one.replace("{x}", f'"c{place}"') for place in batch for one in asked)
            row = self.ask(f"SELECT {items} FROM {_CELLS} {where}")[0]
            for at, place in enumerate(batch):
                found[place] = row[at * len(asked) : (at + 1) * len(asked)]
        return found

    def profile(self, places: Sequence[int]) -> tuple[int, dict[int, Profile]]:
        """Return the number of rows and the profile of each column; beyond 1e300 are infinity and NaN, words here."""
        counted = self.of_each(
            places,
            "count({x})",
            "approx_count_distinct({x})",
            "count_if(TRY_CAST({x} AS DOUBLE) BETWEEN -1e300 AND 1e300)",
            "coalesce(max(strlen({x})), 0)",
        )
        total = self.ask(f"SELECT count(*) FROM {_CELLS}")[0][0]
        return total, {place: Profile(*counts) for place, counts in counted.items()}

    def distinct(self, places: Sequence[int]) -> dict[int, int]:
        """Return exact counts of distinct cells."""
        return {place: counts[0] for place, counts in self.of_each(places, "count(DISTINCT {x})").items()}

    def dates(self, places: Sequence[int]) -> dict[int, int]:
        """Return how many cells of each column read as a date or a time."""
        counted = self.of_each(places, "count(TRY_CAST({x} AS TIMESTAMP))")
        return {place: counts[0] for place, counts in counted.items()}

    def evidence(self, place: int, strange: bool) -> notation.Evidence:
        """Return how the cells of a column are written."""
        sql = _EVIDENCE.replace("{column}", f'"c{place}"')
        return notation.Evidence(*self.ask(sql, missing=list(MISSING), strange=strange)[0])

    def refuse_long(self, places: Sequence[int]) -> None:
        """Refuse a cell of more characters than any survey's program writes."""
        for place in places:
            for (row,) in self.ask(
                f'SELECT row FROM {_CELLS} WHERE length("c{place}") > $most LIMIT 1', most=CELL
            ):
                raise rules.refusal(rules.LONG_CELL, row=row, rows=(row,), count=1, most=CELL)

    def blank(self, places: Sequence[int]) -> bool:
        """Return whether some row has no cell at all."""
        return bool(self.ask(f"SELECT 1 FROM {_CELLS} WHERE {_all_missing(places)} LIMIT 1"))


def _all_missing(places: Sequence[int]) -> str:
    return " AND ".join(f'"c{place}" IS NULL' for place in places)


def _apart(
    cells: Cells,
    contents: Contents,
    places: Sequence[int],
    evidence: dict[int, notation.Evidence],
) -> tuple[list[int], list[Finding]]:
    """Return the rows that are no respondents, and the findings that say so."""
    findings = []
    columns = ", ".join(f'"c{place}"' for place in places)
    last = cells.ask(
        f"SELECT row, {columns} FROM {_CELLS} WHERE row > (SELECT max(row) FROM {_CELLS}) - $looked ORDER BY row DESC",
        looked=bottom.LOOKED_AT,
    )
    rows = [(row, texts) for row, *texts in last if any(texts)]
    under = bottom.below(rows, len(places))
    if under:
        said = " / ".join(one.said for one in reversed(under))
        findings.append(
            rules.finding(
                rules.ROWS_BELOW,
                count=len(under),
                rows=tuple(sorted(one.row for one in under)),
                value=said[:200],
            )
        )
    named = [place for place in places if place in evidence]
    again: list[int] = []
    if len(places) > 1 and named:
        same = " AND ".join(f'"c{place}" = $n{place}' for place in places)
        names = {f"n{place}": contents.names[place - 1] for place in places}
        again = [row for (row,) in cells.ask(f"SELECT row FROM {_CELLS} WHERE {same} ORDER BY row", **names)]
    if again:
        findings.append(rules.finding(rules.HEADER_AGAIN, count=len(again), rows=tuple(again[:ROWS_NAMED])))
    return [*(one.row for one in under), *again], findings


def _read(
    cells: Cells,
    names: dict[int, str],
    profiles: dict[int, Profile],
    evidence: dict[int, notation.Evidence],
) -> tuple[dict[int, notation.Reading], str | None]:
    """Return how each text column is read, and the decimal mark of the file's numbers."""
    numeric = [
        one
        for place, one in evidence.items()
        if one.numbers and one.numbers == profiles[place].filled - one.missing
    ]
    plain = [place for place, one in profiles.items() if one.filled and one.filled == one.numbers]
    decimal = notation.decimal_of(numeric)
    if any(one.either_example for one in numeric) and decimal is None and not numeric_comma(numeric):
        points = cells.of_each(plain, "count_if(contains({x}, '.'))")
        decimal = "." if any(count for (count,) in points.values()) else None
    return {
        place: notation.read_column(names[place], profiles[place].filled, one, decimal)
        for place, one in evidence.items()
    }, decimal


def numeric_comma(numeric: Sequence[notation.Evidence]) -> bool:
    """Return whether some column of numbers has a decimal comma."""
    return any(one.comma_example for one in numeric)


def _rewrite(
    cells: Cells,
    places: Sequence[int],
    steps: dict[int, list[str]],
    apart: Sequence[int],
    into: Path,
    progress: Progress | None,
) -> None:
    inner = f"SELECT * FROM {_CELLS} WHERE NOT list_contains($apart, row) AND NOT ({_all_missing(places)})"
    for level in range(max(map(len, steps.values()), default=0) or 1):
        made = []
        for place in places:
            name = f'"c{place}"'
            step = steps.get(place, [])[level : level + 1]
            made.append(f"{step[0].replace('{x}', name)} AS {name}" if step else name)
        inner = f"SELECT row, {', '.join(made)} FROM ({inner})"
    values = cells.values | {"apart": list(apart), "into": str(into)}
    if "$missing" in inner:
        values["missing"] = list(MISSING)
    run(
        cells.connection,
        f"COPY ({inner}) TO $into (FORMAT parquet, PARQUET_VERSION v2)",
        values,
        "rewriting",
        progress,
    )
