"""Making a build: read and check the raw files, fill the tables, derive, compare with totals, publish."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from etl import boundaries, consistency, demo, files, formulas, respondents
from etl.checks import Written, check
from etl.problems import BuildFailed, Problem
from etl.publishing import filling
from etl.publishing.contents import Contents, carried, schema
from etl.raw import RAW, Staged, read, sidecar
from store import builds, published, writing
from store.locking import alone
from store.survey_tables import SURVEY_TABLES
from store.tables import TABLES

SQL = Path(__file__).parent / "sql"
STEPS = (
    "read and check raw files",
    "fill tables",
    "derive indicators",
    "compare with published totals",
    "publish",
)
BUILDS_WAIT_SECONDS = 120.0
Progress = Callable[[int, int, str], None]
_MICRODATA = "SELECT DISTINCT sha256 FROM round ORDER BY sha256"


def build(
    root: Path | None = None,
    progress: Progress | None = None,
    raw: Path = RAW,
    keep_demonstration: bool | None = None,
    who: str = "somebody",
) -> str:
    """Make a build from the raw files and put it in use; returns its id.

    What was published is carried over from the build in use. The demonstration survey is part of it as long as
    no other survey is, and beside others when it is to be kept; None is as in the build in use. `progress` is told
    the step, the number of steps and the step's name. Raises BuildFailed with every fault found, and StoreError
    for the store; either way the build in use stays as it was.
    """
    root = root or builds.store_root()
    with alone(root, who, "making a build", BUILDS_WAIT_SECONDS):
        contents = carried(root, keep_demonstration)
        return make(root, contents, {"event": "build", "who": who}, progress, raw)


def make(
    root: Path,
    contents: Contents,
    about: Mapping[str, Any],
    progress: Progress | None = None,
    raw: Path = RAW,
) -> str:
    """Make a build that holds these publications and put it in use, as one who holds the store's lock.

    `about` goes into the build's note: event, who, why. Raises as `build` does.
    """
    manifests = contents.read(root)
    note = {**about, **contents.note(), "schema": schema()}
    with builds.making(inputs_digest(root, raw, contents), root, note) as (build_id, hidden):
        note["microdata"] = write(
            hidden, build_id, root, manifests, contents.keep_demonstration, progress, raw
        )
    return build_id


def write(
    file: Path,
    build_id: str,
    root: Path,
    manifests: Sequence[published.Manifest],
    keep_demonstration: bool = False,
    progress: Progress | None = None,
    raw: Path = RAW,
) -> list[str]:
    """Write the file of a build with these publications; returns the checksums of the respondents it needs.

    Raises as `build` does.
    """
    say = progress or (lambda step, of, name: None)
    say(1, len(STEPS), STEPS[0])
    staged, notes = read_all(raw)
    with _faults(root), duckdb.connect(str(file)) as con:
        say(2, len(STEPS), STEPS[1])
        _fill(con, staged, notes, root, raw)
        con.execute("INSERT INTO build_info VALUES ('build', $build)", {"build": build_id})
        problems = filling.fill(con, manifests, root)
        if problems:
            raise BuildFailed(problems)
        if not keep_demonstration:
            drop_demonstration(con)
        say(3, len(STEPS), STEPS[2])
        derive(con)
        say(4, len(STEPS), STEPS[3])
        problems = [*check(con, Written.in_files(staged)), *respondents.faults(con, root)]
        if problems:
            raise BuildFailed(problems)
        needed = [sha256 for (sha256,) in con.execute(_MICRODATA).fetchall()]
        con.execute("CHECKPOINT")
    say(5, len(STEPS), STEPS[4])
    return needed


@contextmanager
def _faults(root: Path) -> Iterator[None]:
    """Say what DuckDB could not do: hold a row against a table's description, or write to the disk."""
    try:
        yield
    except (duckdb.IntegrityError, duckdb.DataError) as error:
        message = f"The raw files do not fit the tables: {str(error).splitlines()[0]}"
        raise BuildFailed(
            [Problem("tables", message, "Compare the raw files with their sources.")]
        ) from error
    except (duckdb.OperationalError, duckdb.FatalException) as error:
        raise writing.unwritable(root, str(error).splitlines()[0]) from error


def inputs_digest(root: Path, raw: Path = RAW, contents: Contents | None = None) -> str:
    """A digest of all that a build is made from: raw files, code, imported boundaries, what was published.

    Without `contents` it is that of the next build, which carries over what the build in use holds.
    """
    contents = carried(root) if contents is None else contents
    parts = hashlib.sha256()
    here = Path(__file__).parent
    code = [*here.rglob("*.py"), *SQL.glob("*.sql"), *(builds.PROJECT / "store").glob("*.py")]
    for file in sorted([*code, *filter(Path.is_file, raw.rglob("*"))]):
        parts.update(f"{file.name}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    imported = boundaries.current(root)
    if imported:
        parts.update(imported.id.encode())
    for manifest in contents.manifests:
        parts.update(manifest.encode())
    if contents.keep_demonstration:
        parts.update(b"demonstration kept")
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
    problems += consistency.correct(staged)
    problems += consistency.faults(staged, raw)
    if problems:
        raise BuildFailed(problems)
    return staged, notes


def drop_demonstration(con: duckdb.DuckDBPyConnection) -> None:
    """Take the demonstration survey out where another survey stands beside it."""
    kinds = con.execute("SELECT survey, kind = 'demonstration' FROM survey").fetchall()
    if all(is_demonstration for _, is_demonstration in kinds):
        return
    for survey in (survey for survey, is_demonstration in kinds if is_demonstration):
        for table in SURVEY_TABLES:
            con.execute(f"DELETE FROM {table.name} WHERE survey = $survey", {"survey": survey})


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
    kept = [
        (demo.SURVEY, round_, respondents.keep(table, root), len(table))
        for round_, table in demo.rounds(staged).items()
    ]
    con.register("respondents", pd.DataFrame(kept, columns=["survey", "round", "sha256", "respondents"]))
    for step in sorted(SQL.glob("[0-9]*.sql")):
        con.execute(step.read_text(encoding="utf-8"))
    rows = {part.file.path: len(part.rows) for part in staged}
    rows[files.OUTLINE] = len(json.loads((raw / files.OUTLINE).read_bytes())["features"])
    texts = (
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
    con.executemany(
        "INSERT INTO raw_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [path, note["sha256"], rows[path], *(note.get(text) or "" for text in texts)]
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
