"""Making a build: read and check the raw files, fill the tables, derive, compare with totals, publish."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd

from etl import boundaries, files, formulas
from etl.files.columns import PLACES
from etl.problems import BuildFailed, Problem
from etl.raw import RAW, Staged, read, sidecar, unknown_references
from store import builds
from store.tables import TABLES

SQL = Path(__file__).parent / "sql"
CHECKS = ("check_keys", "check_totals", "check_migration", "check_soums")
STEPS = (
    "read and check raw files",
    "fill tables",
    "derive indicators",
    "compare with published totals",
    "publish",
)
Progress = Callable[[int, int, str], None]


def build(root: Path | None = None, progress: Progress | None = None, raw: Path = RAW) -> str:
    """Make a build from the raw files and put it in use; returns its id.

    `progress` is told the step, the number of steps and the step's name. Raises BuildFailed with every fault
    found, and StoreError for the store; either way the build in use stays as it was.
    """
    root = root or builds.store_root()
    say = progress or (lambda step, of, name: None)
    say(1, len(STEPS), STEPS[0])
    staged, notes = read_all(raw)
    with builds.making(inputs_digest(root, raw), root) as (build_id, hidden):
        with duckdb.connect(str(hidden)) as con:
            say(2, len(STEPS), STEPS[1])
            _fill(con, staged, notes, root, raw)
            con.execute("INSERT INTO build_info VALUES ('build', $build)", {"build": build_id})
            say(3, len(STEPS), STEPS[2])
            derive(con)
            say(4, len(STEPS), STEPS[3])
            problems = list(check(con))
            if problems:
                raise BuildFailed(problems)
            con.execute("CHECKPOINT")
        say(5, len(STEPS), STEPS[4])
    return build_id


def inputs_digest(root: Path, raw: Path = RAW) -> str:
    """A digest of all that a build is made from: raw files, code and the imported boundaries."""
    parts = hashlib.sha256()
    here = Path(__file__).parent
    code = [*here.rglob("*.py"), *SQL.glob("*.sql"), *(builds.PROJECT / "store").glob("*.py")]
    for file in sorted([*code, *filter(Path.is_file, raw.rglob("*"))]):
        parts.update(f"{file.name}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    imported = boundaries.current(root)
    if imported:
        parts.update(imported.id.encode())
    return parts.hexdigest()


def read_all(raw: Path = RAW) -> tuple[list[Staged], dict[str, dict[str, object]]]:
    """All raw files, corrected, and their sidecars by path.

    Raises BuildFailed with every fault of every file.
    """
    problems: list[Problem] = []
    notes: dict[str, dict[str, object]] = {}
    staged: list[Staged] = []
    for path in (*(file.path for file in files.FILES), files.OUTLINE):
        notes[path], faults = sidecar(path, raw)
        problems += faults
    for file in files.FILES:
        part, faults = read(file, raw)
        staged.append(part)
        problems += faults
    by_path = {part.file.path: part for part in staged}
    problems += _correct(by_path)
    problems += unknown_references(staged, _known_codes(by_path))
    problems += _other_units(by_path)
    problems += _unreadable_formulas(by_path["catalogue/indicators.csv"])
    if problems:
        raise BuildFailed(problems)
    return staged, notes


def derive(con: duckdb.DuckDBPyConnection) -> None:
    """Add calculated observations: sums for regions and country, then formulas, aimags first."""
    aggregate = (SQL / "aggregate.sql").read_text(encoding="utf-8")
    rows = con.execute(
        "SELECT indicator, formula, aggregate FROM indicator WHERE formula IS NOT NULL"
    ).fetchall()
    given = con.execute("SELECT DISTINCT indicator FROM observation WHERE level = 'aimag'").fetchall()
    how = {name: (formula, kind) for name, formula, kind in rows}
    for names, levels in zip(
        formulas.passes(how, {name for (name,) in given}),
        (["aimag", "soum"], ["region", "country"]),
        strict=True,
    ):
        con.execute(aggregate)
        for name in names:
            con.execute(formulas.insert(how[name][0]), {"indicator": name, "levels": levels})


def check(con: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    """What does not hold in the filled tables: keys, places, sums, published totals."""
    for name in CHECKS:
        question = (SQL / f"{name}.sql").read_text(encoding="utf-8")
        meaning = question.splitlines()[0].removeprefix("-- ").rstrip(".")
        for place, indicator, year, expected, tolerance, here in con.execute(question).fetchall():
            found = "nothing" if here is None else f"{here:,.10g}"
            wanted = f"should be {expected:,.10g} (±{tolerance:g})"
            message = f"{meaning}: {place} {year} {wanted}; the build has {found}."
            yield Problem("observation", message, "Compare the raw file with its source.", column=indicator)


def _known_codes(by_path: dict[str, Staged]) -> dict[str, set[str]]:
    """The codes of every column that another one refers to, and of all places together."""
    referred = {column.refers for file in files.FILES for column in file.columns if column.refers} - {PLACES}
    codes = {name: {row[name.split(".")[1]] for row in _stem(by_path, name).rows} for name in referred}
    places = (("aimags", "aimag_code"), ("soums", "pcode"), ("regions", "region"))
    every = {row[column] for stem, column in places for row in _stem(by_path, stem).rows}
    return codes | {PLACES: every | {"MN"}}


def _stem(by_path: dict[str, Staged], refers: str) -> Staged:
    return next(part for path, part in by_path.items() if Path(path).stem == refers.split(".")[0])


def _correct(by_path: dict[str, Staged]) -> Iterator[Problem]:
    """Apply the corrections in place; one whose expected value is no longer there is a fault."""
    table = by_path["catalogue/corrections.csv"]
    for rule, line in zip(table.rows, table.lines, strict=True):
        part = by_path.get(rule["file"])
        place = (
            next((i for i, row in enumerate(part.rows) if row.get(rule["key_column"]) == rule["key"]), None)
            if part
            else None
        )
        if part is None or place is None or part.rows[place].get(rule["column"]) != rule["expect"]:
            message = f"The correction of {rule['file']} does not find {rule['expect']!r} at {rule['key']}."
            yield Problem(
                table.file.path,
                message,
                "Remove the correction if the source has mended it.",
                line,
                "expect",
                rule["expect"],
            )
        elif rule["action"] == "drop":
            del part.rows[place], part.lines[place]
        else:
            part.rows[place][rule["column"]] = rule["new_value"]


def _other_units(by_path: dict[str, Staged]) -> Iterator[Problem]:
    """Figures whose unit is not the one the dictionary gives for the indicator."""
    unit = {row["indicator"]: row["unit"] for row in by_path["catalogue/indicators.csv"].rows}
    for part in by_path.values():
        if not {"indicator", "unit", "value"} <= {column.name for column in part.file.columns}:
            continue
        for row, line in zip(part.rows, part.lines, strict=True):
            expected = unit.get(row["indicator"], row["unit"])
            if row["unit"] != expected:
                message = f"The dictionary gives {row['indicator']} in {expected!r}."
                yield Problem(
                    part.file.path,
                    message,
                    "Convert the value or correct the unit.",
                    line,
                    "unit",
                    row["unit"],
                )


def _unreadable_formulas(dictionary: Staged) -> Iterator[Problem]:
    known = {row["indicator"] for row in dictionary.rows}
    for row, line in zip(dictionary.rows, dictionary.lines, strict=True):
        if not row["formula"]:
            continue
        try:
            unknown = {term.name for term in formulas.terms(row["formula"])} - known
        except formulas.FormulaError as error:
            yield Problem(
                dictionary.file.path, str(error), "Correct the formula.", line, "formula", row["formula"]
            )
            continue
        if unknown:
            message = f"The formula uses {', '.join(sorted(unknown))}, which the dictionary does not have."
            yield Problem(dictionary.file.path, message, "Correct the name.", line, "formula", row["formula"])


def _fill(
    con: duckdb.DuckDBPyConnection,
    staged: list[Staged],
    notes: dict[str, dict[str, object]],
    root: Path,
    raw: Path,
) -> None:
    for table in TABLES:
        con.execute(table.create())
    for part in staged:
        frame = pd.DataFrame(part.rows, columns=[column.name for column in part.file.columns], dtype="str")
        con.register(part.file.name, frame)
    for step in sorted(SQL.glob("[0-9]*.sql")):
        con.execute(step.read_text(encoding="utf-8"))
    con.executemany(
        "INSERT INTO raw_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [
                path,
                note["sha256"],
                note.get("rows"),
                *(
                    note.get(key) or ""
                    for key in (
                        "title",
                        "title_mn",
                        "producer",
                        "producer_mn",
                        "licence",
                        "credit",
                        "how_read",
                        "note",
                        "note_mn",
                    )
                ),
            ]
            for path, note in notes.items()
        ],
    )
    con.executemany("INSERT INTO shape VALUES (?, ?, ?, ?)", list(_shapes(root, raw)))


def _shapes(root: Path, raw: Path) -> Iterator[tuple[str, str, str, str]]:
    imported = boundaries.current(root)
    levels = {"aimag": imported.aimag, "soum": imported.soum} if imported else {"aimag": raw / files.OUTLINE}
    for level, file in levels.items():
        if file is None:
            continue
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
            code = feature["properties"].get("code") or feature["properties"]["iso"]
            yield (
                level,
                code,
                json.dumps(feature["geometry"], separators=(",", ":")),
                "official" if imported else "outline",
            )
