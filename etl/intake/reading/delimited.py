"""Delimited text: which delimiter, where the names stand, and the cells into Parquet.

Two ways lead there. A file whose every line is a row goes through DuckDB's reader, strictly. Whatever that will
not read strictly (blank lines, rows of uneven length, mixed line breaks) goes row by row through Python's `csv`,
which counts and names what is odd. Rows are numbered as a spreadsheet shows them: a record is one row however
many line breaks its quoted cells hold, and a blank line is a row.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import duckdb

from etl.intake.findings import ROWS_NAMED, Finding, Refused
from etl.intake.reading import heading, records, rules, texts
from etl.intake.reading.census import Census, counting
from etl.intake.reading.contents import CELL, Contents
from etl.intake.reading.engine import PARQUET, Progress, engine, literally, run

DELIMITERS = (",", ";", "\t", "|")
ABSENT = "\x1f"  # the delimiter of a file of one column
HEAD_BYTES = 1 << 21
RECORDS = 200
EVEN_SHARE = 0.5  # of records that have the usual number of cells

_COPY = f"COPY (SELECT * FROM {records.READ_CSV}) TO $into {PARQUET}"
_COUNT = "SELECT count(*) FROM read_parquet($file)"


class Head(NamedTuple):
    """The delimiter, the first records with their numbers, the line on which each ends, whether that is all."""

    delimiter: str
    records: list[tuple[int, list[str]]]
    ends: dict[int, int]
    whole: bool


class NotUtf8(Exception):
    """A byte further down the file is not UTF-8."""


@dataclass
class Odd:
    """Rows that are shorter or longer than the names over them."""

    short: list[int] = field(default_factory=list)
    long: list[int] = field(default_factory=list)
    short_count: int = 0
    long_count: int = 0
    beyond: str | None = None

    def findings(self, width: int) -> Iterator[Finding]:
        if self.short_count:
            yield rules.finding(rules.SHORT_ROWS, rows=tuple(self.short), count=self.short_count, width=width)
        if self.long_count:
            yield rules.finding(
                rules.LONG_ROWS, rows=tuple(self.long), count=self.long_count, value=self.beyond, width=width
            )


def take(file: Path, folder: Path, counted: Future[Census], progress: Progress | None = None) -> Contents:
    """Read a delimited file into `folder`. Raises Refused."""
    csv.field_size_limit(CELL)
    encoding = texts.of_beginning(file)
    if encoding in texts.UTF_8:
        try:
            contents = _read(file, folder, counted, progress)
            contents.file["encoding"] = encoding
            return contents
        except NotUtf8:
            encoding = None
    bad = 0
    if encoding is None:
        if nuls := counted.result().nuls:
            raise rules.refusal(rules.NULS, count=nuls)
        encoding = texts.look(file, progress).encoding
    source = folder / "text.csv"
    bad = texts.transcode(file, encoding, source, progress)
    with counting(source, text=True) as recounted:
        contents = _read(source, folder, recounted, progress)
    source.unlink()
    contents.file["encoding"] = encoding
    if bad:
        contents.findings.append(rules.finding(rules.BAD_LETTERS, count=bad))
    return contents


def _read(source: Path, folder: Path, counted: Future[Census], progress: Progress | None) -> Contents:
    """Read a file in UTF-8. Raises NotUtf8 where some byte is not, and Refused."""
    delimiter, head, lines, whole = _head(source)
    filled = [(number, record) for number, record in head if any(record)]
    if not filled:
        raise rules.refusal(rules.EMPTY)
    found = heading.heading(filled)
    width = _width(found, filled, whole)
    contents = _quickly(source, folder, delimiter, found, lines[found.last], width, counted, progress)
    census = counted.result()
    if census.nuls:
        raise rules.refusal(rules.NULS, count=census.nuls)
    if contents is None:
        clean, odd = folder / "records.csv", Odd()
        _row_by_row(source, clean, delimiter, found, width, odd, progress)
        contents = records.take(clean, folder, found, width, progress)
        contents.findings += odd.findings(width)
    contents.file |= {"format": "csv", "delimiter": None if delimiter == ABSENT else delimiter}
    contents.strange = not census.ascii
    return contents


def _head(file: Path) -> Head:
    """Look at the beginning of a file. Raises Refused where not even a first record can be read."""
    with file.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
        head = stream.read(HEAD_BYTES)
        whole = not stream.read(1)
    lines = [*io.StringIO(head, newline="")]
    if not whole and len(lines) > 1:
        lines = lines[:-1]
    said = lines[0].strip() if lines else ""
    if said.lower().startswith("sep=") and len(said) == 5:  # a line that Excel writes and reads itself
        found, ends, wrong = _records(lines, said[4], skip=True)
        if wrong and whole:
            raise wrong
        return Head(said[4], found, ends, whole)
    best, key = ABSENT, (0.0, 0)
    for delimiter in DELIMITERS:
        found, *_ = _records(lines, delimiter)
        sizes = Counter(len(record) for _, record in found if any(record))
        size, count = max(((s, c) for s, c in sizes.items() if s > 1), key=lambda sc: sc[1], default=(1, 0))
        share = count / max(1, sizes.total())
        if size > 1 and (share >= EVEN_SHARE or count > 1) and (share, size) > key:
            best, key = delimiter, (share, size)
    found, ends, wrong = _records(lines, best)
    if wrong and (whole or not any(any(record) for _, record in found)):
        raise wrong
    return Head(best, found, ends, whole)


def _records(
    lines: Sequence[str], delimiter: str, skip: bool = False
) -> tuple[list[tuple[int, list[str]]], dict[int, int], Refused | None]:
    """Return the first records with their numbers, the line on which each ends, and why there are no more."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t")
    found, ends = [], {}
    try:
        for number, record in enumerate(itertools.islice(reader, RECORDS), 1):
            ends[number] = reader.line_num
            found.append((number, [] if skip and number == 1 else [cell.strip() for cell in record]))
    except csv.Error as error:
        return found, ends, _unreadable(error, len(found) + 1)
    return found, ends, None


