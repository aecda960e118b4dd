"""From cells to the staged file: what every column is, one way of writing numbers and dates, odd rows set apart.

The cells are scanned once for counts and types. Only a file in which something is rewritten or set apart is copied
once more, and then counted anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from etl.intake.findings import ROWS_NAMED, Finding
from etl.intake.reading import bottom, heading, notation, rules
from etl.intake.reading.cells import Cells, Profile, all_missing
from etl.intake.reading.contents import CELL, Contents
from etl.intake.reading.engine import Progress, engine, run
from etl.intake.reading.notation import Evidence
from etl.intake.reading.words import BLANKS, MISSING
from etl.intake.staged import Column

EXACT = 2_000  # distinct numbers: up to about so many are counted one by one
STEPS = 3  # of measuring, as told


@dataclass(frozen=True)
class Shaped:
    """The columns of the staged file, its rows, the decimal mark of its numbers, and what was done to it."""

    columns: list[Column]
    rows: int
    decimal: str | None
    findings: list[Finding]
    first_row: int | None


def shape(contents: Contents, into: Path, progress: Progress | None = None) -> Shaped:
    """Write the staged rows from the cells of a file, which are removed. Raises Refused when no row is left."""

    def tell(done: int) -> None:
        if progress:
            progress("measuring", done, STEPS)

    tell(0)
    with engine(into.parent) as connection:
        cells = Cells(connection, contents.parquet, contents.first_row)
        _refuse_none(cells.count(), contents)
        profiles = cells.profile(range(1, len(contents.names) + 1))
        cells.refuse_long([place for place, one in profiles.items() if one.longest > CELL])
        used = [profiles[place].filled > 0 for place in sorted(profiles)]
        called, findings = heading.named(contents.names, used)
        names = {place: name for place, name in enumerate(called, 1) if name is not None}
        places = [*names]
        tell(1)
        evidence = {
            place: cells.evidence(place, contents.strange)
            for place in places
            if profiles[place].filled and not profiles[place].is_number
        }
        tell(2)
        apart, said_of_rows = _apart(cells, names)
        read, decimal = _read(cells, names, profiles, evidence)
        findings = [
            *_without(contents.findings, apart),
            *findings,
            *said_of_rows,
            *(said for one in read.values() for said in one.findings),
        ]
        steps = {place: one.steps for place, one in read.items() if one.steps}
        first_row = contents.first_row
        distinct = {place: one.distinct for place, one in evidence.items()}
        if steps or apart or len(places) < len(called) or cells.blank(places):
            _rewrite(cells, places, steps, apart, into, progress)
            first_row = None
            contents.parquet.unlink()
            cells = Cells(connection, into, None)
            profiles = cells.profile(places)
            distinct = {}
        else:
            contents.parquet.rename(into)
            cells = Cells(connection, into, first_row)
        _refuse_none(total := cells.count(), contents)
        dates = cells.dates([place for place in steps if read[place].type == "date"])
        few = [place for place in places if place not in distinct and profiles[place].distinct <= EXACT]
        distinct |= cells.distinct(few)
    tell(STEPS)
    columns = [
        Column(
            name=names[place],
            place=place,
            type=_type(profiles[place], read.get(place), dates.get(place)),
            missing=total - profiles[place].filled,
            distinct=distinct.get(place, min(profiles[place].distinct, total)),
            label=contents.labels.get(place),
            values=contents.values.get(place, {}),
            group=contents.groups.get(place),
        )
        for place in places
    ]
    return Shaped(columns, total, decimal, findings, first_row)


def _refuse_none(rows: int, contents: Contents) -> None:
    if not rows:
        raise rules.refusal(rules.NO_RESPONDENTS, row=contents.file.get("header_row"))


def _type(profile: Profile, read: notation.Reading | None, dates: int | None) -> str:
    """Return what every cell can be read as; rewritten cells are held to it once more."""
    if profile.is_number:
        return "number"
    if read is None or read.type == "number" or (read.type == "date" and dates not in (None, profile.filled)):
        return "text"
    return read.type


def _without(findings: Sequence[Finding], apart: Sequence[int]) -> list[Finding]:
    """Return findings on rows without the rows that were set apart, of which more is said elsewhere."""
    left = []
    for one in findings:
        rows = tuple(row for row in one.rows if row not in apart)
        gone = len(one.rows) - len(rows)
        if not gone or rows:
            left.append(replace(one, rows=rows, count=one.count - gone))
    return left


def _apart(cells: Cells, names: dict[int, str]) -> tuple[list[int], list[Finding]]:
    """Return the rows that are no respondents, and the findings that say so."""
    findings, columns = [], ", ".join(f'"c{place}"' for place in names)
    last = cells.ask(
        f"SELECT row, {columns} FROM {{rows}} "
        "WHERE row > (SELECT max(row) FROM {rows}) - $looked ORDER BY row DESC",
        looked=bottom.LOOKED_AT,
    )
    under = bottom.below([(row, texts) for row, *texts in last if any(texts)], len(names))
    if under:
        said, rows = " / ".join(one.said for one in reversed(under)), sorted(one.row for one in under)
        findings.append(
            rules.finding(
                rules.ROWS_BELOW, count=len(under), rows=tuple(rows), value=said[: bottom.SAID_IN_ALL]
            )
        )
    again: list[int] = []
    if len(names) > 1:
        same = " AND ".join(f'"c{place}" = $n{place}' for place in names)
        written = {f"n{place}": name for place, name in names.items()}
        again = [
            row for (row,) in cells.ask(f"SELECT row FROM {{rows}} WHERE {same} ORDER BY row", **written)
        ]
    if again:
        findings.append(rules.finding(rules.HEADER_AGAIN, count=len(again), rows=tuple(again[:ROWS_NAMED])))
    return [*(one.row for one in under), *again], findings


def _read(
    cells: Cells, names: dict[int, str], profiles: dict[int, Profile], evidence: dict[int, Evidence]
) -> tuple[dict[int, notation.Reading], str | None]:
    """Return how columns are read that are not as they should be, and the decimal mark of the file's numbers."""
    numbers = [
        one
        for place, one in evidence.items()
        if one.numbers and one.numbers == profiles[place].filled - one.missing
    ]
    decimal = notation.decimal_of(numbers)
    if (
        decimal is None
        and not any(one.comma_example for one in numbers)
        and any(one.either_example for one in numbers)
    ):
        plain = [place for place in names if profiles[place].is_number]
        points = cells.of_each(plain, "coalesce(count_if(contains({x}, '.')), 0)")
        decimal = "." if any(count for (count,) in points.values()) else None
    read = {
        place: notation.read_column(names[place], profiles[place].filled, one, decimal)
        for place, one in evidence.items()
    }
    for place in names:
        if profiles[place].is_number and (profiles[place].trailing or profiles[place].leading):
            read[place] = notation.Reading("number", [notation.TRIM])
    return read, decimal


def _rewrite(
    cells: Cells,
    places: Sequence[int],
    steps: dict[int, list[str]],
    apart: Sequence[int],
    into: Path,
    progress: Progress | None,
) -> None:
    inner = f"SELECT * FROM {cells.rows} WHERE NOT list_contains($apart, row) AND NOT ({all_missing(places)})"
    for level in range(max(map(len, steps.values()), default=0) or 1):
        made = []
        for place in places:
            name = f'"c{place}"'
            step = steps.get(place, [])[level : level + 1]
            made.append(f"{step[0].replace('{x}', name)} AS {name}" if step else name)
        inner = f"SELECT row, {', '.join(made)} FROM ({inner})"
    values: dict[str, object] = {"apart": [*apart], "into": str(into)}
    values |= {"missing": [*MISSING]} if "$missing" in inner else {}
    values |= {"blanks": BLANKS} if "$blanks" in inner else {}
    sql = f"COPY ({inner}) TO $into (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION lz4)"
    run(cells.connection, sql, values, "rewriting", progress)
