"""Respondents on an Apache Spark cluster, for registers that outgrow one machine.

The same expressions, the same numbers; `NUTAG_ENGINE` names the master, and the file is any path that the
cluster can see. The package `pyspark` is optional (requirements-spark.txt) and needs Java 17 or newer.
"""

from __future__ import annotations

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
        builder = SparkSession.builder.master(master).appName("nutag-survey")
        for name, value in {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
        }.items():
            builder = builder.config(name, value)
        try:
            self._session = builder.getOrCreate()
            reader = self._session.read
            if file.lower().endswith(".parquet"):
                rows = reader.parquet(file)
            else:
                rows = reader.csv(file, header=True, inferSchema=True, nullValue="NA", emptyValue="")
        except Exception as error:  # py4j wraps whatever the cluster says
            raise SurveyError(
                f"{file}: Spark at {master} cannot read it: {str(error).splitlines()[0]}"
            ) from error
        rows.createOrReplaceTempView("respondents")
        self._backend = ibis.pyspark.connect(self._session)
        self.table = self._backend.table("respondents")

    def run(self, expression: ibis.Table) -> pa.Table:
        """The rows of an expression, summed by the cluster."""
        got: pa.Table = self._session.sql(str(self._backend.compile(expression))).toArrow()
        return got

    def write_with(self, out: Path, name: str, column: pa.Array) -> None:
        """Not on a cluster: its rows have no order to write a column by."""
        raise SurveyError(f"{out}: weights are written on one machine only. Unset NUTAG_ENGINE.")