def _unreadable(error: csv.Error, row: int) -> Refused:
    rule = rules.LONG_CELL if "field limit" in str(error) else rules.QUOTES
    return rules.refusal(rule, row=row, rows=(row,), count=1, most=CELL)


def _width(found: heading.Heading, head: Sequence[tuple[int, list[str]]], whole: bool) -> int:
    """Return the number of columns: the names, or what rows usually have where that is more."""
    below = Counter(len(record) for number, record in head if number > found.last)
    if not below and whole:
        raise rules.refusal(rules.NO_RESPONDENTS, row=found.row)
    return max([len(found.names), *(size for size, _ in below.most_common(1))])


def _quickly(
    source: Path,
    folder: Path,
    delimiter: str,
    found: heading.Heading,
    skip: int,
    width: int,
    counted: Future[Census],
    progress: Progress | None,
) -> Contents | None:
    """Read the file with DuckDB's reader alone; None when it is not so that each line is a row of the table."""
    into = folder / "cells.parquet"
    values = records.reader(source, width, delimiter, skip=skip) | {"into": str(into)}
    try:
        with engine(folder, source.parent) as connection:
            run(connection, _COPY, values, "reading", progress)
            [(rows,)] = connection.execute(_COUNT, {"file": literally(into)}).fetchall()
    except duckdb.InvalidInputException:
        rows = None
    if rows is None or rows + skip != counted.result().lines:
        into.unlink(missing_ok=True)
        return None
    return Contents(
        into, found.over(width), {"header_row": found.row}, findings=found.findings, first_row=found.last + 1
    )


def _row_by_row(
    source: Path,
    clean: Path,
    delimiter: str,
    found: heading.Heading,
    width: int,
    odd: Odd,
    progress: Progress | None,
) -> None:
    """Write the records below the names anew, numbered, trimmed and all of one length."""
    size = source.stat().st_size
    number = 0
    with (
        source.open("rb") as raw,
        io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as stream,
        clean.open("w", encoding="utf-8", newline="") as out,
    ):
        reader = csv.reader(stream, delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t")
        writer = csv.writer(out, lineterminator="\n")
        try:
            for number, record in enumerate(reader, 1):
                if number <= found.last:
                    continue
                cells = [records.one_break(cell.strip()) for cell in record]
                if len(cells) != width:
                    _even(number, cells, width, odd)
                if any(cells):
                    writer.writerow([number, *cells])
                if progress and number % 20_000 == 0:
                    progress("reading", raw.tell(), size)
        except csv.Error as error:
            raise _unreadable(error, number + 1) from error
        except UnicodeDecodeError as error:
            raise NotUtf8 from error


def _even(number: int, cells: list[str], width: int, odd: Odd) -> None:
    if not any(cells):
        cells[:] = []
    elif len(cells) < width:
        odd.short_count += 1
        odd.short += [number] if len(odd.short) < ROWS_NAMED else []
    elif any(cells[width:]):
        odd.long_count += 1
        odd.long += [number] if len(odd.long) < ROWS_NAMED else []
        odd.beyond = odd.beyond or next(filter(None, cells[width:]))
    cells[width:] = []
    cells += [""] * (width - len(cells))
