"""The other programs: svy and ipfn, asked as their documentation says, and DuckDB's bare group-by."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from survey.calibration import Margin
from survey.results import Estimate

FIELDS = ("est", "se", "lci", "uci", "df", "deff")  # as svy names what ours has in the same order
CROSSED = "sex_age"  # svy rakes to columns: the cross of two is a column of its own


class Svy:
    """A sample in svy."""

    def __init__(self, file: Path, columns: Sequence[str] | None = None) -> None:
        import polars
        import svy

        warnings.simplefilter("ignore")
        frame = polars.read_parquet(file, columns=[*columns] if columns else None)
        if "sex" in frame.columns:
            crossed = frame["sex"].cast(str) + ":" + frame["age_group"].cast(str)
            frame = frame.with_columns(crossed.alias(CROSSED))
        self.sample = svy.Sample(frame, svy.Design(stratum="stratum", psu="psu", wgt="weight"))

    def table(self, by: tuple[str, ...]) -> list[Estimate]:
        """Proportions and totals of the answers by domain."""
        ask = {"by": [*by] if len(by) > 1 else by[0], "deff": "wr", "drop_nulls": True}
        shares = self.sample.estimation.prop("answer", **ask)
        totals = self.sample.estimation.total("answer", as_factor=True, **ask)
        return rows("proportion", shares, by) + rows("total", totals, by)

    def rake(self, margins: Sequence[Margin]) -> Any:
        """The sample with a raked weight for every respondent, to margins as near as ours."""
        controls = {
            CROSSED if len(margin.variables) > 1 else margin.name: {
                ":".join(level): total for level, total in margin.targets.items()
            }
            for margin in margins
        }
        return self.sample.weighting.rake(controls=controls, tol=1e-10, max_iter=1000)

    def after_raking(self, margins: Sequence[Margin]) -> list[Estimate]:
        """Proportions by aimag with raked weights, and a variance that knows of the raking."""
        shares = self.rake(margins).estimation.prop("answer", by="aimag", deff="wr", drop_nulls=True)
        return rows("proportion", shares, ("aimag",))

    def jackknife(self) -> list[Estimate]:
        """Proportions by aimag with replicate weights that leave out one sampling unit each."""
        replicated = self.sample.weighting.create_jk_wgts(rep_prefix="jk")
        shares = replicated.estimation.prop("answer", by="aimag", method="replication", drop_nulls=True)
        return rows("proportion", shares, ("aimag",))


def rows(statistic: str, found: Any, by: tuple[str, ...]) -> list[Estimate]:
    """What svy estimated, as rows of ours."""
    return [
        Estimate(
            tuple(row[name] for name in by), row["answer"], statistic, row["est"], row["se"],
            row["lci"], row["uci"], row["df"], row["n"], None, row.get("deff"), None,
        )
        for row in found.to_polars().to_dicts()
    ]  # fmt: skip


class Ipfn:
    """Weights and categories in pandas, summed to the cells of the margins, which ipfn rakes."""

    def __init__(self, sample: pa.Table, margins: Sequence[Margin]) -> None:
        import pandas

        self._names = [name for margin in margins for name in margin.variables]
        self._frame = sample.select(["weight", *self._names]).to_pandas()
        self._axes = [[self._names.index(name) for name in margin.variables] for margin in margins]
        self._targets = []
        for margin in margins:
            levels = [level if len(level) > 1 else level[0] for level in margin.targets]
            target = pandas.Series([*margin.targets.values()], index=levels)
            if len(margin.variables) > 1:
                target.index = pandas.MultiIndex.from_tuples(levels)
            target.index.names = [*margin.variables]
            self._targets.append(target)

    def rake(self) -> np.ndarray:
        """The raked weight of every respondent, by ipfn's data frames."""
        from ipfn.ipfn import ipfn

        cells = self._frame.groupby(self._names, observed=True)["weight"].sum()
        before = cells.rename("total").reset_index()
        after = ipfn(
            before.copy(),
            self._targets,
            [[*target.index.names] for target in self._targets],
            convergence_rate=1e-10,
            rate_tolerance=0,
        ).iteration()
        factor = cells.to_frame("before").join(after.set_index(self._names)["total"])
        return self._spread(factor["total"] / factor["before"])

    def rake_array(self) -> np.ndarray:
        """The same by ipfn's arrays, quicker: cells in an array, factors spread by position."""
        from ipfn.ipfn import ipfn

        cells = self._frame.groupby(self._names, observed=False)["weight"].sum()
        shape = tuple(len(level) for level in cells.index.levels)
        before = cells.to_numpy().reshape(shape)
        targets = [
            target.to_numpy().reshape([shape[axis] for axis in axes])
            for target, axes in zip(self._targets, self._axes, strict=True)
        ]
        done = ipfn(before.copy(), targets, self._axes, convergence_rate=1e-10, rate_tolerance=0).iteration()
        codes = tuple(self._frame[name].cat.codes.to_numpy() for name in self._names)
        with np.errstate(invalid="ignore", divide="ignore"):
            return self._frame["weight"].to_numpy() * (done / before)[codes]

    def _spread(self, factor: Any) -> np.ndarray:
        codes = tuple(self._frame[name].cat.codes.to_numpy() for name in self._names)
        table = np.zeros([len(self._frame[name].cat.categories) for name in self._names])
        table[tuple(factor.index.get_level_values(name).codes for name in self._names)] = factor.to_numpy()
        return self._frame["weight"].to_numpy() * table[codes]


class BareGroupBy:
    """DuckDB with one stored whole number per respondent for unit, domain and answer, and a whole weight."""

    def __init__(self, sample: pa.Table, keys: tuple[str, ...]) -> None:
        import duckdb

        key = np.zeros(len(sample), dtype=np.int64)
        for name in ("psu", *keys):
            column = sample[name].combine_chunks()
            key = (
                key * (len(column.dictionary) + 1)
                + column.indices.fill_null(len(column.dictionary)).to_numpy()
            )
        weight = np.round(sample["weight"].to_numpy() * 1e6).astype(np.int64)
        self._con = duckdb.connect()
        self._con.register("given", pa.table({"key": key, "weight": weight}))
        self._con.execute("CREATE TABLE stored AS SELECT * FROM given")
        self._con.unregister("given")

    def run(self) -> int:
        """Sum by key; how many keys there are."""
        found = self._con.sql("SELECT key, sum(weight) AS weight, count(*) AS n FROM stored GROUP BY key")
        return len(found.fetchnumpy()["key"])
