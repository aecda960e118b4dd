"""Weights of a round: those of the file, or calibrated to known totals with the file's own kept beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from etl.intake.accepted import Row
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Finding, Refused, Rule
from etl.intake.harmonise import PARQUET_OPTIONS, Harmonised
from etl.intake.mapping.codebook import Codebook
from etl.intake.margins import margins, wanted
from etl.intake.rows import quoted
from survey import calibration
from survey.calibration import CalibrationError, Cells, Diagnostics, Margin, Problem
from survey.calibration.problems import parts

OWN = "weight_own"
CALIBRATED_FILE = "calibrated.parquet"
DESIGN_EFFECT = 2.0
_NAMES = ("Weight of the file, before calibration", "Файлын жин (тохируулахаас өмнөх)")

CALIBRATED = Rule(
    "weights_calibrated",
    "statistics",
    NOTE,
    "Weights were calibrated to {margins}: the design effect of weighting went from {before} to {after}, and new "
    "weights are {least} to {most} times the old.",
    "Nothing needs to be done; the weights of the file are kept beside them.",
)
UNEVEN = Rule(
    "weights_calibrated_uneven",
    "statistics",
    ACKNOWLEDGE,
    "Calibrated weights are so unequal that {n} respondents tell no more than {effective} would (design effect "
    "{after}).",
    "Calibrate to fewer or larger groups, or set limits to the weights.",
)
IMPOSSIBLE = {  # what can keep the weights of a mapping from being calibrated
    code: Rule(f"calibration_{code}", "statistics", BLOCKS, *parts(code))
    for code in (
        *("no_margins", "shape", "unknown_variable", "target", "empty_level", "no_target", "missing"),
        *("totals", "weight", "one_margin", "method", "no_bounds", "bounds", "logit_bounds", "scale"),
        *("conflict", "limits", "trim_total", "trim_conflict"),
    )
}
RULES = (CALIBRATED, UNEVEN, *IMPOSSIBLE.values())


@dataclass(frozen=True)
class Weighed:
    """A round with its weights; `margins` and `diagnostics` only where they were calibrated here."""

    made: Harmonised
    margins: tuple[Margin, ...] = ()
    diagnostics: Diagnostics | None = None

    def findings(self) -> list[Finding]:
        """What calibration did."""
        found = self.diagnostics
        if found is None:
            return []
        slots: dict[str, object] = {
            "margins": ", ".join(margin.name for margin in self.margins),
            "before": round(found.deff_before, 2),
            "after": round(found.deff_after, 2),
            "least": round(found.factor_min, 2),
            "most": round(found.factor_max, 2),
        }
        told = [Finding(CALIBRATED, count=found.n, slots=slots)]
        if found.deff_after > DESIGN_EFFECT:
            effective = {"n": found.n, "effective": round(found.n_eff_after)}
            told.append(Finding(UNEVEN, count=found.n, slots={**slots, **effective}))
        return told


def weigh(made: Harmonised, book: Codebook, build: str | None = None) -> Weighed:
    """Give a round the weights that its mapping asks for.

    Calibrated weights take the place of `weight`; the file's own stay as `weight_own`, a column of the design.
    Raises Refused with everything that keeps the weights from being calibrated.
    """
    try:
        request = wanted(made.mapping.weight)
        if request is None:
            return Weighed(made)
        known = margins(request, book, build)
        before, cell, cells = _cells(made.respondents, known)
        done = calibration.calibrate(cells, known, request.method, request.bounds)
        after, trimmed = before * done.factor[cell], None
        if request.trim:
            lower, upper = request.trim
            result = calibration.calibrate_trimmed(
                before, cell, cells, known, lower, upper, request.method, request.bounds
            )
            after, trimmed = result.weight, result.trimmed
    except CalibrationError as error:
        raise Refused(impossible(error)) from error
    diagnostics = calibration.diagnose(done, before, after, trimmed)
    respondents = made.respondents.with_name(CALIBRATED_FILE)
    _write(made.respondents, respondents, after)
    tables = _tables(made.tables)
    return Weighed(replace(made, respondents=respondents, tables=tables), known, diagnostics)


def impossible(error: CalibrationError) -> list[Finding]:
    """What keeps weights from being calibrated, or from being held against totals."""
    return [_finding(problem) for problem in error.problems]


def _finding(problem: Problem) -> Finding:
    slots: dict[str, object] = {**problem._asdict()}
    value = str(slots.pop("value"))
    return Finding(IMPOSSIBLE[problem.code], value=value, slots=slots)


def _cells(respondents: Path, known: tuple[Margin, ...]) -> tuple[np.ndarray, np.ndarray, Cells]:
    """Weights (rows,), the cell of each row (rows,), and the cells: combinations of the margins' variables."""
    names = tuple(dict.fromkeys(name for margin in known for name in margin.variables))
    with duckdb.connect(config={"threads": 1}) as con:  # sums that depend on nothing but the rows
        source = f"read_parquet('{quoted(str(respondents))}')"
        held = {name for name, *_ in con.execute(f"DESCRIBE FROM {source}").fetchall()}
        if absent := [name for name in names if name not in held]:
            expected = ", ".join(sorted(name for name in held if "__" not in name))
            raise CalibrationError(
                [Problem("unknown_variable", name, value=name, expected=expected) for name in absent]
            )
        columns = ", ".join(f'"{name}"' for name in names)
        con.execute(
            f"CREATE TABLE cells AS SELECT row_number() OVER (ORDER BY {columns}) - 1 AS cell, * FROM "
            f"(SELECT {columns}, sum(weight) AS weight, count(*) AS count FROM {source} GROUP BY ALL)"
        )
        same = " AND ".join(f'cells."{name}" IS NOT DISTINCT FROM file."{name}"' for name in names)
        rows = _table(
            con,
            f"SELECT file.weight, cells.cell FROM (SELECT *, file_row_number AS place FROM "
            f"read_parquet('{quoted(str(respondents))}', file_row_number = true)) AS file "
            f"JOIN cells ON {same} ORDER BY place",
        )
        table = _table(con, "FROM cells ORDER BY cell")
    cells = Cells(
        {name: table[name].to_pylist() for name in names},
        table["weight"].to_numpy(),
        table["count"].to_numpy(),
    )
    return rows["weight"].to_numpy(), rows["cell"].to_numpy(), cells


