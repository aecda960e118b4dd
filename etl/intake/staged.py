"""What every later step sees of a person's file: one Parquet file of texts, and a description of it.

Whatever the format was, a cell is a text here or missing; what the file itself says of a column (labels, a
type) is kept beside it. Columns are named by position, so that no name of a person's file ever reaches SQL.
"""

from __future__ import annotations

import glob
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from etl.intake.findings import Finding, Rule
from store import writing

ROW = "row"


@dataclass(frozen=True)
class File:
    """What a file is. `rows` counts respondents; `header_row` is the row of the names, counted from 1.

    `format` is csv, xlsx, xls, sav, dta, parquet or xlsform; `member` the name inside an archive.
    """

    name: str
    format: str
    sha256: str
    bytes: int
    rows: int
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    header_row: int | None = None
    member: str | None = None
    restored_letters: int = 0


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, its place (from 1), and what the file itself says of it.

    `type` is text, number, date or boolean: what every cell that is not missing can be read as. `values` are the
    file's own labels of codes. `group` is the select-multiple question that the column is an option of. `distinct` is
    near the truth for large files; `unique` says that no cell stands twice for certain.
    """

    name: str
    place: int
    type: str
    missing: int
    distinct: int
    label: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    group: str | None = None
    unique: bool = False

    @property
    def key(self) -> str:
        """The column's name in the staged Parquet file."""
        return f"c{self.place}"


def rows_of(parquet: Path, first_row: int | None) -> str:
    """Return SQL to select from for a Parquet file of staged rows; see `Staged.first_row`."""
    file = "'" + glob.escape(str(parquet)).replace("'", "''") + "'"
    if first_row is None:
        return f"read_parquet({file})"
    return (
        f"(SELECT file_row_number + {first_row} AS row, * EXCLUDE (file_row_number) "
        f"FROM read_parquet({file}, file_row_number = true))"
    )


@dataclass(frozen=True)
class Staged:
    """A staged file in its folder. `source` gives `row` (BIGINT: row in the person's own file, from 1) and one
    VARCHAR column per column of the file, numbers with a decimal point and dates as ISO 8601.

    `findings` say what was met and done while reading. `first_row` is the row of the first respondent where the
    others follow without a gap; the Parquet file then needs no column `row`.
    """

    folder: Path
    file: File
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...] = ()
    first_row: int | None = None

    @property
    def parquet(self) -> Path:
        """The texts."""
        return self.folder / "rows.parquet"

    @property
    def source(self) -> str:
        """The rows, as SQL to select from."""
        return rows_of(self.parquet, self.first_row)

    def column(self, name: str) -> Column:
        """The column of this name in the file. Raises KeyError when there is none."""
        return next((c for c in self.columns if c.name == name), None) or _absent(name)

    def save(self) -> None:
        """Write the description beside the texts, whole or not at all."""
        text = json.dumps(
            {
                "file": asdict(self.file),
                "columns": [asdict(column) for column in self.columns],
                "first_row": self.first_row,
                "findings": [asdict(finding) for finding in self.findings],
            },
            ensure_ascii=False,
        )
        writing.replace(self.folder / "staged.json", text)

    @classmethod
    def load(cls, folder: Path) -> Staged:
        """Read the description of a staged folder."""
        said: dict[str, Any] = json.loads((folder / "staged.json").read_text(encoding="utf-8"))
        file = File(**{**said["file"], "sheets": tuple(said["file"]["sheets"])})
        findings = (
            Finding(**{**finding, "rule": Rule(**finding["rule"]), "rows": tuple(finding["rows"])})
            for finding in said["findings"]
        )
        columns = (Column(**column) for column in said["columns"])
        return cls(folder, file, tuple(columns), tuple(findings), said.get("first_row"))


def _absent(name: str) -> Column:
    raise KeyError(name)
