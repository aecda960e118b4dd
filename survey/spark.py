"""Respondents on an Apache Spark cluster, for registers that outgrow one machine.

The same expressions, the same numbers; `NUTAG_ENGINE` names the master, and the file is any path that the
cluster can see. The package `pyspark` is optional (requirements-spark.txt) and needs Java 17 or newer.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import ibis
import pyarrow as pa

from survey.design import SurveyError


class Spark:
    """A Spark session on a master such as `spark://host:7077` or `local[2]`, reading one file."""

    def __init__(self, file: str, master: str) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise SurveyError(
                f"NUTAG_ENGINE is {master!r}, but pyspark is not installed: pip install -r requirements-spark.txt "
                "(it needs Java 17 or newer), or unset NUTAG_ENGINE."
            ) from None
        # Its warning is about data frames of pandas, through which nothing goes here.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        builder = SparkSession.builder.master(master).appName("nutag-survey")
        for name, value in {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
        }.items():
            builder = builder.config(name, value)
        try:
            # Files that are open together share the cluster, but each has its own table of respondents.
            self._session = builder.getOrCreate().newSession()
        except Exception as error:  # py4j wraps whatever Java says
            raise SurveyError(
                f"Spark at {master} does not start: {_said_first(error)} It needs Java 17 or newer and a master "
                "that answers; or unset NUTAG_ENGINE."
            ) from error
        try:
            reader = self._session.read
            if file.lower().endswith(".parquet"):
                rows = reader.parquet(file)
            else:
                rows = reader.csv(
                    file, header=True, inferSchema=True, sep="\t" if file.lower().endswith(".tsv") else ",",
                    nullValue="NA", emptyValue="", quote='"', escape='"', multiLine=True, mode="FAILFAST",
                )  # fmt: skip
                words = [name for name, kind in rows.dtypes if kind == "boolean"]
                rows = rows.withColumns({name: rows[f"`{name}`"].cast("string") for name in words})
            rows.createOrReplaceTempView("respondents")
            self._backend = ibis.pyspark.connect(self._session)
            self.table = self._backend.table("respondents")
        except Exception as error:
            raise SurveyError(
                f"{file}: Spark at {master} cannot read it ({_said_first(error)}): name a CSV or Parquet file "
                "that every machine of the cluster sees under this path."
            ) from error

    @property
    def schema(self) -> pa.Schema:
        """The columns of the file and what they hold."""
        return self.table.schema().to_pyarrow()

    def ask(self, question: Callable[..., ibis.Table], *arguments: object) -> pa.Table:
        """The rows of a question's expression."""
        return self.run(question(self.table, *arguments))

    def run(self, expression: ibis.Table) -> pa.Table:
        """The rows of an expression, summed by the cluster."""
        try:
            got: pa.Table = self._session.sql(str(self._backend.compile(expression))).toArrow()
        except Exception as error:
            raise SurveyError(f"Spark cannot sum the file: {_said_first(error)}") from error
        return got

    def write_with(self, out: Path, name: str, column: pa.Array) -> None:
        """Not on a cluster: its rows have no order to write a column by."""
        raise SurveyError(f"{out}: weights are written on one machine only. Unset NUTAG_ENGINE.")


def _said_first(error: Exception) -> str:
    """What Java says first; the rest is where in its own code."""
    java = getattr(error, "java_exception", None)
    lines = (str(java.toString()) if java else str(error)).splitlines()
    return next((line for line in lines if line.strip()), type(error).__name__)
