"""Checks of the filled tables: sums, differences and published totals, each question a .sql file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl.problems import Problem
from etl.raw import Staged

_CHECKS = tuple(sorted((Path(__file__).parent / "sql").glob("check_*.sql")))
_TOTALS = "catalogue/published_totals.csv"
Figure = tuple[str, str, str]


@dataclass
class Written:
    """Where in the raw files a figure or a total stands: file, line and cell by indicator, place and year."""

    figures: dict[Figure, tuple[str, int, str]] = field(default_factory=dict)
    totals: dict[Figure, tuple[str, int, str]] = field(default_factory=dict)

    @classmethod
    def in_files(cls, staged: Iterable[Staged]) -> Written:
        """Note where each figure of a tidy file stands."""
        written = cls()
        for part in staged:
            columns = {column.name for column in part.file.columns}
            place = next((name for name in ("aimag_code", "place") if name in columns), None)
            if place is None or not {"indicator", "year", "value"} <= columns:
                continue
            lines = written.totals if part.file.path == _TOTALS else written.figures
            for row, line in zip(part.rows, part.lines, strict=True):
                lines[row["indicator"], row[place], row["year"]] = (part.file.path, line, row["value"])
        return written

    def files(self, indicator: str) -> str:
        """The files that hold figures of an indicator."""
        found = {file for (name, _, _), (file, _, _) in self.figures.items() if name == indicator}
        return ", ".join(sorted(found)) or "the formula of the dictionary"


def check(con: duckdb.DuckDBPyConnection, written: Written | None = None) -> Iterator[Problem]:
    """What does not hold in the filled tables; `written` adds the file and row, where one is to blame.

    A question answers with one row per fault: place, indicator, year, the value that should be, its
    tolerance, and the value that is. Its first line says what such a row is.
    """
    for file in _CHECKS:
        question = file.read_text(encoding="utf-8")
        meaning = question.splitlines()[0].removeprefix("-- ").rstrip(".")
        for place, indicator, year, expected, tolerance, here in con.execute(question).fetchall():
            message = f"{meaning}: {indicator}, {place}, {year or 'undated'}"
            if expected is not None:
                found = "nothing" if here is None else f"{here:,.10g}"
                message += f" should be {expected:,.10g} (±{float(tolerance):g}); here it is {found}"
            key = (indicator, place, str(year or ""))
            lines = (written.totals if file.stem == "check_totals" else written.figures) if written else {}
            where, line, cell = lines.get(key, (None, None, None))
            if where == _TOTALS and written:
                message += f", from {written.files(indicator)}"
            yield Problem(
                where or "table observation",
                f"{message}.",
                "Compare the raw files with their sources.",
                line,
                "value" if where else None,
                cell,
            )
