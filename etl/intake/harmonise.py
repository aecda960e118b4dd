"""From what a person's file says to what the store keeps: codes, numbers, yes and no, and the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl.intake import catalogue, rows
from etl.intake.accepted import Accepted, Row
from etl.intake.coordinates import interview_places
from etl.intake.extras import Extra, columns_of, extra
from etl.intake.findings import Finding
from etl.intake.mapping.codebook import Codebook, codebook
from etl.intake.mapping.files import as_written
from etl.intake.mapping.model import Mapping
from etl.intake.mapping.review import MOST_MATCHED, Review, reviewed
from etl.intake.mapping.rules import CARRIED
from etl.intake.selecting import Selection, select
from etl.intake.staged import Staged

RESPONDENTS = "respondents.parquet"
PRIVATE = "private.parquet"
PARQUET_OPTIONS = "(FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 10000)"


@dataclass(frozen=True)
class Harmonised:
    """A round as the store keeps it, not yet published.

    `respondents` is typed Parquet in the staging folder, as `Accepted` describes it; `tables` are its rows of
    the catalogue. `carried` counts, by question, the respondents whose earlier "no" answers it. `private`
    holds the columns that were kept with a reason, with the row of the file and the respondent that they
    belong to; it is for the survey's owner.
    """

    survey: str
    round: str
    respondents: Path
    tables: dict[str, tuple[Row, ...]]
    review: Review
    mapping: Mapping
    staged: Staged
    carried: dict[str, int] = field(default_factory=dict)
    private: Path | None = None

    def findings(self) -> list[Finding]:
        """What was done beside matching: answers that an earlier no gives."""
        return [Finding(CARRIED, count=n, slots={"question": name}) for name, n in self.carried.items()]

    def accepted(self, acknowledged: tuple[str, ...] = ()) -> Accepted:
        """The round as it is published."""
        file = self.staged.file
        return Accepted(
            self.survey,
            self.round,
            self.tables,
            self.respondents,
            file.name,
            file.sha256,
            as_written(self.mapping),
            acknowledged,
            self.private,
        )


def harmonise(
    staged: Staged,
    mapping: Mapping,
    survey: str,
    round_: str,
    build: str | None = None,
    seen: Review | None = None,
) -> Harmonised:
    """Write the respondents of a staged file as codes of the codebook, with the rows of the catalogue.

    What is not understood is missing: whoever calls has shown `seen.asked()` and `seen.unmatched()` before.
    `seen` saves reading the values again; `build` knows the survey's own codebook. The same file and mapping
    give the same bytes under the same version of DuckDB.
    """
    book = codebook(survey, build)
    with rows.opened(staged) as con:
        seen = seen or reviewed(con, staged, mapping, book, catalogue.year(round_, mapping))
        extras = _extras(con, staged, mapping, build)
        selection = select(con, staged, mapping, book, seen, extras)
        respondents = staged.folder / RESPONDENTS
        con.execute(f"COPY ({selection.sql}) TO '{rows.quoted(str(respondents))}' {PARQUET_OPTIONS}")
        design, carried = _found(con, respondents, selection, seen)
        private = _private(con, staged, mapping, selection)
    tables = catalogue.tables(staged, mapping, book, round_, selection.questions, extras, design)
    return Harmonised(survey, round_, respondents, tables, seen, mapping, staged, carried, private)


def _extras(
    con: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping, build: str | None
) -> list[Extra]:
    found = {name: columns_of(name, staged.columns) for name in mapping.keep}
    coded = [c for name, kept in mapping.keep.items() if kept.type != "number" for c in found[name]]
    written = rows.counts(con, coded, MOST_MATCHED)
    extras = [extra(kept, found[name], written) for name, kept in mapping.keep.items() if found[name]]
    points = tuple(
        c for name in mapping.columns.get("coordinates", ()) for c in columns_of(name, staged.columns)
    )
    return [interview_places(con, points, build), *extras] if points else extras


def _found(
    con: duckdb.DuckDBPyConnection, respondents: Path, selection: Selection, seen: Review
) -> tuple[catalogue.Design, dict[str, int]]:
    """What the written respondents show: their number, their design, and answers carried on."""
    source = f"read_parquet('{rows.quoted(str(respondents))}')"
    design = {name: name in selection.design for name in ("stratum", "psu", "fpc")}
    stratum = "stratum" if design["stratum"] else "''"
    counted = ", ".join(f', count("{name}")' for name in selection.carried).replace(", ,", ",")
    total, *answered = con.execute(f"SELECT count(*){counted} FROM {source}").fetchall()[0]
    repeated, lonely = 0, 0
    if design["psu"]:
        [(repeated, lonely)] = con.execute(
            f"WITH unit AS (SELECT DISTINCT {stratum} AS stratum, psu FROM {source}) "
            "SELECT count(psu) - count(DISTINCT psu), "
            "(SELECT count(*) FROM (FROM unit SELECT 1 GROUP BY stratum HAVING count(*) = 1)) FROM unit"
        ).fetchall()
    told = {name: sum(read.rows for read in seen.questions[name] if read.codes) for name in selection.carried}
    return (
        catalogue.Design(total, design["stratum"], design["psu"], design["fpc"], bool(repeated), int(lonely)),
        {
            name: count - told[name]
            for name, count in zip(selection.carried, answered, strict=True)
            if count != told[name]
        },
    )


def _private(
    con: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping, selection: Selection
) -> Path | None:
    kept = [column for column in staged.columns if column.name in mapping.private]
    if not kept:
        return None
    file = staged.folder / PRIVATE
    names = ", ".join(f'{column.key} AS "{column.name.replace(chr(34), chr(34) * 2)}"' for column in kept)
    con.execute(
        f"COPY (SELECT row, {selection.columns['respondent']} AS respondent, {names} FROM rows "
        f"WHERE {selection.filled} IS NOT NULL) TO '{rows.quoted(str(file))}' (FORMAT parquet, COMPRESSION zstd)"
    )
    return file


__all__ = ["Codebook", "Harmonised", "harmonise"]
