"""Where respondents are read and summed: DuckDB in this process, or an Apache Spark cluster.

Questions are Ibis expressions; an engine turns them into its SQL and brings back a small Arrow table.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Hashable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from store import connection
from survey.compiled import remembered
from survey.design import SurveyError

if TYPE_CHECKING:
    import ibis

ENDINGS = (".csv", ".csv.gz", ".tsv", ".txt", ".parquet")
MISSING = ("", "NA")
KINDS = ("BIGINT", "DOUBLE", "VARCHAR")  # of columns of CSV: yes and no stay words, dates stay as written


class Engine(Protocol):
    """Runs expressions over one file of respondents, the table named `respondents`."""

    @property
    def table(self) -> ibis.Table: ...

    @property
    def schema(self) -> pa.Schema:
        """The columns of the file and what they hold."""
        ...

    def ask(self, question: Callable[..., ibis.Table], *arguments: object) -> pa.Table:
        """The rows of the expression that a function of a module makes of the table and of plain arguments."""
        ...

    def run(self, expression: ibis.Table) -> pa.Table:
        """The rows of an expression, in no particular order; those of a selection in the order of the file."""
        ...

    def write_with(self, out: Path, name: str, column: pa.Array) -> None:
        """Write the file anew with a further column, one value per row in the order of the file."""
        ...


def open_file(file: Path | str) -> Engine:
    """The engine that `NUTAG_ENGINE` names (a Spark master such as `spark://host:7077`), else DuckDB.

    Raises SurveyError for a file that is not there, is not CSV or Parquet, or cannot be read.
    """
    master = os.environ.get("NUTAG_ENGINE", "")
    if not str(file).lower().endswith(ENDINGS):
        raise SurveyError(f"{file}: expected a CSV or Parquet file ({', '.join(ENDINGS)}).")
    if master:
        from survey.spark import Spark

        return Spark(str(file), master)
    if not Path(file).is_file():
        raise SurveyError(f"{file}: there is no such file. Check the name and the folder.")
    if not Path(file).stat().st_size:
        raise SurveyError(f"{file}: the file is empty. Save it again, with a first row of column names.")
    return Embedded(file)


class Embedded:
    """DuckDB in this process, reading a file in place or a table in memory."""

    def __init__(self, source: Path | str | pa.Table) -> None:
        self._con = connection.scratch()
        self._as_written: str | None = None  # the reader of a CSV file that leaves every value as it stands
        if isinstance(source, pa.Table):
            self._con.register("given", source)
            self._con.execute("CREATE TABLE respondents AS SELECT * FROM given")
            self._con.unregister("given")
        else:
            self._view(str(source))
        empty = self._con.sql("SELECT * FROM respondents LIMIT 0").to_arrow_table()
        self.schema: pa.Schema = empty.schema

    def _view(self, file: str) -> None:
        quoted = glob.escape(file).replace("'", "''")  # a name with brackets is no pattern
        parquet = file.lower().endswith(".parquet")
        reader = (
            f"read_parquet('{quoted}')"
            if parquet
            else f"read_csv('{quoted}', header = true, nullstr = {list(MISSING)}, sample_size = 200000, "
            f"auto_type_candidates = {list(KINDS)})"
        )
        if not parquet:
            self._as_written = f"read_csv('{quoted}', header = true, all_varchar = true)"
        try:
            self._con.execute(f"CREATE VIEW respondents AS SELECT * FROM {reader}")
        except connection.READ_ERRORS as error:
            remedy = (
                "write it as Parquet again" if parquet else "save it as CSV in UTF-8, one respondent per row"
            )
            raise SurveyError(
                f"{file}: cannot be read as {'Parquet' if parquet else 'CSV'} ({str(error).splitlines()[0]}): {remedy}."
            ) from error

    @cached_property
    def table(self) -> ibis.Table:
        """The respondents, for expressions."""
        import ibis

        return ibis.table(ibis.Schema.from_pyarrow(self.schema), name="respondents")

    def ask(self, question: Callable[..., ibis.Table], *arguments: object) -> pa.Table:
        """The rows of a question's expression; its SQL is written once for all processes."""
        asked = f"{question.__module__}.{question.__qualname__} {arguments!r} {self.schema}"
        return self._rows(remembered(asked, lambda: _sql(question(self.table, *arguments).op())))

    def run(self, expression: ibis.Table) -> pa.Table:
        """The rows of an expression. Raises SurveyError when a row of the file cannot be read."""
        return self._rows(_sql(expression.op()))

    def _rows(self, sql: str) -> pa.Table:
        try:
            return self._con.cursor().sql(sql).to_arrow_table()
        except connection.READ_ERRORS as error:
            raise SurveyError(
                f"The file cannot be read to its end ({str(error).splitlines()[0]}): mend that row, or save the file anew."
            ) from error

    def write_with(self, out: Path, name: str, column: pa.Array) -> None:
        """Write the file anew with a further column; from CSV to CSV every value stays as it was written.

        Under a hidden name first, so nothing half-written is left.
        """
        hidden = out.with_name(f".{out.name}.part")
        con = self._con.cursor()
        con.register("further", pa.table({name: column}))
        parquet = str(out).lower().endswith(".parquet")
        source = self._as_written if self._as_written and not parquet else "respondents"
        kind = "PARQUET" if parquet else "CSV, HEADER"
        quoted = str(hidden).replace("'", "''")
        try:
            con.execute(
                f"COPY (SELECT * FROM {source} POSITIONAL JOIN further) TO '{quoted}' (FORMAT {kind})"
            )
            os.replace(hidden, out)
        except connection.READ_ERRORS as error:
            raise SurveyError(
                f"{out}: cannot be written ({str(error).splitlines()[0]}): name a folder that exists and may be written to."
            ) from error
        finally:
            hidden.unlink(missing_ok=True)


@lru_cache(maxsize=512)
def _sql(operation: Hashable) -> str:
    """DuckDB's SQL of an expression, compiled once."""
    import ibis

    expression: Any = operation
    return str(ibis.to_sql(expression.to_expr(), dialect="duckdb"))