def _table(con: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    return con.sql(sql).to_arrow_table()


def _write(respondents: Path, target: Path, weight: np.ndarray) -> None:
    """Write the respondents in their order with other weights, and their own as a column of its own."""
    with duckdb.connect(config={"threads": 1}) as con:
        con.register("calibrated", pa.table({"calibrated": weight}))
        con.execute(
            f"COPY (SELECT * EXCLUDE (calibrated) REPLACE (calibrated AS weight), weight AS {OWN} "
            f"FROM read_parquet('{quoted(str(respondents))}') POSITIONAL JOIN calibrated) "
            f"TO '{quoted(str(target))}' {PARQUET_OPTIONS}"
        )


def _tables(tables: dict[str, tuple[Row, ...]]) -> dict[str, tuple[Row, ...]]:
    """The catalogue with the column of the file's own weights, described after that of the weights."""
    own = {"name_en": _NAMES[0], "name_mn": _NAMES[1]}
    texts = {"text_en": f"{_NAMES[0]}.", "text_mn": f"{_NAMES[1]}.", "note_en": None, "note_mn": None}
    return {
        **tables,
        "question": (
            *tables["question"],
            *(
                {**row, "question": OWN, "position": len(tables["question"]) + 1, **own}
                for row in tables["question"]
                if row["question"] == "weight"
            ),
        ),
        "wording": (
            *tables["wording"],
            *({**row, "question": OWN, **texts} for row in tables["wording"] if row["question"] == "weight"),
        ),
    }
