"""From cells to the staged file: what every column is, one way of writing numbers and dates, odd rows set apart.

The cells are scanned once for counts and types. Only a file in which something is rewritten or set apart is copied
once more, and then counted anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from etl.intake.findings import ROWS_NAMED, Finding
from etl.intake.reading import bottom, heading, letters, notation, rules
from etl.intake.reading.cells import Cells, Profile, all_missing
from etl.intake.reading.contents import CELL, Contents
from etl.intake.reading.engine import PARQUET, Progress, engine, run
from etl.intake.reading.notation import Evidence
from etl.intake.reading.words import BLANKS, MISSING
from etl.intake.staged import Column

EXACT = 2_000  # distinct numbers: up to about so many are counted one by one
NUMBERED = 4  # columns, from which 1, 2, 3 … is no respondent
STEPS = 3  # of measuring, as told


@dataclass(frozen=True)
class Shaped:
    """The columns of the staged file, its rows, the decimal mark of its numbers, and what was done to it."""

    columns: list[Column]
    rows: int
    decimal: str | None
    findings: list[Finding]
    first_row: int | None
    restored_letters: int


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
        texts = [place for place in places if profiles[place].filled and not profiles[place].is_number]
        evidence = cells.evidence(texts, contents.strange)
        tell(2)
        apart, said_of_rows = _apart(cells, names, profiles)
        read, decimal = _read(cells, names, profiles, evidence)
        findings = [
            *_without(contents.findings, apart),
            *findings,
            *said_of_rows,
            *(said for one in read.values() for said in one.findings),
        ]
        steps = {place: one.steps for place, one in read.items() if one.steps}
        mended = letters.restore(
            cells, [place for place, one in evidence.items() if one.standing], names.values()
        )
        if mended.letters:
            shown = mended.text(names[mended.places[0]])
            findings.append(
                rules.finding(rules.RESTORED, column=shown, count=mended.letters, value=mended.example)
            )
        first_row = contents.first_row
        distinct = {place: one.distinct for place, one in evidence.items()}
        if steps or apart or mended.places or len(places) < len(called) or _has_blank_row(cells, profiles):
            _rewrite(cells, places, steps, mended.places, apart, into, progress)
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
            name=mended.text(names[place]),
            place=place,
            type=_type(profiles[place], read.get(place), dates.get(place)),
            missing=total - profiles[place].filled,
            distinct=distinct.get(place, min(profiles[place].distinct, total)),
            label=_mended(contents.labels.get(place), mended),
            values={code: mended.text(label) for code, label in contents.values.get(place, {}).items()},
            group=contents.groups.get(place),
            unique=distinct.get(place) == profiles[place].filled > 0,
        )
        for place in places
    ]
    return Shaped(columns, total, decimal, findings, first_row, mended.letters)


def _has_blank_row(cells: Cells, profiles: dict[int, Profile]) -> bool:
    """Return whether some row has no cell; where a column has no gap there is none."""
    rows = cells.count()
    return all(one.filled < rows for one in profiles.values()) and cells.blank([*profiles])


def _mended(label: str | None, mended: letters.Restored) -> str | None:
    return label if label is None else mended.text(label)


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


def _apart(
    cells: Cells, names: dict[int, str], profiles: dict[int, Profile]
) -> tuple[list[int], list[Finding]]:
    """Return the rows that are no respondents, and the findings that say so."""
    findings, columns = [], ", ".join(f'"c{place}"' for place in names)
    [(end,)] = cells.ask("SELECT max(row) FROM {rows}")
    last = cells.ask(  # with a number for the row DuckDB passes over all other groups of rows
        f"SELECT row, {columns} FROM {{rows}} WHERE row > $from ORDER BY row DESC",
        **{"from": end - bottom.LOOKED_AT},
    )
    under = bottom.below([(row, texts) for row, *texts in last if any(texts)], len(names))
    if under:
        said, rows = " / ".join(one.said for one in reversed(under)), sorted(one.row for one in under)
        findings.append(
            rules.finding(
                rules.ROWS_BELOW, count=len(under), rows=tuple(rows), value=said[: bottom.SAID_IN_ALL]
            )
        )
    if numbered := _numbered(cells, profiles, columns):
        findings.append(rules.finding(rules.NUMBERED_ROW, row=numbered, rows=(numbered,), count=1))
    again: list[int] = []
    if len(names) > 1:
        same = " AND ".join(f'"c{place}" = $n{place}' for place in names)
        written = {f"n{place}": name for place, name in names.items()}
        again = [
            row for (row,) in cells.ask(f"SELECT row FROM {{rows}} WHERE {same} ORDER BY row", **written)
        ]
    if again:
        findings.append(rules.finding(rules.HEADER_AGAIN, count=len(again), rows=tuple(again[:ROWS_NAMED])))
    return [*(one.row for one in under), *again, *([numbered] if numbered else [])], findings


def _numbered(cells: Cells, profiles: dict[int, Profile], columns: str) -> int | None:
    """Return the row under the names when it only numbers the columns, as official tables do: А, Б, 1, 2, 3.

    In some column it must be the only number, or a letter: where all columns are numbers it may be a respondent.
    """
    [(row, *texts)] = cells.ask(f"SELECT row, {columns} FROM {{rows}} ORDER BY row LIMIT 1")
    digits = [text for text in texts if text and text.isdecimal()]
    first = texts[: len(texts) - len(digits)]
    if len(digits) < NUMBERED or digits != [str(number) for number in range(1, len(digits) + 1)]:
        return None
    if any(text is None or len(text) > 1 for text in first) or texts[len(first) :] != digits:
        return None
    alone = any(one.numbers == 1 < one.filled for one in profiles.values())
    return row if first or alone else None


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
    plain = [place for place in names if profiles[place].is_number]
    points = cells.points(plain)
    if (
        decimal is None
        and not any(one.comma_example for one in numbers)
        and any(one.either_example for one in numbers)
    ):
        decimal = "." if any(one.all > one.three for one in points.values()) else None
    read = {
        place: notation.read_column(names[place], profiles[place].filled, one, decimal)
        for place, one in evidence.items()
    }
    for place in plain:
        name = names[place]
        if points[place].trailing or profiles[place].leading:
            read[place] = notation.Reading("number", [notation.TRIM])
        elif points[place].all == points[place].three > 0:
            read[place] = notation.points(name, points[place].example, decimal)
        if notation.names_a_date(name):
            [(low, high)] = cells.of_each([place], "min({x}::DOUBLE)", "max({x}::DOUBLE)").values()
            if notation.are_serial_dates(low, high):
                read[place] = notation.serial_dates(name, profiles[place].filled, str(low))
    return read, decimal


def _rewrite(
    cells: Cells,
    places: Sequence[int],
    steps: dict[int, list[str]],
    mended: Sequence[int],
    apart: Sequence[int],
    into: Path,
    progress: Progress | None,
) -> None:
    joins = " ".join(
        f'LEFT JOIN {letters.TABLE} l{place} ON l{place}.written = "c{place}"' for place in mended
    )
    right = ", ".join(f'coalesce(l{place}.restored, "c{place}") AS "c{place}"' for place in mended)
    replaced = f" REPLACE ({right})" if mended else ""
    inner = f"SELECT cells.*{replaced} FROM {cells.rows} AS cells {joins} WHERE NOT list_contains($apart, row) AND NOT ({all_missing(places)})"
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
    sql = f"COPY ({inner}) TO $into {PARQUET}"
    run(cells.connection, sql, values, "rewriting", progress)
