"""Reading raw files: the sidecar, the checksum, and every cell against the file's description."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from etl.problems import Problem
from store.builds import PROJECT
from store.schema import Column

RAW = PROJECT / "data" / "raw"
RESTORE = "Restore the file from version control."
SEAL = "Restore the file; if the change is meant, record it with `python -m etl seal`."
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_NUMBER = {
    "INTEGER": re.compile(r"-?\d{1,9}", re.ASCII),
    "DOUBLE": re.compile(r"-?\d+(\.\d+)?(e-?\d+)?", re.ASCII | re.IGNORECASE),
}
_SIDECAR_TEXTS = ("title", "title_mn", "producer", "producer_mn", "licence", "credit", "how_read")


@dataclass(frozen=True)
class RawFile:
    """A raw CSV file as it must be: its columns in order and the columns that identify a row."""

    path: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name under which the rows are staged: `raw_` and the file's name."""
        return "raw_" + Path(self.path).stem


@dataclass(frozen=True)
class Staged:
    """The rows of one raw file as text, with the line each stands on."""

    file: RawFile
    rows: list[dict[str, str]]
    lines: list[int]


def sidecar(path: str, raw: Path = RAW) -> tuple[dict[str, Any], list[Problem]]:
    """The provenance of a raw file from its `.yml`, and what is wrong with it or with the file's checksum."""
    file, note = raw / path, raw / f"{path}.yml"
    if not file.is_file():
        return {}, [Problem(path, "The file is missing.", RESTORE)]
    try:
        facts = yaml.safe_load(note.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, [
            Problem(path, "The sidecar that says where the file comes from is missing.", f"Add {path}.yml.")
        ]
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return {}, [Problem(f"{path}.yml", f"The sidecar cannot be read ({error}).", RESTORE)]
    if not isinstance(facts, dict):
        return {}, [Problem(f"{path}.yml", "The sidecar is not a list of keys and values.", RESTORE)]
    problems = [
        Problem(f"{path}.yml", f"The sidecar has no {key!r}.", "Add it.")
        for key in _SIDECAR_TEXTS
        if not facts.get(key)
    ]
    if facts.get("sha256") != digest(file):
        problems.append(
            Problem(path, "The file is not the one its sidecar describes: the checksum differs.", SEAL)
        )
    return facts, problems


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read(file: RawFile, raw: Path = RAW) -> tuple[Staged, list[Problem]]:
    """The rows of a raw file, and every cell that does not fit the description."""
    staged = Staged(file, [], [])
    try:
        text = (raw / file.path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return staged, []  # the sidecar check has said so
    except UnicodeDecodeError as error:
        line = (raw / file.path).read_bytes()[: error.start].count(b"\n") + 1
        return staged, [Problem(file.path, "The text is not UTF-8.", RESTORE, row=line)]
    fault = _UNPRINTABLE.search(text)
    if fault:
        message = f"The text holds the unprintable character {fault[0]!r}: the file is damaged."
        return staged, [Problem(file.path, message, RESTORE, row=text.count("\n", 0, fault.start()) + 1)]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    expected = [column.name for column in file.columns]
    problems: list[Problem] = []
    try:
        header = next(reader, [])
        if header != expected:
            message = f"The columns are {', '.join(header) or 'missing'}; expected {', '.join(expected)}."
            return staged, [Problem(file.path, message, RESTORE, row=1)]
        for cells in reader:
            if len(cells) != len(expected):
                message = f"The row has {len(cells)} cells; expected {len(expected)}."
                problems.append(Problem(file.path, message, RESTORE, row=reader.line_num))
                continue
            staged.rows.append(dict(zip(expected, (cell.strip() for cell in cells), strict=True)))
            staged.lines.append(reader.line_num)
    except csv.Error as error:
        problems.append(
            Problem(file.path, f"The file breaks off or is not CSV ({error}).", RESTORE, row=reader.line_num)
        )
    if not staged.rows and not problems:
        problems.append(Problem(file.path, "The file has no rows.", RESTORE))
    problems += _bad_cells(staged)
    problems += _repeated_keys(staged)
    return staged, problems


def unknown_references(staged: Iterable[Staged], keys: dict[str, set[str]]) -> Iterator[Problem]:
    """Cells whose code is not among the codes they refer to; several codes may be joined by `;`.

    `keys` maps what a column refers to (such as "sources.source_id") to the known codes; what is not there
    cannot be checked.
    """
    for part in staged:
        for column in part.file.columns:
            known = keys.get(column.refers)
            if known is None:
                continue
            for row, line in zip(part.rows, part.lines, strict=True):
                for code in filter(None, row[column.name].split(";")):
                    if code not in known:
                        message = f"{code!r} is not in {column.refers.replace('.', '.csv, column ')}."
                        yield Problem(
                            part.file.path, message, "Correct the code.", line, column.name, row[column.name]
                        )


def _bad_cells(staged: Staged) -> Iterator[Problem]:
    for row, line in zip(staged.rows, staged.lines, strict=True):
        for column in staged.file.columns:
            fault = _fault(column, row[column.name])
            if fault:
                yield Problem(
                    staged.file.path, fault, "Correct the cell.", line, column.name, row[column.name]
                )


def _fault(column: Column, cell: str) -> str | None:
    if not cell:
        return "The cell is empty." if column.required else None
    if column.allowed and cell not in column.allowed:
        return f"Only {', '.join(column.allowed)} may stand here."
    if column.type in _NUMBER:
        if not _NUMBER[column.type].fullmatch(cell):
            return "Not a whole number." if column.type == "INTEGER" else "Not a number (such as 1234.5)."
        number = float(cell)
        if column.minimum is not None and not number >= column.minimum:
            return f"Less than {column.minimum:g}."
        if column.maximum is not None and not number <= column.maximum:
            return f"More than {column.maximum:g}."
    return None


def _repeated_keys(staged: Staged) -> Iterator[Problem]:
    first: dict[tuple[str, ...], int] = {}
    for row, line in zip(staged.rows, staged.lines, strict=True):
        key = tuple(row[name] for name in staged.file.key)
        if key in first and key:
            yield Problem(
                staged.file.path,
                f"The same {', '.join(staged.file.key)} stands already on row {first[key]}.",
                "Remove one of the two.",
                line,
                staged.file.key[0],
                " · ".join(key),
            )
        first.setdefault(key, line)
